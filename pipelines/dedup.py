"""Documents → documents without duplicates, and the cluster table.

signatures   Parquet of `Signature`, a row per document
existing     the same of earlier runs, if there are any to compare with
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

from collections.abc import Sequence

from curation.dedup.bands import BandKeys
from curation.dedup.candidates import CandidatesOfTexts, candidates_of_signatures
from curation.dedup.clusters import ChooseCopies, write_fates
from curation.dedup.components import components_in_memory, write_components
from curation.dedup.config import DuplicatesConfig, MinHashConfig
from curation.dedup.links import link_buckets
from curation.dedup.signatures import SignDocuments
from curation.dedup.survivors import first_of_identical, identical_rows, keep_survivors
from pipelines.component_rounds import components_of_rounds
from pipelines.engine import Group, Map, Stage
from pipelines.engine.stages import numbered
from pipelines.stage_rows import SIGNATURES, SignaturesOfRuns, as_they_are
from schemas.dedup import BandKey, Candidate, ClusterMember, Component, Link, Signature, Sketch, TextRow
from schemas.document import Document

EXISTING, CANDIDATES = "existing", "candidates"
# The stages whose documents together are those without duplicates.
SURVIVORS = ("survivors", "identical")


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
    folder, and the list is for `run_with_rounds`.
    """
    near, documents = config.near, tuple(inputs)
    signatures = (SIGNATURES, EXISTING) if config.against else (SIGNATURES,)
    sketch = {"near": near}
    stages: list[Stage] = [
        Map(
            name=SIGNATURES,
            inputs=documents,
            input=TextRow,
            function=SignDocuments(near),
            output=Signature,
            config=sketch,
        ),
        Map(
            name="bands",
            inputs=signatures,
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
        _candidates_stage(config, documents, signatures),
        Group(
            name="clusters",
            inputs=(CANDIDATES,),
            input=Candidate,
            key="component",
            partitions=partitions,
            whole=True,
            function=ChooseCopies(config),
            output=ClusterMember,
            config=config.model_dump(exclude={"components", "against"}),
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
    stages = numbered(stages, number)
    if config.against:
        stages.insert(1, _existing_stage(config, number + 9 if number else 0))
    return stages


def _existing_stage(config: DuplicatesConfig, number: int) -> Stage:
    return Map(
        name=EXISTING,
        number=number,
        source=SignaturesOfRuns(config.against, config.near),
        function=as_they_are,
        output=Signature,
        config={"against": config.against, "near": config.near},
    )


def _components_stage(config: DuplicatesConfig, run: str) -> Stage:
    if config.components == "rounds":
        return components_of_rounds(run)
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


def _candidates_stage(
    config: DuplicatesConfig, documents: tuple[str, ...], signatures: tuple[str, ...]
) -> Stage:
    if config.check == "jaccard":
        # Without MinHash there are exact duplicates alone, for which no shingle is looked at.
        width = (config.near or MinHashConfig()).shingle_words
        return Map(
            name=CANDIDATES,
            inputs=documents,
            uses=("components",),
            input=TextRow,
            function=CandidatesOfTexts(width),
            output=Candidate,
            config={"shingle_words": width},
        )
    return Map(
        name=CANDIDATES,
        inputs=signatures,
        uses=("components",),
        input=Signature,
        function=candidates_of_signatures,
        output=Candidate,
    )
