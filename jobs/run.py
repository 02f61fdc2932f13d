"""Running and planning a recipe from the command line."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import replace

from jobs.estimate import asking_stages, estimate_of, inputs_of
from jobs.progress import show_progress
from jobs.text import byte_size, table
from pipelines.engine import Progress, ProgressCallback, RunOptions, StagePlan, plan_run
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
    """Runs the recipe with progress on standard error, then says what each stage made on standard output.
    Before a stage that asks models, what that will take is said on standard error, unless `quiet`.
    """
    logging.getLogger("apache_beam").setLevel(logging.ERROR)
    options = RunOptions(workers=workers, beam_options=tuple(beam_options))
    stages = recipe.stages()
    with show_progress(quiet) as shown:
        callback = shown and _InParts(shown, [stage.name for stage in stages]).update
        # What a stage will ask can be told once what it reads is there: the run goes up to there first.
        for stage in () if quiet else asking_stages(stages, until):
            for before in inputs_of(stages, stage):
                recipe.run(replace(options, until=before), callback)
            plans = plan_run(stages, recipe.output, recipe.options(RunOptions(until=stage.name)))
            print(estimate_of(stage, stages, plans), file=sys.stderr, flush=True)
        manifests = recipe.run(replace(options, until=until), callback)
    if not quiet:
        print_manifests(manifests, recipe.output)
    return manifests


class _InParts:
    """Progress of a run that is done in parts: each stage has its place in the whole, and what an earlier
    part has told is not told again.
    """

    def __init__(self, callback: ProgressCallback, stages: Sequence[str]) -> None:
        self._callback = callback
        self._stages = stages
        self._ended: set[str] = set()

    def update(self, progress: Progress) -> None:
        if progress.stage in self._ended:
            return
        if progress.state != "running":
            self._ended.add(progress.stage)
        place = self._stages.index(progress.stage) + 1
        self._callback(replace(progress, position=place, stages=len(self._stages)))


def plan(recipe: Recipe, *, until: str = "") -> None:
    """Says what `run` would do, stage by stage, and what it would ask of models; writes nothing."""
    stages = recipe.stages()
    plans = plan_run(stages, recipe.output, recipe.options(RunOptions(until=until)))
    print(f"run folder {recipe.output}")
    header = ["stage", "would", "because", "shards", "to do", "stored"]
    print(table(header, [_plan_row(stage) for stage in plans], right={3, 4, 5}))
    for stage in asking_stages(stages, until):
        print(f"\n{estimate_of(stage, stages, plans)}")


def print_manifests(manifests: Sequence[Manifest], output: str) -> None:
    """A line per stage: rows in and out, what was dropped and rejected by reason, bytes written."""
    header = ["stage", "rows in", "rows out", "shards", "stored", "dropped", "rejected"]
    rows = [
        [
            manifest.stage,
            f"{manifest.rows_in:,}",
            f"{manifest.rows_out:,}",
            f"{len(manifest.files):,}",
            byte_size(sum(file.bytes for file in manifest.files)),
            reasons(manifest.dropped),
            reasons(manifest.rejected),
        ]
        for manifest in manifests
    ]
    print(table(header, rows, right={1, 2, 3, 4}))
    print(f"\nLook into it with: roae inspect {output}")


def reasons(counts: dict[str, int], most: int = 4) -> str:
    """`redirect 100, namespace 1`, the `most` frequent first, the others as one number: all of them are in
    the manifest, and in what `inspect` says of the stage.
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{reason} {count:,}" for reason, count in ordered[:most]]
    if len(ordered) > most:
        told.append(f"{len(ordered) - most} more {sum(count for _, count in ordered[most:]):,}")
    return ", ".join(told) or "-"


def _plan_row(plan: StagePlan) -> list[str]:
    if plan.action == "wait":
        return [plan.stage, "run after that", plan.reason, "", "", ""]
    if plan.action == "skip":
        return [plan.stage, "skip", plan.reason, f"{plan.inputs:,}", "0", ""]
    return [plan.stage, "run", plan.reason, f"{plan.inputs:,}", f"{plan.to_do:,}", byte_size(plan.bytes)]
