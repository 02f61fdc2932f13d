"""Documents → documents without duplicates, and the cluster table; documents → documents without boilerplate.

signatures   Parquet of `Signature`, a row per document
bands        Parquet of `BandKey`
links        Parquet of `Link`
components   Parquet of `Component`, and a lookup
candidates   Parquet of `Candidate`: the documents that have a component
clusters     Parquet of `ClusterMember`, the cluster table, and a lookup of what becomes of each document
survivors    Parquet of `Document`
set-aside    Parquet of `Document`: rows that are identical and of which one is to stay
identical    Parquet of `Document`: one of each

What follows reads SURVIVORS, both stages together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import fsspec
import pyarrow.parquet as pq

from curation.dedup.bands import BandKeys
from curation.dedup.boilerplate import (
    BoilerplateConfig,
    CutParagraphs,
    FindRepeated,
    ParagraphKeys,
    WithoutBoilerplate,
    report_boilerplate,
    write_repeated,
)
from curation.dedup.candidates import CandidatesOfTexts, candidates_of_signatures
from curation.dedup.clusters import ChooseCopies, write_fates
from curation.dedup.components import (
    Turned,
    components_in_memory,
    large_star,
    members_of_stars,
    small_star,
    smallest_component,
    write_components,
)
from curation.dedup.config import DuplicatesConfig, MinHashConfig
from curation.dedup.links import link_buckets
from curation.dedup.signatures import SignDocuments
from curation.dedup.survivors import first_of_identical, identical_rows, keep_survivors
from pipelines.engine import Group, Map, ProgressCallback, RunError, RunOptions, Stage, run_stages
from pipelines.engine.stages import needed_for
from schemas.arrow import batch_to_rows
from schemas.dedup import (
    BandKey,
    Boilerplate,
    Candidate,
    ClusterMember,
    Component,
    CutParagraph,
    Link,
    ParagraphKey,
    RepeatedParagraph,
    Signature,
    Sketch,
    TextRow,
)
from schemas.document import Document
from schemas.manifest import Manifest, ShardFile
from schemas.split import Split

# The stages whose documents together are those without duplicates, and the stage without boilerplate.
SURVIVORS = ("survivors", "identical")
WITHOUT_BOILERPLATE = "without-boilerplate"

_ROUNDS = "component-rounds"
# The paper proves O(log^2 n) rounds and sees about log n.
_MOST_ROUNDS = 100


def dedup_stages(
    inputs: Sequence[str],
    config: DuplicatesConfig,
    *,
    partitions: int,
    run: str = "",
    number: int = 0,
) -> list[Stage]:
    """The stages that find and drop the duplicates among the documents of the stages `inputs`.

    A partition of band keys takes about 100 bytes of memory per row, of which there are `config.near.bands`
    and one more per document; one of candidates about 2 kB per document that has duplicates. The folders are
    numbered from `number` on (0: by their places). With `config.components == "rounds"`, `run` is the run
    folder, and the list is for `run_dedup`.
    """
    near, documents = config.near, tuple(inputs)
    sketch = {"near": near}
    stages: list[Stage] = [
        Map(
            name="signatures",
            inputs=documents,
            input=TextRow,
            function=SignDocuments(near),
            output=Signature,
            config=sketch,
        ),
        Map(
            name="bands",
            inputs=("signatures",),
            input=Sketch,
            function=BandKeys(near),
            output=BandKey,
            config=sketch,
        ),
        Group(
            name="links",
            inputs=("bands",),
            input=BandKey,
            key="band",
            partitions=partitions,
            whole=True,
            function=link_buckets,
            output=Link,
        ),
        _components_stage(config, run),
        _candidates_stage(config, documents),
        Group(
            name="clusters",
            inputs=("candidates",),
            input=Candidate,
            key="component",
            partitions=partitions,
            whole=True,
            function=ChooseCopies(config),
            output=ClusterMember,
            config=config.model_dump(exclude={"components"}),
            finish=write_fates,
        ),
        Map(
            name="survivors",
            inputs=documents,
            uses=("clusters",),
            input=Document,
            function=keep_survivors,
            output=Document,
        ),
        Map(
            name="set-aside",
            inputs=documents,
            uses=("clusters",),
            input=Document,
            function=identical_rows,
            output=Document,
        ),
        Group(
            name="identical",
            inputs=("set-aside",),
            input=Document,
            key="id",
            partitions=partitions,
            function=first_of_identical,
            output=Document,
        ),
    ]
    return _numbered(stages, number)


def _components_stage(config: DuplicatesConfig, run: str) -> Stage:
    if config.components == "rounds":
        return Map(
            name="components",
            source=_Rows(_components_folder(run), Component),
            function=_as_they_are,
            output=Component,
            finish=write_components,
        )
    return Group(
        name="components",
        inputs=("links",),
        input=Link,
        key="key",
        partitions=1,
        whole=True,
        function=components_in_memory,
        output=Component,
        finish=write_components,
    )


def _candidates_stage(config: DuplicatesConfig, documents: tuple[str, ...]) -> Stage:
    if config.check == "jaccard":
        # Without MinHash there are exact duplicates alone, for which no shingle is looked at.
        width = (config.near or MinHashConfig()).shingle_words
        return Map(
            name="candidates",
            inputs=documents,
            uses=("components",),
            input=TextRow,
            function=CandidatesOfTexts(width),
            output=Candidate,
            config={"shingle_words": width},
        )
    return Map(
        name="candidates",
        inputs=("signatures",),
        uses=("components",),
        input=Signature,
        function=candidates_of_signatures,
        output=Candidate,
    )


def boilerplate_stages(
    inputs: Sequence[str], config: BoilerplateConfig, *, partitions: int, number: int = 0
) -> list[Stage]:
    """The stages that cut repeated paragraphs out of the documents of the stages `inputs`, best after
    duplicates were dropped, as those repeat all they say. `boilerplate` is the report of what was cut;
    WITHOUT_BOILERPLATE has the documents. The folders are numbered from `number` on (0: by their places).
    """
    documents = tuple(inputs)
    stages: list[Stage] = [
        Map(
            name="paragraphs",
            inputs=documents,
            input=TextRow,
            function=ParagraphKeys(config),
            output=ParagraphKey,
            config={"unit": config.unit, "min_characters": config.min_characters},
        ),
        Group(
            name="repeated",
            inputs=("paragraphs",),
            input=ParagraphKey,
            key="paragraph",
            partitions=partitions,
            whole=True,
            function=FindRepeated(config),
            output=RepeatedParagraph,
            config=config,
            finish=write_repeated,
        ),
        Map(
            name="cut-paragraphs",
            inputs=documents,
            uses=("repeated",),
            input=TextRow,
            function=CutParagraphs(config),
            output=CutParagraph,
            config=config,
        ),
        Group(
            name="boilerplate",
            inputs=("cut-paragraphs",),
            input=CutParagraph,
            key="paragraph",
            partitions=partitions,
            function=report_boilerplate,
            output=Boilerplate,
        ),
        Map(
            name=WITHOUT_BOILERPLATE,
            inputs=documents,
            uses=("repeated",),
            input=Document,
            function=WithoutBoilerplate(config),
            output=Document,
            config=config,
        ),
    ]
    return _numbered(stages, number)


def run_dedup(
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
        _components_by_rounds(_stage_folder(output, stages, links), links.files, output, options, partitions)
    return run_stages(stages, output, options, recipe=recipe, progress=progress)


def _components_by_rounds(
    folder: str, files: Sequence[ShardFile], run: str, options: RunOptions, partitions: int
) -> None:
    """The components of the links in the files, as `components_in_memory` would give them."""
    options = dataclasses.replace(options, until="")
    digests: list[str] | None = None
    for round_number in range(1, _MOST_ROUNDS + 1):
        round_folder = f"{run}/{_ROUNDS}/round-{round_number:02d}"
        stages = _round_stages(_Rows(folder, Link), partitions)
        stars = run_stages(stages, round_folder, options)[-1]
        folder = _stage_folder(round_folder, stages, stars)
        before, digests = digests, [file.sha256 for file in stars.files]
        if digests == before:
            break
    else:
        raise RunError(f"{folder}: components are not found after {_MOST_ROUNDS} rounds; this is a bug")
    run_stages(_last_stages(_Rows(folder, Link), partitions), f"{run}/{_ROUNDS}", options)


def _round_stages(links: _Rows, partitions: int) -> list[Stage]:
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


def _last_stages(links: _Rows, partitions: int) -> list[Stage]:
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


@dataclass(frozen=True)
class _Rows:
    """A source: the rows of a finished stage's Parquet files in another run folder."""

    folder: str
    record: type

    def plan(self) -> list[Split]:
        """A split per file."""
        system, inner = fsspec.core.url_to_fs(self.folder)
        if not system.isdir(inner):
            return []  # a stage without rows on a store that has no empty folders
        names = sorted(path.rsplit("/", 1)[-1] for path in system.ls(inner, detail=False))
        return [
            Split(path=f"{self.folder}/{name}", kind="parquet", size=system.size(f"{inner}/{name}"))
            for name in names
            if name.endswith(".parquet")
        ]

    def read(self, split: Split) -> Iterator[Any]:
        """The file's records."""
        with fsspec.open(split.path, "rb") as file:
            reader = pq.ParquetFile(file, pre_buffer=False)
            for batch in reader.iter_batches(batch_size=1024, use_threads=False):
                yield from batch_to_rows(self.record, batch)


def _as_they_are(records: Iterable[Any]) -> Iterator[Any]:
    yield from records


def _components_folder(run: str) -> str:
    return f"{run}/{_ROUNDS}/20-components"


def _stage_folder(run: str, stages: Sequence[Stage], manifest: Manifest) -> str:
    number = {stage.name: stage.number for stage in stages}[manifest.stage] or 10 * manifest.position
    return f"{run}/{number}-{manifest.stage}"


def _numbered(stages: Sequence[Stage], first: int) -> list[Stage]:
    if not first:
        return list(stages)
    return [dataclasses.replace(stage, number=first + place) for place, stage in enumerate(stages)]
