"""TensorBoard and Weights & Biases, where they are installed: what is written is what was reported."""

import pytest

pytest.importorskip("torch")

from training.logs.boards import tensorboard, weights_and_biases
from training.logs.report import Report


def reports(*steps):
    return [Report("train", step, {"loss": 1.0 / step}, {"seconds": 0.5}) for step in steps]


def test_tensorboard_has_each_step_once_when_a_run_went_on(tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    first = tensorboard(tmp_path, 0)
    for report in reports(1, 2, 3):
        first(report)
    second = tensorboard(tmp_path, 2)  # killed; the checkpoint was of step 2
    for report in reports(3, 4):
        second(report)
    found = EventAccumulator(str(tmp_path / "tensorboard"))
    found.Reload()
    assert [event.step for event in found.Scalars("train/loss")] == [1, 2, 3, 4]
    assert [event.value for event in found.Scalars("train/seconds")] == [0.5] * 4


def test_wandb_writes_offline(tmp_path, monkeypatch):
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_SILENT", "true")
    sink = weights_and_biases("tiny", tmp_path, {"steps": 2})
    for report in reports(1, 2):
        sink(report)
    assert list((tmp_path / "wandb").glob("offline-run-*/*.wandb"))
