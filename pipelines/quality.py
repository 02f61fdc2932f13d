"""Documents → scores → decisions → the documents that are wanted.

scores      Parquet of `QualityScores`: what each document measures, and its language
decisions   Parquet of `QualityDecision`, and a lookup: what the thresholds make of the scores
clean       Parquet of `Document`: those wanted, without notices, with placeholders such as `<EMAIL>`

Other thresholds redo the last two, of which the first reads no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

from curation.quality.clean import CleanDocuments
from curation.quality.config import QualityConfig
from curation.quality.decide import REASONS, DecideQuality, write_decisions
from curation.quality.measure import MEASURED_CHARACTERS, MeasureDocuments
from pipelines.engine import Map, Stage
from schemas.document import Document
from schemas.quality import QualityDecision, QualityScores

# The stage that others read.
CLEAN = "clean"


def quality_stages(
    inputs: Sequence[str], config: QualityConfig, *, numbers: tuple[int, int, int] = (0, 0, 0)
) -> list[Stage]:
    """The stages for the documents of the stages `inputs`; what follows reads `CLEAN`. `numbers` are those of
    the three folders (0: by their places).
    """
    documents = tuple(inputs)
    return [
        Map(
            name="scores",
            number=numbers[0],
            inputs=documents,
            input=Document,
            function=MeasureDocuments(),
            output=QualityScores,
            config={"measured_characters": MEASURED_CHARACTERS, "language_model": _version("py3langid")},
        ),
        Map(
            name="decisions",
            number=numbers[1],
            inputs=("scores",),
            input=QualityScores,
            function=DecideQuality(config),
            output=QualityDecision,
            config=_thresholds(config),
            finish=write_decisions,
        ),
        Map(
            name=CLEAN,
            number=numbers[2],
            inputs=documents,
            uses=("decisions",),
            input=Document,
            function=CleanDocuments(config),
            output=Document,
            config={
                "kinds": {
                    name: kind.model_dump(include={"sources", "notices", "pii"})
                    for name, kind in dict(config).items()
                },
                "numbering_plans": _version("phonenumbers"),
            },
        ),
    ]


def _version(package: str) -> str:
    """Of a package whose data decides what is written."""
    return f"{package} {metadata.version(package)}"


def _thresholds(config: QualityConfig) -> dict[str, object]:
    """What decisions depend on: the thresholds that hold, by kind, and how reasons are written down."""
    kinds = {
        name: kind.model_dump(exclude={"notices", "pii", "sets", "rules"})
        | {"rules": {rule.reason: rule.threshold for rule in kind.rule_set().rules}}
        for name, kind in dict(config).items()
    }
    return {"kinds": kinds, "reasons": REASONS}
