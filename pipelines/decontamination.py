"""Documents → documents without evaluation items, and the report of what was found.

evaluation-items     Parquet of `EvaluationItem`, and an index of their n-grams
overlaps             Parquet of `Overlap`: what documents have of which item, and a lookup of the documents
contaminated-items   Parquet of `FoundItem`: the same by item
decontaminated       Parquet of `Document`

A changed evaluation file redoes all of them. Another `min_share` redoes all but the first; another action,
the last alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from curation.decontamination.config import DecontaminationConfig, IndexConfig
from curation.decontamination.index import CountWords, WriteIndex
from curation.decontamination.report import FOUND_STAGE, ITEMS_STAGE, OVERLAPS_STAGE, report_items
from curation.decontamination.source import EvaluationFiles
from curation.decontamination.stages import Decontaminate, FindOverlaps, write_overlapping
from pipelines.engine import Group, Map, Stage
from schemas.decontamination import CheckedText, EvaluationItem, FoundItem, Overlap
from schemas.document import Document

# The stage that others read.
DECONTAMINATED = "decontaminated"


def decontamination_stages(
    inputs: Sequence[str],
    config: DecontaminationConfig,
    *,
    partitions: int,
    numbers: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> list[Stage]:
    """The stages for the documents of the stages `inputs`; what follows reads `DECONTAMINATED`. `numbers` are
    those of the four folders (0: by their places).
    """
    documents = tuple(inputs)
    index = IndexConfig(**{name: getattr(config, name) for name in IndexConfig.model_fields})
    return [
        Map(
            name=ITEMS_STAGE,
            number=numbers[0],
            source=EvaluationFiles(config.sets),
            function=CountWords(),
            output=EvaluationItem,
            config=index,
            finish=WriteIndex(index),
        ),
        Map(
            name=OVERLAPS_STAGE,
            number=numbers[1],
            inputs=documents,
            uses=(ITEMS_STAGE,),
            input=CheckedText,
            function=FindOverlaps(config),
            output=Overlap,
            version=2,
            config={"min_share": config.min_share, "report_share": config.report_share},
            finish=write_overlapping,
        ),
        Group(
            name=FOUND_STAGE,
            number=numbers[2],
            inputs=(OVERLAPS_STAGE,),
            input=Overlap,
            key="item",
            partitions=partitions,
            function=report_items,
            output=FoundItem,
        ),
        Map(
            name=DECONTAMINATED,
            number=numbers[3],
            inputs=documents,
            uses=(ITEMS_STAGE, OVERLAPS_STAGE),
            input=Document,
            function=Decontaminate(config),
            output=Document,
            config={"min_share": config.min_share, "action": config.action, "mask": config.mask},
        ),
    ]
