"""What a run would do, and what memory it would take; nothing is computed, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from training.data.rank import Rank
from training.data.rows import count_rows, row_files
from training.data.token_cache import Kind, cache_folder
from training.logs.meter import GIB
from training.run.build import empty_model, trained_parameters
from training.run.kinds import plan_of
from training.run.memory import estimate_run, free_memory
from training.run.plan import Plan
from training.run.tune import Chat, cache_parent, find_chat
from training.settings import DpoSettings, RunSettings, TuneSettings
from training.world import World

Lines = list[tuple[str, str]]


class _Imagined(World):
    """As many processes as there will be, of which this one speaks for all and waits for none."""

    def wait(self) -> None:
        """Nothing to wait for."""


def describe(settings: RunSettings, tell: Callable[[str], None] = lambda _: None) -> Lines:
    """Names and values, for people. Raises what `run` raises for input that cannot be used, as far as it can
    be seen without computing.

    It is for as many processes as the settings name (`mesh.data`), or as torchrun started, or else as few as
    will do.
    """
    processes = settings.mesh.processes or max(int(os.environ.get("WORLD_SIZE", "1")), settings.mesh.expert)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    world = _Imagined(Rank(0, processes), device)
    if not isinstance(settings, TuneSettings):
        return _planned(settings, plan_of(settings, world, tell), world)
    chat = find_chat(settings)
    files = {path: row_files([path]) for path in (*settings.data, *settings.validation)}
    kind: Kind = "pairs" if isinstance(settings, DpoSettings) else "conversations"
    made = [
        cache_folder([f for path in paths for f in files[path]], chat.tokenizer, kind, cache_parent(settings))
        for paths in (settings.data, settings.validation)
        if paths
    ]
    if all((folder / "about.json").exists() for folder in made):
        return _planned(settings, plan_of(settings, world, tell), world)
    rows = [
        (path, f"{sum(count_rows(file) for file in found):,} rows, tokenized when the run begins")
        for path, found in files.items()
    ]
    steps = f"{settings.steps:,}" if settings.steps is not None else f"{settings.epochs} epochs"
    return [
        *rows,
        *_model(settings, chat, world, settings.tokens_per_batch, settings.tokens_per_batch),
        ("steps", steps),
        ("output", settings.output),
    ]


def _planned(settings: RunSettings, plan: Plan[Any], world: World) -> Lines:
    return [
        *_model(settings, plan, world, plan.tokens_per_batch, plan.tokens_per_step),
        ("steps", f"{plan.steps:,}"),
        ("tokens a step", f"about {plan.tokens_per_step:,}"),
        ("tokens in all", f"about {plan.steps * plan.tokens_per_step:,}"),
        ("output", settings.output),
    ]


def _model(settings: RunSettings, of: Plan[Any] | Chat, world: World, tokens: int, in_step: int) -> Lines:
    """What the model is, and the memory it needs with `tokens` computed at once of those `in_step`."""
    shape, grown = of.shape, of.grown
    mesh = settings.mesh.over(world.rank.of, shape)
    active = shape.matmul_parameters_per_token()
    memory = estimate_run(settings, shape, grown, mesh=mesh, tokens=tokens, tokens_per_step=in_step)
    free = free_memory(world.device)
    return [
        ("model", str(Path(settings.model.base)) if settings.model.base else "new"),
        ("parameters", f"{shape.parameters():,}"),
        ("active for a token", f"{active:,}"),
        ("trained", f"{trained_parameters(empty_model(settings, shape, grown)):,}"),
        *((f"memory: {name}", _size(size)) for name, size in memory.parts().items() if name != "total"),
        ("memory: in all", f"about {_size(memory.total)} for each of {mesh.processes} process(es)"),
        *([("memory: free here", f"{_size(free)} on {world.device}")] if free is not None else []),
    ]


def _size(count: int) -> str:
    return f"{count / GIB:.2f} GiB" if count >= GIB else f"{count / (1 << 20):.1f} MiB"
