"""Tuples written by us, through both stages of the verbaliser."""

from collections.abc import Sequence

from curation.tuples.row import statement
from curation.verbalise import SubjectKeys, SubjectParagraphs, VerbaliseConfig
from pipelines.engine import Group, Map
from pipelines.engine.testing import Applied, apply_group, apply_map
from schemas.document import Document
from schemas.knowledge import KnowledgeTuple
from schemas.subject_tuple import SubjectTuple


def said(head: str, relation: str, tail: str, source: str = "atomic2020", **more: object) -> KnowledgeTuple:
    """One tuple, with the id that the readers give it."""
    return statement(source, head, relation, tail, **more)  # type: ignore[arg-type]


def verbalise(
    rows: Sequence[KnowledgeTuple], config: VerbaliseConfig | None = None, seed: int = 0, partitions: int = 1
) -> Applied:
    """Both stages, by the engine's own code."""
    config = config or VerbaliseConfig()
    keyed = apply_map(
        Map(name="subjects", input=KnowledgeTuple, function=SubjectKeys(), output=SubjectTuple), rows
    )
    stage = Group(
        name="paragraphs",
        input=SubjectTuple,
        key="subject",
        partitions=partitions,
        function=SubjectParagraphs(config, seed),
        output=Document,
        config={"verbalise": config, "seed": seed},
    )
    applied = apply_group(stage, keyed.rows)
    applied.dropped = keyed.dropped + applied.dropped
    return applied
