"""Documents → facts → questions about them.

redirects       Parquet of `Redirect`; other-names: Arrow files of `OtherNames`, and a lookup of titles
page-versions   Parquet of `NamedPage`, and a lookup: the newest revision of each page
shared-names    Parquet of `SharedName`, and a lookup: names that several pages have
facts           Parquet of `Fact`: what each page states, with evidence
contested       Parquet of `ContestedFact`, and a lookup: keys to which pages give different answers
pooled-facts    Parquet of `PooledFact`: of each shard, a sample of each relation's facts
fact-pools      Parquet of `PooledFact`, and one file of them: the corpus's sample
questions       Parquet of `Question`

Another mixture redoes the last alone, another seed the last three.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

from curation.facts.contested import find_contested, write_contested
from curation.facts.extract import DocumentsToFacts
from curation.facts.pages import newest_pages, shared_names, write_names, write_pages
from curation.facts.redirects import other_names, write_other_names
from curation.questions.config import QuestionsConfig
from curation.questions.make import FactsToQuestions
from curation.questions.pools import MergePools, PoolFacts, write_pools
from pipelines.engine import Group, Map, Stage
from pipelines.engine.stages import numbered
from pipelines.sources.redirects import RedirectsOfDumps
from pipelines.stage_rows import as_they_are
from schemas.document import Document
from schemas.facts import (
    ContestedFact,
    Fact,
    FactValue,
    NamedPage,
    OtherNames,
    PageHead,
    PooledFact,
    Redirect,
    SharedName,
)
from schemas.questions import Question

# The stages that others read.
OTHER_NAMES = "other-names"
FACTS = "facts"
QUESTIONS = "questions"


def question_stages(
    inputs: Sequence[str],
    config: QuestionsConfig,
    *,
    seed: int,
    partitions: int,
    number: int = 0,
    redirects: RedirectsOfDumps | None = None,
) -> list[Stage]:
    """The stages for the documents of the stages `inputs`; what follows reads `QUESTIONS`. The seven folders
    are numbered from `number` on (0: by their places), those of `redirects`, if there are any, come last.
    """
    documents = tuple(inputs)
    size = config.wrong.pool_size
    stages: list[Stage] = [
        Group(
            name="page-versions",
            inputs=documents,
            input=PageHead,
            key="id",
            partitions=partitions,
            function=newest_pages,
            output=NamedPage,
            finish=write_pages,
        ),
        Group(
            name="shared-names",
            inputs=("page-versions",),
            input=NamedPage,
            key="name",
            partitions=partitions,
            function=shared_names,
            output=SharedName,
            finish=write_names,
        ),
        Map(
            name=FACTS,
            inputs=documents,
            uses=("page-versions", "shared-names", *((OTHER_NAMES,) if redirects else ())),
            input=Document,
            function=DocumentsToFacts(),
            output=Fact,
            version=2,
            config={"inflections": f"lemminflect {metadata.version('lemminflect')}"},
        ),
        Group(
            name="contested",
            inputs=(FACTS,),
            input=FactValue,
            key="key",
            partitions=partitions,
            function=find_contested,
            output=ContestedFact,
            finish=write_contested,
        ),
        Map(
            name="pooled-facts",
            inputs=(FACTS,),
            uses=("contested",),
            input=Fact,
            function=PoolFacts(seed, size),
            output=PooledFact,
            config={"seed": seed, "size": size},
        ),
        Group(
            name="fact-pools",
            inputs=("pooled-facts",),
            input=PooledFact,
            key="pool",
            partitions=partitions,
            function=MergePools(size),
            output=PooledFact,
            config={"size": size},
            finish=write_pools,
        ),
        Group(
            name=QUESTIONS,
            inputs=(FACTS,),
            uses=("contested", "fact-pools"),
            input=Fact,
            key="document",
            partitions=partitions,
            function=FactsToQuestions(config, seed),
            output=Question,
            version=2,
            config={"config": config, "seed": seed},
        ),
    ]
    names = redirect_stages(redirects, partitions) if redirects else []
    return [*numbered(names, number and number + len(stages)), *numbered(stages, number)]


def redirect_stages(source: RedirectsOfDumps, partitions: int) -> list[Stage]:
    """The redirects of dumps, and by title the other names of pages."""
    return [
        Map(
            name="redirects",
            source=source,
            function=as_they_are,
            output=Redirect,
            config={"wikis": source.settings()},
        ),
        Group(
            name=OTHER_NAMES,
            inputs=("redirects",),
            input=Redirect,
            key="target",
            partitions=partitions,
            function=other_names,
            output=OtherNames,
            format="arrow",
            finish=write_other_names,
        ),
    ]
