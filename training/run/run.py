"""A run from beginning to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.checkpoint.state import checkpoints
from training.logs.boards import Sink, tensorboard, weights_and_biases
from training.logs.report import Report
from training.loop import CHECKPOINTS, LoopConfig, run_training
from training.out_of_memory import explaining_memory
from training.reference.fingerprint import fingerprint
from training.run.build import build_model, trained_parameters
from training.run.export import MODEL, export
from training.run.kinds import kind_of, plan_of
from training.run.memory import check_memory, estimate_run
from training.run.plan import Plan
from training.run.record import keep_record
from training.run.share import first_says
from training.settings import RunSettings
from training.world import World

Tell = Callable[[str], None]


def run(
    settings: RunSettings,
    world: World,
    tell: Tell = lambda _: None,
    sink: Callable[[int], Sink] | None = None,
) -> list[Report]:
    """Trains as the settings say, going on with what is in their output; returns what was reported now.

    `tell` is told in words what is being done, and `sink(steps)` gives what takes each report. Only the first
    process tells. Raises DataError, SettingsError, CheckpointError, ConfigError or TokenShardsError for input
    that cannot be used, NotANumberError where training goes astray, MemoryShortError where memory is short.
    """
    if not world.is_first:
        tell = _silent
    plan = plan_of(settings, world, tell)
    done = is_done(settings, plan.steps)
    if not done:  # before weights and data are read, which may take long
        _check_memory(settings, plan, world, tell)
    base = settings.model.base
    weights = first_says(lambda: fingerprint(Path(base)), world) if base else ""
    keep_record(kind_of(settings), settings, plan.data, weights, world)
    plan.check()
    if done:
        tell(f"done before: {settings.output}")
        return []
    with explaining_memory(plan.advice):
        return _train(settings, plan, weights, world=world, tell=tell, sink=sink)


def _check_memory(settings: RunSettings, plan: Plan[Any], world: World, tell: Tell) -> None:
    estimate = estimate_run(
        settings,
        plan.shape,
        plan.grown,
        mesh=settings.mesh.over(world.rank.of, plan.shape),
        tokens=plan.tokens_per_batch,
        tokens_per_step=plan.tokens_per_step,
    )
    if warning := check_memory(estimate, world.device, plan.advice):
        tell(warning)


def is_done(settings: RunSettings, steps: int) -> bool:
    """Whether the run ended before, and wrote its model."""
    folder = Path(settings.output)
    return _last_step(folder) == steps and (folder / MODEL).exists()


def _train(
    settings: RunSettings,
    plan: Plan[Any],
    weights: str,
    *,
    world: World,
    tell: Tell,
    sink: Callable[[int], Sink] | None,
) -> list[Report]:
    folder = Path(settings.output)
    model = build_model(settings, plan.shape, plan.grown, world)
    tell(
        f"{plan.shape.parameters():,} parameters, {trained_parameters(model):,} of them trained, "
        f"{plan.steps:,} steps of about {plan.tokens_per_step:,} tokens, {world.rank.of} process(es) on "
        f"{world.device}"
    )
    objective = plan.objective(model, weights)
    sinks = _sinks(settings, folder, plan.steps, sink) if world.is_first else []

    def report(line: Report) -> None:
        for one in sinks:
            one(line)

    reports = run_training(
        model,
        objective,
        plan.batches,
        plan.validation,
        folder=folder,
        loop=LoopConfig(
            steps=plan.steps,
            seed=settings.seed,
            validate_first=settings.validate_first,
            validate_every=settings.validate_every,
            checkpoint_every=settings.checkpoint_every,
            keep_checkpoints=settings.keep_checkpoints,
        ),
        optimizer=settings.optimizer,
        router=settings.router,
        world=world,
        lora=settings.model.lora,
        about={"shape": asdict(plan.shape)},
        report=report,
    )
    export(model, settings.model, plan.published, grown=plan.grown, folder=folder, world=world, tell=tell)
    return reports


def _sinks(settings: RunSettings, folder: Path, steps: int, sink: Callable[[int], Sink] | None) -> list[Sink]:
    folder.mkdir(parents=True, exist_ok=True)
    found = [sink(steps)] if sink else []
    board = tensorboard(folder, _last_step(folder)) if settings.tensorboard else None
    if board:
        found.append(board)
    if settings.wandb_project:
        found.append(weights_and_biases(settings.wandb_project, folder, settings.model_dump(mode="json")))
    return found


def _last_step(folder: Path) -> int:
    found = checkpoints(folder / CHECKPOINTS)
    return int(found[-1].name.removeprefix("step-")) if found else 0


def _silent(_: str) -> None:
    """Processes but the first say nothing."""
