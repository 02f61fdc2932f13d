"""Questions and their responses together, by the page that they are about; and those pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from curation.lookup import U64, Lookup, write_lookup
from curation.scoring.parts import gather
from schemas.document import Document
from schemas.keys import text_key
from schemas.manifest import Manifest
from schemas.questions import Question
from schemas.responses import QuestionPart
from schemas.verdicts import Asked, PagePart

_LOOKUP = "asked"


def is_open(question: Question) -> bool:
    """Whether answers to it are judged by their claims: it has no accepted answers, but its page has one."""
    return not question.answers and question.kind != "unanswerable"


def answered_questions(groups: Iterable[tuple[str, list[QuestionPart]]]) -> Iterator[PagePart]:
    """Function of a group stage, by question: the open questions that have responses, by their page.

    Responses without their question are left to the stage that scores them, which rejects them.
    """
    for _, parts in groups:
        material = gather(parts)
        responses = {response.id: response for response in material.responses}
        if material.questions and responses and is_open(material.questions[0]):
            question = material.questions[0]
            answered = Asked(question=question, responses=[responses[name] for name in sorted(responses)])
            page = question.documents[0]
            yield PagePart(page=text_key(page), document=page, pages=[], asked=[answered])


def write_asked(folder: str, manifest: Manifest) -> None:
    """Called when all answered questions are there: writes the lookup of the pages that they are about."""
    write_lookup(folder, _LOOKUP, manifest.files, ("page",), _ones)


def pages_asked_about(documents: Iterable[Document], folder: str) -> Iterator[PagePart]:
    """Function of a map stage that uses the stage of the answered questions, in `folder`: their pages."""
    wanted = Lookup(folder, _LOOKUP)
    for document in documents:
        key = text_key(document.id)
        if wanted.get(key) is not None:
            yield PagePart(page=key, document=document.id, pages=[document], asked=[])


def _ones(batch: pa.RecordBatch) -> U64:
    return np.ones(len(batch), np.uint64)
