"""A page that facts are read from: its text, its parts, its subject, and how a fact about it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from curation.facts.naming import fact_id, fact_key, folded
from curation.facts.outline import Outline, Paragraph, outline
from curation.facts.sentences import sentences
from curation.facts.subjects import Subject, bare_title, read_subject
from schemas.document import Document
from schemas.facts import Evidence, Fact


@dataclass(frozen=True, slots=True)
class Page:
    """Read once, used by all extractors. `name` is how questions name the subject, empty if there is no name
    that no other page has; `is_shared` tells of a folded name whether several pages have it. `cut` holds
    the sentences of paragraphs, by where these begin.
    """

    document: Document
    parts: Outline
    subject: Subject
    name: str
    is_shared: Callable[[str], bool]
    cut: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def evidence(self, start: int, end: int) -> Evidence:
        """The passage of the text."""
        return Evidence(document=self.document.id, start=start, end=end, text=self.document.text[start:end])

    def fact(
        self,
        relation: str,
        kind: str,
        value: str,
        value_type: str,
        evidence: Sequence[Evidence],
        *,
        values: Sequence[str] = (),
        aliases: Iterable[str] = (),
        unit: str = "",
        statement: str = "",
        about: str = "",
        subject_type: str = "",
        category: str = "",
    ) -> Fact:
        """A fact about the page's subject, or about `about`, of that type and category."""
        name = about or self.name
        asked = about or self.document.title
        return Fact(
            id=fact_id(self.document.id, relation, name, statement, value, str([e.start for e in evidence])),
            document=self.document.id,
            source=self.document.source,
            title=self.document.title,
            subject=name,
            subject_type=subject_type or self.subject.kind.subject_type,
            relation=relation,
            kind=kind,
            value=value,
            value_type=value_type,
            values=list(values) or ([value] if value else []),
            unit=unit,
            aliases=list(dict.fromkeys(alias for alias in aliases if alias and alias != value)),
            evidence=list(evidence),
            category=category if about else self.subject.kind.category,
            statement=statement,
            key=fact_key(asked, relation, statement if relation != "definition" else ""),
        )

    def sentences(self, paragraph: Paragraph) -> Iterable[tuple[int, int]]:
        """The paragraph's sentences, as places in the document's text. Cut once, for all that read them."""
        if paragraph.start not in self.cut:
            self.cut[paragraph.start] = [
                (paragraph.start + start, paragraph.start + end) for start, end in sentences(paragraph.text)
            ]
        return self.cut[paragraph.start]


def read_page(document: Document, is_shared: Callable[[str], bool] = lambda name: False) -> Page:
    """The document, read for facts."""
    parts = outline(document)
    subject = read_subject(document, parts)
    bare = bare_title(document.title)
    ambiguous = bare != document.title or is_shared(folded(bare))
    name = subject.qualified if ambiguous else subject.name
    return Page(document, parts, subject, name if len(name) > 1 else "", is_shared)
