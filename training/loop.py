"""Training from first step to last: steps, validation, checkpoints, logs; and going on after a kill."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from training.checkpoint.state import checkpoints, load_state, save_state
from training.data.ahead import Ahead
from training.data.batch import Batches, Packed
from training.logs.flops import peak_flops, step_flops
from training.logs.log_file import LogFile
from training.logs.meter import Meter
from training.logs.report import Report
from training.model.lora import LoraConfig
from training.model.mixtral import Mixtral
from training.model.sharding import reshard
from training.objectives.objective import B, Objective
from training.optim import AdamW, OptimizerConfig
from training.step import NotANumberError, RouterConfig, StepResult, evaluate, train_step
from training.world import World

CHECKPOINTS = "checkpoints"
BROKEN = "nan"


@dataclass(frozen=True, kw_only=True)
class LoopConfig:
    """How long, and what is written meanwhile.

    Every `validate_every` steps (0: at the end only) the validation batches are computed, and before the
    first step if `validate_first`. Every `checkpoint_every` (0: at the end only) a checkpoint is written, of
    which the newest `keep_checkpoints` stay.
    """

    steps: int
    seed: int = 0
    validate_first: bool = False
    validate_every: int = 0
    checkpoint_every: int = 0
    keep_checkpoints: int = 2

    def __post_init__(self) -> None:
        if self.steps < 1 or self.keep_checkpoints < 1:
            raise ValueError(f"there must be a step and a checkpoint to keep: {self}")


def run_training(
    model: Mixtral,
    objective: Objective[B],
    batches: Batches[B],
    validation: Sequence[B],
    *,
    folder: Path,
    loop: LoopConfig,
    optimizer: OptimizerConfig,
    router: RouterConfig,
    world: World,
    lora: LoraConfig | None = None,
    about: dict[str, Any] | None = None,
    report: Callable[[Report], None] = lambda _: None,
) -> list[Report]:
    """Trains, going on from the newest checkpoint in `folder` if there is one; returns what it reported.

    Bits are the same whether or not it was interrupted, on the same machine with as many processes. `about`
    is what else must not have changed since the checkpoint was written, such as the data. `lora` is what the
    model is adapted with, if it is: for counting its arithmetic.

    Raises CheckpointError for a checkpoint of something else, and NotANumberError when a loss or gradient is
    no number: the step's batches are then in the folder `nan` and nothing of them in the model.
    """
    reshard(model)  # the optimizer is to know the parameters as they lie between steps
    adam = AdamW((p for p in model.parameters() if p.requires_grad), optimizer, loop.seed)
    settings = {
        "optimizer": asdict(optimizer),
        "router": asdict(router),
        "loop": {"steps": loop.steps, "seed": loop.seed},
        **(about or {}),
    }
    store = folder / CHECKPOINTS
    found = checkpoints(store)
    step = load_state(found[-1], model, adam, settings) if found else 0
    log = _Log(folder, step if found else -1, world, report)
    meter = Meter(world.device, peak_flops(world.device, model.embedding.weight.dtype))
    if validation and loop.validate_first and not found:
        log.write("validation", 0, evaluate(model, objective, validation, world))
    ahead = Ahead(batches, world.device, last=loop.steps - 1)
    while step < loop.steps:
        meter.begin()
        own = ahead[step]
        rate = optimizer.rate(step, loop.steps)
        try:
            result = train_step(
                model, objective, own, adam, rate=rate, config=optimizer, router=router, world=world
            )
        except NotANumberError as error:
            where = _save_broken(folder, step, own, error, world)
            raise NotANumberError(
                f"step {step}: {error}. Its batches are in {where}; the model is as it was before it. Lower "
                "optimizer.learning_rate, or look at these batches."
            ) from error
        step += 1
        speed = meter.end(result.tokens, step_flops(model.config, lora, own))
        log.write("train", step, _figures(result), speed)
        is_last = step == loop.steps
        if validation and (is_last or _is_due(step, loop.validate_every)):
            log.write("validation", step, evaluate(model, objective, validation, world))
        if is_last or _is_due(step, loop.checkpoint_every):
            save_state(
                store,
                step,
                model=model,
                optimizer=adam,
                world=world,
                about=settings,
                keep=loop.keep_checkpoints,
            )
    return log.reports


def _is_due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0


def _figures(result: StepResult) -> dict[str, float]:
    figures = asdict(result)
    extra: dict[str, float] = figures.pop("extra")
    return {**figures, **extra}


class _Log:
    """Keeps the reports, and tells them from the first process."""

    def __init__(self, folder: Path, step: int, world: World, report: Callable[[Report], None]) -> None:
        self.reports: list[Report] = []
        self._told: list[Callable[[Report], None]] = [LogFile(folder, step), report] if world.is_first else []

    def write(
        self, kind: str, step: int, figures: dict[str, float], speed: dict[str, float] | None = None
    ) -> None:
        line = Report(kind, step, figures, speed or {})
        self.reports.append(line)
        for told in self._told:
            told(line)


def _save_broken(folder: Path, step: int, batches: Sequence[Packed], error: Exception, world: World) -> Path:
    """This rank's batches of the step as safetensors, and which step it was."""
    where = folder / BROKEN
    where.mkdir(parents=True, exist_ok=True)
    for number, batch in enumerate(batches):
        tensors = {**vars(batch), **vars(batch.layout)}
        tensors = {
            name: value.detach().cpu().contiguous()
            for name, value in tensors.items()
            if isinstance(value, torch.Tensor)
        }
        save_file(tensors, where / f"step-{step:08d}-rank-{world.rank.index}-batch-{number}.safetensors")
    if world.is_first:
        text = json.dumps({"step": step, "error": str(error)}, indent=1)
        (where / "step.json").write_text(text + "\n", encoding="utf-8")
    return where
