"""What the stages that ask models would ask and spend, told before they do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from curation.endpoint.config import NANO
from curation.endpoint.estimate import Asking, Estimate, ModelEstimate
from jobs.text import table
from pipelines.engine import Group, Stage, StagePlan, read_manifest
from pipelines.engine.stages import needed_for, read_by
from pipelines.stage_rows import StageRows
from schemas.keys import text_key

# Of more rows than this, what is asked about groups of them is estimated from some of the groups.
SAMPLED_ROWS = 4000


def asking_stages(stages: Sequence[Stage], until: str) -> list[Stage]:
    """The stages that ask an endpoint, of those that have to be run to get to `until`."""
    needed = needed_for(stages, until)
    return [stage for stage in stages if stage.name in needed and _asking(stage) is not None]


def inputs_of(stages: Sequence[Stage], stage: Stage) -> tuple[str, ...]:
    """The names of the stages that it reads."""
    return read_by(stages)[stage.name]


def estimate_of(stage: Stage, stages: Sequence[Stage], planned: Sequence[StagePlan]) -> str:
    """What the stage, which is one of `stages` and asks an endpoint, would ask: counted where the stages that
    it reads are done, by the plans of the run, else what is known already. Writes nothing.
    """
    plans = {plan.stage: plan for plan in planned}
    function = _asking(stage)
    assert function is not None
    if plans[stage.name].action == "skip":
        return f"stage {stage.name}: it is done, and asks nothing"
    missing = [name for name in inputs_of(stages, stage) if plans[name].action != "skip"]
    if missing:
        lines = "".join(f"\n  {line}" for line in function.beforehand())
        return (
            f"stage {stage.name}: how much it will ask cannot be told before {' and '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} done; `run` says it before the first call{lines}"
        )
    folders = [plans[name].folder for name in inputs_of(stages, stage)]
    if isinstance(stage, Group):
        rows, every = _groups(stage, folders)
    else:
        rows, every = _rows(stage, folders), 1
    found = function.estimate(rows)
    for estimate in found:
        estimate.scale(every)
    return "\n".join(_shown(stage.name, estimate, every) for estimate in found)


def _asking(stage: Stage) -> Asking | None:
    function: Any = stage.function
    return function if isinstance(function, Asking) and function.asks else None


def _rows(stage: Any, folders: Sequence[str]) -> Iterator[Any]:
    for folder in folders:
        rows = StageRows(folder, stage.input)
        for split in rows.plan():
            yield from rows.read(split)


def _groups(stage: Group, folders: Sequence[str]) -> tuple[Iterator[tuple[Any, list[Any]]], int]:
    """One of so many groups, by a hash of the key, and how many."""
    manifests = [manifest for folder in folders if (manifest := read_manifest(folder)) is not None]
    every = max(1, sum(manifest.rows_out for manifest in manifests) // SAMPLED_ROWS)
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in _rows(stage, folders):
        key = getattr(row, stage.key)
        if text_key(str(key)) % every == 0:
            groups[key].append(row)
    return iter(sorted(groups.items())), every


def _shown(stage: str, estimate: Estimate, every: int) -> str:
    about = "about " if every > 1 else ""
    account = "" if estimate.account == stage else f", {estimate.account}"
    lines = [f"stage {stage}{account}: {about}{estimate.rows:,} {estimate.unit}"]
    cautions = [estimate.caution] if estimate.caution else []
    if every > 1:
        cautions.append(f"estimated from one in {every:,}")
    if cautions:
        lines.append(f"  ({'; '.join(cautions)})")
    rows = [_row(name, model, estimate) for name, model in estimate.models.items()]
    if len(rows) > 1:
        rows.append(_row("all", estimate.total, estimate))
    header = ["model", "calls", "known", "prompt tokens", "answer tokens", "money"]
    shown = table(header, rows, right=range(1, 6))
    lines += [f"  {line}" for line in shown.splitlines()]
    budget = estimate.budget
    if budget.limited:
        over = ", ".join(estimate.over)
        then = "it ends the run" if budget.when_spent == "stop" else "it is spent"
        ending = f"{then} before all is asked ({over})" if over else "enough"
        lines.append(f"  budget: {budget.limits}{_spent(estimate)}: {ending}")
    else:
        lines.append("  budget: none")
    return "\n".join(lines)


def _row(name: str, model: ModelEstimate, estimate: Estimate) -> list[str]:
    return [
        name,
        f"{model.calls:,}",
        f"{model.known:,}",
        f"about {model.prompt_tokens:,}",
        f"at most {model.completion_tokens:,}",
        f"at most {_money(model.money)}" if estimate.budget.prices else "no prices",
    ]


def _spent(estimate: Estimate) -> str:
    spent, budget = estimate.spent, estimate.budget
    parts = [f"{spent.calls:,} calls", f"{spent.tokens:,} tokens"]
    if budget.money is not None:
        parts.append(f"{_money(spent.nano / NANO)} in money")
    return f" ({', '.join(parts)} spent before)" if spent.calls else ""


def _money(amount: float) -> str:
    return f"{amount:,.2f}" if amount >= 1 else f"{amount:.4f}"
