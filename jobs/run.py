"""Running and planning a recipe from the command line."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from jobs.progress import show_progress
from jobs.text import amount, byte_size
from pipelines.engine import RunOptions, StagePlan, plan_run, run_stages
from pipelines.recipe import Recipe
from schemas.manifest import Manifest


def run(
    recipe: Recipe,
    *,
    until: str = "",
    workers: int = 1,
    beam_options: Sequence[str] = (),
    quiet: bool = False,
) -> list[Manifest]:
    """Runs the recipe, showing progress on standard error, and then what each stage made on standard output."""
    logging.getLogger("apache_beam").setLevel(logging.ERROR)
    options = _options(recipe, until, workers, beam_options)
    stages = recipe.stages()
    with show_progress(quiet) as callback:
        manifests = run_stages(stages, recipe.output, options, recipe=recipe, progress=callback)
    if not quiet:
        print_manifests(manifests, recipe.output)
    return manifests


def plan(recipe: Recipe, *, until: str = "") -> None:
    """Says what `run` would do, stage by stage, and writes nothing."""
    plans = plan_run(recipe.stages(), recipe.output, _options(recipe, until, 1, ()))
    table = Table(box=None, pad_edge=False, title=f"run folder {recipe.output}", title_justify="left")
    for name in ("stage", "would", "because", "shards", "to do", "stored"):
        table.add_column(name, justify="right" if name in ("shards", "to do", "stored") else "left")
    for stage in plans:
        table.add_row(*_plan_row(stage))
    Console(highlight=False, soft_wrap=True).print(table)


def print_manifests(manifests: Sequence[Manifest], output: str) -> None:
    """A line per stage: rows in and out, what was dropped and rejected by reason, and how much was written."""
    table = Table(box=None, pad_edge=False)
    for name in ("stage", "rows in", "rows out", "shards", "stored", "dropped", "rejected"):
        table.add_column(name, justify="left" if name in ("stage", "dropped", "rejected") else "right")
    for manifest in manifests:
        table.add_row(
            manifest.stage,
            f"{manifest.rows_in:,}",
            f"{manifest.rows_out:,}",
            f"{len(manifest.files):,}",
            byte_size(sum(file.bytes for file in manifest.files)),
            reasons(manifest.dropped),
            reasons(manifest.rejected),
        )
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    console.print(f"\nLook into it with: roae inspect {output}")


def reasons(counts: dict[str, int]) -> str:
    """`redirect 100, namespace 1`, most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{reason} {count:,}" for reason, count in ordered) or "-"


def _options(recipe: Recipe, until: str, workers: int, beam_options: Sequence[str]) -> RunOptions:
    return RunOptions(
        until=until,
        workers=workers,
        exclusions=recipe.exclusions,
        rejected_limit=recipe.rejected_limit,
        beam_options=tuple(beam_options),
    )


def _plan_row(plan: StagePlan) -> list[str]:
    if plan.action == "wait":
        return [plan.stage, "run after that", plan.reason, "", "", ""]
    if plan.action == "skip":
        return [plan.stage, "skip", plan.reason, f"{plan.inputs:,}", "0", ""]
    return [plan.stage, "run", plan.reason, amount(plan.inputs), amount(plan.to_do), byte_size(plan.bytes)]
