"""What a run would do, and what memory it would take; nothing is computed, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from training.data.rank import ALONE
from training.data.rows import count_rows, row_files
from training.data.token_cache import Kind, cache_folder
from training.logs.meter import GIB
from training.model.config import MixtralConfig
from training.model.mixtral import Mixtral
from training.parallel.memory import estimate_memory
from training.run.build import empty_model, trained_parameters
from training.run.dpo import plan_dpo
from training.run.plan import Plan
from training.run.pretrain import plan_pretrain
from training.run.sft import plan_sft
from training.run.tune import cache_parent, find_chat
from training.settings import DpoSettings, PretrainSettings, RunSettings, SftSettings, TuneSettings
from training.world import World

Lines = list[tuple[str, str]]


def describe(settings: RunSettings, tell: Callable[[str], None] = lambda _: None) -> Lines:
    """Names and values, for people. Raises what `run` raises for input that cannot be used, as far as it can
    be seen without computing.
    """
    world = World(ALONE, torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    if isinstance(settings, PretrainSettings):
        return _planned(settings, plan_pretrain(settings, world))
    assert isinstance(settings, TuneSettings)
    chat = find_chat(settings, world)
    kind: Kind = "pairs" if isinstance(settings, DpoSettings) else "conversations"
    files = {path: row_files([path]) for path in (*settings.data, *settings.validation)}
    made = [
        cache_folder([f for path in paths for f in files[path]], chat.tokenizer, kind, cache_parent(settings))
        for paths in (settings.data, settings.validation)
        if paths
    ]
    if all((folder / "about.json").exists() for folder in made):
        if isinstance(settings, DpoSettings):
            return _planned(settings, plan_dpo(settings, world, tell))
        assert isinstance(settings, SftSettings)
        return _planned(settings, plan_sft(settings, world, tell))
    rows = [
        (path, f"{sum(count_rows(file) for file in found):,} rows, tokenized when the run begins")
        for path, found in files.items()
    ]
    steps = f"{settings.steps:,}" if settings.steps is not None else f"{settings.epochs} epochs"
    return [
        *rows,
        *_model(settings, chat.shape, chat.grown, settings.tokens_per_batch),
        ("steps", steps),
        ("output", settings.output),
    ]


def _planned(settings: RunSettings, plan: Plan[Any]) -> Lines:
    batches = -(-plan.tokens_per_step // (plan.tokens_per_batch * max(1, settings.mesh.processes)))
    return [
        *_model(settings, plan.shape, plan.grown, plan.tokens_per_batch, batches),
        ("steps", f"{plan.steps:,}"),
        ("tokens a step", f"about {plan.tokens_per_step:,}"),
        ("tokens in all", f"about {plan.steps * plan.tokens_per_step:,}"),
        ("output", settings.output),
    ]


def _model(settings: RunSettings, shape: MixtralConfig, grown: bool, tokens: int, batches: int = 1) -> Lines:
    model: Mixtral = empty_model(settings, shape, grown)
    active = shape.matmul_parameters_per_token()
    memory = estimate_memory(
        model, settings.mesh, tokens=tokens, batches=batches, rounding=settings.optimizer.rounding
    )
    processes = max(1, settings.mesh.processes)
    return [
        ("model", str(Path(settings.model.base)) if settings.model.base else "new"),
        ("parameters", f"{shape.parameters():,}"),
        ("active for a token", f"{active:,}"),
        ("trained", f"{trained_parameters(model):,}"),
        *((f"memory: {name}", _size(size)) for name, size in memory.parts().items() if name != "total"),
        ("memory: in all", f"about {_size(memory.total)} for each of {processes} process(es)"),
    ]


def _size(count: int) -> str:
    return f"{count / GIB:.2f} GiB" if count >= GIB else f"{count / (1 << 20):.1f} MiB"
