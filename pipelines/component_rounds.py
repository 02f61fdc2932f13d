"""Connected components of links that do not fit into memory: by rounds of large-star and small-star stages.

Kiveris et al., "Connected Components in MapReduce and Beyond", SoCC 2014. Each round is a small run of its
own below the run's folder, `component-rounds/round-01`, resumable like any other; the last has what the stage
`components` of the run then reads.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from curation.dedup.components import (
    Turned,
    large_star,
    members_of_stars,
    small_star,
    smallest_component,
    write_components,
)
from pipelines.engine import Group, Map, ProgressCallback, RunError, RunOptions, Stage, run_stages
from pipelines.engine.stages import needed_for
from pipelines.stage_rows import StageRows, as_they_are
from schemas.dedup import Component, Link
from schemas.manifest import Manifest

_ROUNDS = "component-rounds"
# The paper proves O(log^2 n) rounds and sees about log n.
_MOST_ROUNDS = 100


def components_of_rounds(run: str) -> Stage:
    """The stage `components` of the run in this folder, which reads what the rounds came to."""
    return Map(
        name="components",
        source=StageRows(_components_folder(run), Component),
        function=as_they_are,
        output=Component,
        finish=write_components,
    )


def run_with_rounds(
    stages: Sequence[Stage],
    output: str,
    options: RunOptions | None = None,
    *,
    partitions: int,
    recipe: Any = None,
    progress: ProgressCallback | None = None,
) -> list[Manifest]:
    """`run_stages` for a pipeline whose connected components are found by rounds.

    Runs the stages up to the links; then small pipelines of their own, below `output`, each with as many
    `partitions`, until a round changes nothing; then the rest. What an earlier run has done of any of them is
    not done again. Raises what `run_stages` raises.
    """
    options = options or RunOptions()
    if "components" in needed_for(stages, options.until):
        until_links = dataclasses.replace(options, until="links")
        links = run_stages(stages, output, until_links, recipe=recipe, progress=progress)[-1]
        folder = _stage_folder(output, stages, links)
        components_by_rounds(folder, output, options, partitions=partitions, progress=progress)
    return run_stages(stages, output, options, recipe=recipe, progress=progress)


def components_by_rounds(
    folder: str,
    run: str,
    options: RunOptions,
    *,
    partitions: int,
    progress: ProgressCallback | None = None,
) -> None:
    """Finds the components of the links in a stage's folder, as `components_in_memory` would give them."""
    options = dataclasses.replace(options, until="")
    digests: list[str] | None = None
    for round_number in range(1, _MOST_ROUNDS + 1):
        round_folder = f"{run}/{_ROUNDS}/round-{round_number:02d}"
        stages = _round_stages(StageRows(folder, Link), partitions)
        stars = run_stages(stages, round_folder, options, progress=progress)[-1]
        folder = _stage_folder(round_folder, stages, stars)
        before, digests = digests, [file.sha256 for file in stars.files]
        if digests == before:
            break
    else:
        raise RunError(f"{folder}: components are not found after {_MOST_ROUNDS} rounds; this is a bug")
    last = _last_stages(StageRows(folder, Link), partitions)
    run_stages(last, f"{run}/{_ROUNDS}", options, progress=progress)


def _round_stages(links: StageRows, partitions: int) -> list[Stage]:
    return [
        Map(
            name="both-ways",
            source=links,
            function=Turned(large=True),
            output=Link,
        ),
        Group(
            name="large-star",
            input=Link,
            key="key",
            partitions=partitions,
            whole=True,
            function=large_star,
            output=Link,
        ),
        Map(
            name="larger-first",
            input=Link,
            function=Turned(large=False),
            output=Link,
        ),
        Group(
            name="small-star",
            input=Link,
            key="key",
            partitions=partitions,
            whole=True,
            function=small_star,
            output=Link,
        ),
    ]


def _last_stages(links: StageRows, partitions: int) -> list[Stage]:
    return [
        Map(
            name="ends",
            source=links,
            function=members_of_stars,
            output=Component,
        ),
        Group(
            name="components",
            input=Component,
            key="key",
            partitions=partitions,
            whole=True,
            function=smallest_component,
            output=Component,
        ),
    ]


def _components_folder(run: str) -> str:
    return f"{run}/{_ROUNDS}/20-components"


def _stage_folder(run: str, stages: Sequence[Stage], manifest: Manifest) -> str:
    number = {stage.name: stage.number for stage in stages}[manifest.stage] or 10 * manifest.position
    return f"{run}/{number}-{manifest.stage}"
