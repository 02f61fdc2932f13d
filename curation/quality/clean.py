"""Documents → those that are wanted, without notices and without what points to persons."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.pii.replacing import PiiKind, replace_pii
from curation.quality.config import KindConfig, QualityConfig
from curation.quality.decide import Decisions
from curation.quality.notices import without_notices
from curation.quality.rules import EMPTY
from schemas.document import Document, InfoboxRow
from schemas.outcome import Dropped, Rejected
from schemas.quality import document_key

# What `constructs` of a document counts: lines taken out, and placeholders, as `pii-email`.
NOTICE_LINE = "notice-line"
PII = "pii-"


@dataclass(frozen=True)
class CleanDocuments:
    """Function of a map stage that uses the stage of decisions: documents → documents.

    Drops those that are not wanted, by the first reason. A document about which nothing was decided, as its
    scoring failed, is rejected (`undecided`). One whose language its source does not know gets the language
    identified.
    """

    config: QualityConfig

    def __call__(self, documents: Iterable[Document], folder: str) -> Iterator[Document | Dropped | Rejected]:
        """See the class."""
        decisions = Decisions(folder)
        for document in documents:
            decision = decisions.get(document_key(document))
            if decision is None:
                yield Rejected(
                    "undecided", document.id, "there are no scores of this document", document.text
                )
                continue
            reason, language = decision
            if reason:
                yield Dropped(reason, document)
                continue
            cleaned = clean(document, self.config.kind_of(document.source), language)
            yield cleaned if cleaned.text else Dropped(EMPTY, document)


def clean(document: Document, kind: KindConfig, language: str) -> Document:
    """The document as its kind of source wants it, in this language."""
    text, notices = without_notices(document.text) if kind.notices else (document.text, 0)
    text, counts = replace_pii(text, kind.pii)
    infobox = [_row(row, kind.pii) for row in document.infobox]
    added = Counter({NOTICE_LINE: notices, **{f"{PII}{name}": count for name, count in counts.items()}})
    return dataclasses.replace(
        document,
        text=text,
        language=language,
        infobox=infobox,
        constructs={**document.constructs, **{name: count for name, count in added.items() if count}},
    )


def _row(row: InfoboxRow, kinds: tuple[PiiKind, ...]) -> InfoboxRow:
    value, found = replace_pii(row.value, kinds)
    return dataclasses.replace(row, value=value) if found else row
