"""What a template is: a sentence with marks, and how its tails are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from curation.verbalise.function_word_tags import Expected
from curation.verbalise.phrases import Kind

# How a tail is written: `np` with article, `number` the same in the subject's number, `base` (get money),
# `gerund`, `participle`, `plain` as it is, `place` with a preposition, `you` (you are hungry), `quoted`,
# `verbatim` not even tidied.
Form: TypeAlias = Literal[
    "np", "number", "base", "gerund", "participle", "plain", "place", "you", "quoted", "verbatim"
]


@dataclass(frozen=True, slots=True)
class Template:
    """A pattern and how its tails are written and joined."""

    pattern: str
    form: Form
    joint: str = "and"

    @property
    def plain_only(self) -> bool:
        """Whether it has no place for `not` and adverbs."""
        return "[" not in self.pattern


Options: TypeAlias = tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class RelationTemplates:
    """What a relation expects as a tail, and its templates by the kind of phrase that the tail is. Kinds that
    are not there cannot be said.
    """

    expected: Expected
    things: Mapping[Kind, Options]
    events: Mapping[Kind, Options] | None = None


def options(*patterns: str, form: Form, joint: str = "and") -> Options:
    """Templates that write their tails in one form."""
    return tuple(Template(pattern, form, joint) for pattern in patterns)


def kinds(**by_kind: Options) -> dict[Kind, Options]:
    """Templates by the kind of phrase."""
    return by_kind  # type: ignore[return-value]


def same(options: Options, kinds: str) -> dict[Kind, Options]:
    """The same templates for several kinds of phrase."""
    return dict.fromkeys(kinds.split(), options)  # type: ignore[arg-type]


def np_or_gerund(*patterns: str, joint: str = "and") -> dict[Kind, Options]:
    """Templates for things and for activities."""
    noun = options(*patterns, form="np", joint=joint)
    activity = options(*patterns, form="gerund", joint=joint)
    return {"noun": noun, "gerund": activity, "verb": activity}
