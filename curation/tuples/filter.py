"""Statements that are worth learning from, and the reason for each that is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field, field_validator

from curation.tuples import rules, wording
from curation.tuples.offensive import offensive_words, read_words
from curation.tuples.rules import Rule, Triggered
from curation.tuples.words import words_of
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped

# The publishers' weights mean different things: ConceptNet's is 1 for one contributor and less for what was
# voted down or made by machine; Quasimodo's is a classifier's score, crowded near 1; ASCENT's is a number of
# sentences; ASCENT++'s is a model's estimate of how often it is so.
MIN_WEIGHTS = {"conceptnet": 1.0, "quasimodo": 0.9, "ascent": 2.0, "ascentpp": 0.5}

RULES = (
    "language",
    "untyped-relation",
    "lexical-relation",
    "personality",
    "opinion",
    "vague-predicate",
    "low-weight",
    "no-tail",
    "script",
    "too-short",
    "too-long",
    "blanks",
    "not-words",
    "self-loop",
    "vague-head",
    "vague-tail",
    "unresolved",
    "dated",
    "wrong-form",
    "offensive",
    "sexual",
    "stereotype",
)


class TupleFilterConfig(BaseModel):
    """Which statements are kept. The first rule that says no, in the order of `RULES`, gives the reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    languages: tuple[str, ...] = Field(default=("en",), description="Languages to keep, BCP 47.")
    skip: tuple[str, ...] = Field(default=(), description="Rules that are not applied, by their reasons.")
    min_weight: dict[str, float] = Field(
        default=MIN_WEIGHTS, description="The least weight by source; a source not named has none."
    )
    personality_relations: tuple[str, ...] = Field(
        default=("xAttr",), description="Relations that judge somebody's character."
    )
    min_characters: int = Field(default=2, ge=1, description="Of a head, and of a tail.")
    max_head_words: int = Field(default=10, ge=1, description="A longer head is a sentence.")
    max_predicate_words: int = Field(default=5, ge=1, description="Of a free-text predicate.")
    max_tail_words: int = Field(default=15, ge=1, description="A longer tail is a sentence.")
    max_blanks: int = Field(default=1, ge=0, description="Places left open (`___`) in a head.")
    offensive_words: str = Field(
        default="", description="A file with one word in each line, in place of the built-in list."
    )

    @field_validator("skip")
    @classmethod
    def _known(cls, skip: tuple[str, ...]) -> tuple[str, ...]:
        for name in skip:
            if name not in RULES:
                near = difflib.get_close_matches(name, RULES, n=1)
                hint = f"did you mean {near[0]}?" if near else f"the rules are {', '.join(RULES)}"
                raise ValueError(f"there is no rule {name!r}: {hint}")
        return skip

    def words(self) -> frozenset[str]:
        """The offensive words. Raises ValueError for a list that cannot be read."""
        return read_words(self.offensive_words) if self.offensive_words else offensive_words()

    def rules(self, offensive: frozenset[str] | None = None) -> list[Rule]:
        """The rules with their thresholds, in order; the offensive words are read if they are not given.
        Raises ValueError for a list of words that cannot be read.
        """
        if offensive is None:
            offensive = self.words()
        made: list[Rule] = [
            rules.OtherLanguage(frozenset(self.languages)),
            rules.UntypedRelation(),
            rules.LexicalRelation(),
            rules.Personality(frozenset(self.personality_relations)),
            rules.Opinion(),
            rules.VaguePredicate(),
            rules.LowWeight(self.min_weight),
            wording.NoTail(),
            wording.OtherScript(),
            wording.TooShort(self.min_characters),
            wording.TooLong(self.max_head_words, self.max_predicate_words, self.max_tail_words),
            wording.Blanks(self.max_blanks),
            wording.NotWords(),
            wording.SelfLoop(),
            wording.VagueHead(),
            wording.VagueTail(),
            wording.Unresolved(),
            wording.Dated(),
            wording.WrongForm(),
            wording.Offensive(offensive),
            wording.Sexual(),
            wording.Stereotype(),
        ]
        return [rule for rule in made if rule.reason not in self.skip]


@dataclass
class FilterTuples:
    """Function of a map stage: statements → those worth learning from.

    Drops the others, each with the reason of the first rule that it breaks. `offensive` are the offensive
    words,
    where they have been read before; workers need no file then.
    """

    config: TupleFilterConfig = field(default_factory=TupleFilterConfig)
    offensive: frozenset[str] | None = None

    def __call__(self, statements: Iterable[KnowledgeTuple]) -> Iterator[KnowledgeTuple | Dropped]:
        """See the class."""
        rules = self.config.rules(self.offensive)
        by_kind = [rule for rule in rules if rule.reads == "kind"]
        by_weight = [(rule.unwanted, rule.reason) for rule in rules if rule.reads == "weight"]
        by_words = [(rule.unwanted, rule.reason) for rule in rules if rule.reads == "words"]
        by_some = [(rule.unwanted, rule.reason) for rule in rules if rule.reads == "some words"]
        some = frozenset[str]().union(*(rule.triggers for rule in rules if isinstance(rule, Triggered)))
        kinds: dict[tuple[str, str], str] = {}
        last, head = "", words_of("")
        for said in statements:
            kind = said.relation, said.language
            reason = kinds.get(kind)
            if reason is None:
                if len(kinds) >= _MOST_KINDS:
                    kinds.clear()
                reason = kinds[kind] = _reason(by_kind, said)
            if reason:
                yield Dropped(reason, said)
                continue
            for unwanted, reason in by_weight:
                if unwanted(said, (), ()):
                    yield Dropped(reason, said)
                    break
            else:
                if said.head != last:  # rows about the same head mostly follow each other
                    last, head = said.head, words_of(said.head)
                tail = words_of(said.tail)
                for unwanted, reason in by_words:
                    if unwanted(said, head, tail):
                        yield Dropped(reason, said)
                        break
                else:
                    # Most statements have none of the words that these rules ask about.
                    if not some.isdisjoint(head) or not some.isdisjoint(tail):
                        for unwanted, reason in by_some:
                            if unwanted(said, head, tail):
                                yield Dropped(reason, said)
                                break
                        else:
                            yield said
                    else:
                        yield said


# Relations times languages; free-text predicates make them many.
_MOST_KINDS = 1 << 16


def _reason(by_kind: list[Rule], said: KnowledgeTuple) -> str:
    """The reason of the first rule that says no, empty if none does."""
    return next((rule.reason for rule in by_kind if rule.unwanted(said, (), ())), "")
