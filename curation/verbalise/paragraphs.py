"""Tuples → documents: each subject's tuples from all sources as one paragraph."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curation.seeded import Choices
from curation.verbalise.concepts import Told, tell
from curation.verbalise.config import VerbaliseConfig
from curation.verbalise.events import tell_event
from curation.verbalise.restoration import restored
from curation.verbalise.selection import Selection, select
from curation.verbalise.slips import TYPED, slip, typed_weight
from curation.verbalise.subjects import document_slug, is_about_people, subject_key, subject_of, surface
from curation.verbalise.taggers import load_tagger
from curation.verbalise.tagging import Tagger
from schemas.document import Document
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped
from schemas.subject_tuple import SubjectTuple

SOURCE = "tuples"
# Of the knowledge bases as their publishers give them; another source's is unknown.
LICENCES = {
    "atomic2020": "CC-BY-4.0",
    "atomic2019": "CC-BY-4.0",
    "conceptnet": "CC-BY-SA-4.0",
    "cn100k": "CC-BY-SA-4.0",
    "quasimodo": "CC-BY-2.0",
    "ascent": "CC-BY-4.0",
    "ascentpp": "CC-BY-4.0",
}
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
UNKNOWN_LICENCE = "LicenseRef-unknown"


@dataclass(frozen=True)
class SubjectKeys:
    """Function of a map stage: tuples → tuples with the key of their subject.

    Drops what is not English (`not-english`), heads without a word (`no-subject`), and of a lemmatised
    source what cannot be restored (the reasons of `restored`), of one that people typed or machines mined
    what is no English (those of `slip`). The rows are in English, restored where they were not; of lemmatised
    and typed sources, short tails weigh more.
    """

    def __call__(self, tuples: Iterable[KnowledgeTuple]) -> Iterator[SubjectTuple | Dropped]:
        """One row for each tuple."""
        for row in tuples:
            if row.language != "en" and not row.language.startswith("en-"):
                yield Dropped("not-english", row)
                continue
            said = restored(row)
            if isinstance(said, str):
                yield Dropped(said, row)
                continue
            if reason := slip(said):
                yield Dropped(reason, row)
                continue
            if row.source in TYPED:
                said = dataclasses.replace(said, weight=typed_weight(said))
            key = subject_key(said.head)
            if not key:
                yield Dropped("no-subject", row)
                continue
            yield SubjectTuple(
                subject=key,
                id=row.id,
                source=row.source,
                head=said.head,
                relation=said.relation,
                tail=said.tail,
                weight=said.weight,
                negated=row.negated,
                modality=row.modality,
                facets=row.facets,
                language=row.language,
            )


@dataclass
class SubjectParagraphs:
    """Function of a group stage: a subject's tuples from all sources → one document.

    Drops, as the reasons of `Selection` say, tuples that contradict each other (`contradictory`). Drops
    subjects that cannot be said (`subject-fragment`), none of whose tuples can (`not-sayable`), or which
    have too few (`too-few-tuples`); of these the record is the first tuple. What else was left out is
    counted in the document's metadata.

    The tagger is loaded in the worker, when it is first needed. Raises ValueError when it cannot be loaded.
    """

    config: VerbaliseConfig = field(default_factory=VerbaliseConfig)
    seed: int = 0
    _tagger: Tagger | None = field(default=None, init=False, repr=False, compare=False)

    def __call__(
        self, groups: Iterable[tuple[str, Sequence[KnowledgeTuple]]]
    ) -> Iterator[Document | Dropped]:
        """See the class."""
        if self._tagger is None:
            self._tagger = load_tagger(self.config)
        for key, rows in groups:
            yield from self._paragraph(key, rows, self._tagger)

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_tagger": None}

    def _paragraph(
        self, key: str, rows: Sequence[KnowledgeTuple], tagger: Tagger
    ) -> Iterator[Document | Dropped]:
        selection = select(key, rows, self.config, self.seed)
        for row in selection.contradicting:
            yield Dropped("contradictory", row)
        chosen = selection.chosen
        if not chosen:
            return
        if len(chosen) < self.config.min_tuples:
            yield Dropped("too-few-tuples", chosen[0])
            return
        choices = Choices(self.seed, key)
        head = surface(chosen)
        if is_about_people(key):
            told = tell_event(head, chosen, tagger, choices, self.config.people)
        else:
            subject = subject_of(head, [row.relation for row in chosen], tagger, choices)
            if subject is None:
                yield Dropped("subject-fragment", chosen[0])
                return
            told = tell(subject, head, chosen, tagger, choices)
        if not told.text or not told.tuples:
            yield Dropped("subject-fragment" if told.unsaid["subject-fragment"] else "not-sayable", chosen[0])
            return
        yield _document(key, head, rows, selection, told)


def _document(
    key: str, head: str, rows: Sequence[KnowledgeTuple], selection: Selection, told: Told
) -> Document:
    left_out = Counter(selection.left_out)
    left_out.update(told.unsaid)
    sources = sorted({row.source for row in told.tuples})
    agreeing = {
        row.id: selection.agreeing[row.id] for row in told.tuples if selection.agreeing.get(row.id, 1) > 1
    }
    return Document(
        id=f"{SOURCE}:{document_slug(key)}",
        source=SOURCE,
        url="",
        title=unicodedata.normalize("NFC", head),
        text=unicodedata.normalize("NFC", told.text),
        language="en",
        licence=" AND ".join(sorted({LICENCES.get(source, UNKNOWN_LICENCE) for source in sources})),
        revision="",
        timestamp="",
        links=[],
        infobox=[],
        constructs={"tuple": len(told.tuples)},
        lost_templates={},
        metadata={
            "subject": key,
            "tuples": _json([row.id for row in told.tuples]),
            "statements": _json([[row.relation, row.tail, row.negated] for row in told.tuples]),
            "sources": _json(sources),
            "tuples_read": str(len(rows)),
            "agreeing_sources": _json(agreeing),
            "left_out": _json(left_out),
        },
    )
