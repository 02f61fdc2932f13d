"""Training from first step to last: steps, validation, checkpoints, logs; and going on after a kill."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from training.checkpoint.state import checkpoints, load_state, save_state
from training.model.mixtral import Mixtral
from training.objectives.objective import Batches, Objective
from training.optim import AdamW, OptimizerConfig
from training.step import NotANumberError, RouterConfig, StepResult, evaluate, train_step
from training.world import World

B = TypeVar("B")

LOG = "log.jsonl"
CHECKPOINTS = "checkpoints"


@dataclass(frozen=True, kw_only=True)
class LoopConfig:
    """How long, and what is written meanwhile.

    Every `validate_every` steps (0: at the end only) the validation batches are computed, every
    `checkpoint_every` (0: at the end only) a checkpoint is written, of which the newest `keep_checkpoints`
    stay.
    """

    steps: int
    seed: int = 0
    validate_every: int = 0
    checkpoint_every: int = 0
    keep_checkpoints: int = 2

    def __post_init__(self) -> None:
        if self.steps < 1 or self.keep_checkpoints < 1:
            raise ValueError(f"there must be a step and a checkpoint to keep: {self}")


@dataclass(frozen=True)
class Report:
    """One line of the log. `kind` is `train` or `validation`; `figures` are numbers by name; `seconds` is the
    time since the line before, and the only figure that another run of the same would not repeat.
    """

    kind: str
    step: int
    figures: dict[str, float]
    seconds: float


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
    about: dict[str, Any] | None = None,
    report: Callable[[Report], None] = lambda _: None,
) -> list[Report]:
    """Trains, going on from the newest checkpoint in `folder` if there is one; returns what it reported.

    Bits are the same whether or not it was interrupted, on the same machine with as many processes. `about`
    is what else must not have changed since the checkpoint was written, such as the data.

    Raises CheckpointError for a checkpoint of something else, and NotANumberError when a loss or gradient is
    no number: the number of the step is in `nan.json` and nothing of it in the model.
    """
    adam = AdamW((p for p in model.parameters() if p.requires_grad), optimizer, loop.seed)
    settings = {
        "optimizer": asdict(optimizer),
        "router": asdict(router),
        "loop": _lasting(loop),
        **(about or {}),
    }
    store = folder / CHECKPOINTS
    found = checkpoints(store)
    step = load_state(found[-1], model, adam, settings) if found else 0
    log = _Log(folder, step, world, report)
    saved = step
    while step < loop.steps:
        rate = optimizer.rate(step, loop.steps)
        try:
            result = train_step(
                model, objective, batches[step], adam, rate=rate, config=optimizer, router=router, world=world
            )
        except NotANumberError as error:
            log.broken(step, error)
            raise NotANumberError(
                f"step {step}: {error}. The step is named in {folder / 'nan.json'}; the model is as it was "
                "before it. Lower learning_rate, or look at the data of this step."
            ) from error
        step += 1
        log.write("train", step, _figures(result))
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
            saved = step
    assert saved == step
    return log.reports


def _lasting(loop: LoopConfig) -> dict[str, int]:
    """The settings of the loop that decide what a step does."""
    return {"steps": loop.steps, "seed": loop.seed}


def _is_due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0


def _figures(result: StepResult) -> dict[str, float]:
    figures = asdict(result)
    extra: dict[str, float] = figures.pop("extra")
    return {**figures, **extra}


class _Log:
    """`log.jsonl` in the run's folder: lines of steps that were lost with a killed process are cut off."""

    def __init__(self, folder: Path, step: int, world: World, report: Callable[[Report], None]) -> None:
        self.reports: list[Report] = []
        self._folder = folder
        self._path = folder / LOG
        self._world = world
        self._report = report
        self._last = time.monotonic()
        if world.is_first:
            folder.mkdir(parents=True, exist_ok=True)
            self._cut(step)

    def write(self, kind: str, step: int, figures: dict[str, float]) -> None:
        now = time.monotonic()
        line = Report(kind, step, figures, round(now - self._last, 4))
        self._last = now
        self.reports.append(line)
        if self._world.is_first:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(line), sort_keys=True) + "\n")
            self._report(line)

    def broken(self, step: int, error: Exception) -> None:
        if self._world.is_first:
            text = json.dumps({"step": step, "error": str(error)}, indent=1)
            (self._folder / "nan.json").write_text(text + "\n", encoding="utf-8")

    def _cut(self, step: int) -> None:
        if not self._path.exists():
            return
        kept = []
        for line in self._path.read_text(encoding="utf-8").splitlines(keepends=True):
            if not line.endswith("\n") or json.loads(line)["step"] > step:
                break
            kept.append(line)
        self._path.write_text("".join(kept), encoding="utf-8")
