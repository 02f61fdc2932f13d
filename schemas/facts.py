"""What a page states, and where on the page it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from schemas.keys import Hash64


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
    parentheses and with its article (`the Academy Awards`; `title` has the parentheses); `relation` names
    what is said (`birth-place`), `kind` where it was found (`infobox`, `definition`, `event`, `table`;
    `section` is a passage that can be asked for, `unstated` a relation of which the page says nothing and
    that has no value). `value` is the answer as people write it, `value_type` one of `date`, `place`,
    `person`, `number`, `list`, `text`; `unit` of a number, or empty. `values` are a list's items, else the
    one value. `aliases` are other forms of the answer that are right too. `subject_type` is `person`,
    `place`, `organisation`, `work`, `event`, `taxon` or `thing`, `category` the noun that people use for it
    (`film`, `country`; empty: unknown). `statement` is what the relation alone does not say: an event's
    predicate (`moved to Illinois`), a definition's (`was an American lawyer`), the time that a number is of
    (`in 2021`). Facts with the same `key` answer the same question.
    """

    VERSION: ClassVar[int] = 2

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
    category: str = ""
    statement: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue:
    """The columns of a `Fact` that tell whether it agrees with others of the same key."""

    VERSION: ClassVar[int] = 1

    id: str
    document: str
    relation: str
    kind: str
    value: str
    value_type: str
    values: list[str]
    unit: str
    aliases: list[str]
    statement: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """The columns of a `Document` that tell its revisions apart."""

    VERSION: ClassVar[int] = 1

    id: str
    title: str
    revision: str
    timestamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPage:
    """A page at its newest revision; `key` is a hash of its id, `version` one of its revision and time,
    `name` its title in lower case without parentheses.
    """

    VERSION: ClassVar[int] = 1

    key: Hash64
    version: Hash64
    document: str
    title: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedName:
    """A name that several pages have; `key` is its hash."""

    VERSION: ClassVar[int] = 1

    key: Hash64
    name: str
    titles: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A title that leads to the page called `target`."""

    VERSION: ClassVar[int] = 1

    target: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherNames:
    """The other names of the page called `title`; `key` is the title's hash."""

    VERSION: ClassVar[int] = 1

    key: Hash64
    title: str
    names: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedFact:
    """A question to which facts give answers that do not agree; `hash` is the key's, `values` some of the
    answers, `documents` the pages they are from.
    """

    VERSION: ClassVar[int] = 1

    hash: Hash64
    key: str
    values: list[str]
    documents: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledFact(Fact):
    """A fact that may be a wrong answer to questions about other subjects, or be compared with another:
    `pool` is what such facts have in common (relation and type of subject), `rank` its place in a random
    order.
    """

    VERSION: ClassVar[int] = 1

    pool: str
    rank: Hash64
