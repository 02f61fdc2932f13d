"""Documents → documents without boilerplate: paragraphs that many documents share are cut out.

paragraphs            Parquet of `ParagraphKey`
repeated              Parquet of `RepeatedParagraph`, and a lookup
cut-paragraphs        Parquet of `CutParagraph`
boilerplate           Parquet of `Boilerplate`, the report of what was cut
without-boilerplate   Parquet of `Document`
"""

from __future__ import annotations

from collections.abc import Sequence

from curation.dedup.boilerplate import (
    BoilerplateConfig,
    CutParagraphs,
    FindRepeated,
    ParagraphKeys,
    WithoutBoilerplate,
    report_boilerplate,
    write_repeated,
)
from pipelines.engine import Group, Map, Stage
from pipelines.engine.stages import numbered
from schemas.dedup import Boilerplate, CutParagraph, ParagraphKey, RepeatedParagraph, TextRow
from schemas.document import Document

# The stage that others read.
WITHOUT_BOILERPLATE = "without-boilerplate"


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
    return numbered(stages, number)
