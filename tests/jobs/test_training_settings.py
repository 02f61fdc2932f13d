"""Configurations of training runs, without training."""

import pytest

pytest.importorskip("torch")

from jobs.errors import UsageError
from jobs.training_settings import KINDS, load_settings, shipped
from training.model.config import MixtralConfig
from training.run.memory import estimate_run


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", shipped())
def test_every_shipped_configuration_is_valid(name, kind):
    base = [] if (name, kind) == ("laptop", "pretrain") else ["model.base=base"]
    settings = load_settings(kind, name, ["data=data", "output=run", *base])
    assert settings.output == "run"
    assert (settings.model.lora is not None) == (name == "one-gpu")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "processes", "gigabytes"), [("one-gpu", 1, 141), ("eight-gpus", 8, 80)])
def test_mixtral_fits_the_cards_that_a_configuration_is_for(name, processes, gigabytes, kind):
    settings = load_settings(kind, name, ["data=data", "output=run", "model.base=base"])
    mesh = settings.mesh.over(processes, MixtralConfig())
    if kind == "pretrain":
        tokens, step = settings.sequences_per_batch * 4096, settings.sequences_per_step * 4096
    else:
        tokens, step = settings.tokens_per_batch, 10 * settings.tokens_per_batch
    found = estimate_run(settings, MixtralConfig(), False, mesh=mesh, tokens=tokens, tokens_per_step=step)
    assert found.total < 0.9 * gigabytes * 1e9, "libraries and fragmentation take some gigabytes"


def test_fields_of_a_kind_come_before_those_of_all_and_the_command_line_before_both(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(
        "output: a\nepochs: 2\nmodel: {base: m, dtype: float32}\noptimizer: {learning_rate: 1e-3}\n"
        "data: x\nsft: {seed: 3, model: {base: n}, tokens_per_batch: 64, conversations_per_step: 4}\n"
        "dpo: {misspelt: 1}\n"
    )
    settings = load_settings("sft", str(path), ["steps=7", "optimizer.clip=2"])
    assert settings.model.base == "n"
    assert settings.model.dtype == "float32"
    assert (settings.steps, settings.epochs, settings.seed) == (7, None, 3)
    assert (settings.optimizer.learning_rate, settings.optimizer.clip) == (1e-3, 2)
    with pytest.raises(UsageError, match="unknown key misspelt: known are"):
        load_settings("dpo", str(path))


@pytest.mark.parametrize(
    ("text", "told"),
    [("- a", "holds list"), ("a: [", "is not YAML"), ("sft: 3", "sft has fields, and is not 3")],
)
def test_files_that_hold_no_configuration(tmp_path, text, told):
    path = tmp_path / "config.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match=told):
        load_settings("sft", str(path))
