"""What a page states, and where on the page it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of a document: `text` is its characters `start` to `end` (end exclusive, in code points of
    `Document.text`). A value that stands in an infobox and not in the text has `start` = `end` = -1, and
    `text` is the row as people read it.
    """

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement about a page's subject, with what it is proved by.

    `id` is stable across runs and machines; `subject` the entity's name as prose has it, without a title's
    parentheses (`title` has them); `relation` names what is said (`birth-place`), `kind` where it was found
    (`infobox`, `definition`, `event`, `table`). `value` is the answer as people write it, `value_type` one of
    `date`, `place`, `person`, `number`, `list`, `text`; `unit` of a number, or empty. `values` are a list's
    items, else the one value. `aliases` are other forms of the answer that are right too. `subject_type` is
    `person`, `place`, `organisation`, `work`, `event`, `taxon` or `thing`.
    """

    VERSION: ClassVar[int] = 1

    id: str
    document: str
    source: str
    title: str
    subject: str
    subject_type: str
    relation: str
    kind: str
    value: str
    value_type: str
    values: list[str]
    unit: str = ""
    aliases: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
