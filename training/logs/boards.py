"""TensorBoard and Weights & Biases, where they are installed."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.errors import SettingsError
from training.logs.report import Report

Sink = Callable[[Report], None]


def tensorboard(folder: Path, step: int) -> Sink | None:
    """Writes into `folder/tensorboard`; None where TensorBoard is not installed. What an earlier run wrote
    there for steps after `step` is taken back.
    """
    if importlib.util.find_spec("tensorboard") is None:
        return None
    writers: Any = importlib.import_module("torch.utils.tensorboard")
    writer = writers.SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1)

    def write(report: Report) -> None:
        for name, value in {**report.figures, **report.speed}.items():
            writer.add_scalar(f"{report.kind}/{name}", value, report.step)
        writer.flush()

    return write


def weights_and_biases(project: str, folder: Path, settings: dict[str, Any]) -> Sink:
    """Writes to the project, going on with the run that the folder began. Raises SettingsError where the
    package is not installed, or not set up.
    """
    if importlib.util.find_spec("wandb") is None:
        raise SettingsError(
            "wandb_project is set, but wandb is not installed: pip install wandb, or leave it empty"
        )
    wandb: Any = importlib.import_module("wandb")
    place = folder.resolve()
    # The same folder is the same run, so that going on goes on there too.
    own = f"{place.name}-{hashlib.sha256(str(place).encode()).hexdigest()[:8]}"
    try:
        run = wandb.init(
            project=project, id=own, name=place.name, resume="allow", dir=str(folder), config=settings
        )
    except wandb.Error as error:  # there is no key, say
        raise SettingsError(f"Weights & Biases cannot be used: {error}") from error

    def write(report: Report) -> None:
        figures = {**report.figures, **report.speed}
        run.log({f"{report.kind}/{name}": value for name, value in figures.items()}, step=report.step)

    return write
