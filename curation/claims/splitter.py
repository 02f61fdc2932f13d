"""Responses into claims, offline."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from curation.claims.clauses import Statement, statements
from curation.claims.pronouns import resolved, topic_pronoun
from curation.claims.sentences import sentence_spans
from curation.claims.uncheckable import OTHER, why_not_checkable
from curation.claims.words import can_be_finite
from schemas.outcome import Rejected
from schemas.responses import Claim, Response

_MARKER = re.compile(r"(?:[-*•–]|\d{1,3}[.)]|#{1,6}|>)\s+")
_REFERENCE = re.compile(r"\s*\[\d{1,3}(?:,\s*\d{1,3})*\]")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|`")
_PREFACE = re.compile(
    r"(?:it(?:['’]s| is) (?:also )?(?:worth (?:noting|mentioning)|important to note|(?:well )?known) that|"
    r"(?:please )?note that|in fact,|additionally,|furthermore,|moreover,|however,|overall,|in addition,|"
    r"in conclusion,|finally,|yes,|no,|according to (?:the|these) (?:search results|sources),)\s+",
    re.IGNORECASE,
)


class SplitterConfig(BaseModel):
    """How responses are split into claims without a language model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clauses: bool = Field(
        default=True,
        description="Cut sentences into statements: predicates, relative clauses, appositions and list items "
        "each by itself. Otherwise every sentence is one claim.",
    )
    spacy_model: str = Field(
        default="",
        description="A spaCy model with a parser, which must be installed: its parses say where clauses are, "
        "instead of the rules. They give other claims.",
    )
    max_claims: int = Field(
        default=200, ge=1, description="Claims of one response; what follows becomes one claim per sentence."
    )


@dataclass
class OfflineSplitter:
    """Splits responses by rules. Raises ValueError if the spaCy model that is named is not installed."""

    config: SplitterConfig

    def __post_init__(self) -> None:
        self._cut: Callable[[str, int, int], list[Statement]] = statements
        if self.config.spacy_model:
            from curation.claims.parses import load_cutter  # noqa: PLC0415 (spaCy takes seconds to import)

            self._cut = load_cutter(self.config.spacy_model)

    def split(self, response: Response, topic: str) -> list[Claim] | Rejected:
        """The claims in the order of the text, those that cannot be checked among them. `topic` is what the
        response is about, as prose names it; empty: not known, and pronouns stay.
        """
        text = response.text
        spans = sentence_spans(text)
        pronoun = topic_pronoun((text[start:end] for start, end in spans), topic)
        claims: list[Claim] = []
        intro = ""
        for start, end in spans:
            sentence = text[start:end]
            plain = _MARKER.sub("", sentence, count=1) if _MARKER.match(sentence) else sentence
            item = plain is not sentence
            if plain.rstrip("*_ ").endswith(":"):
                intro = _clean(plain).rstrip(": ")
            elif not item:
                intro = ""
            for found, reason in self._claims(text, start, end, len(claims) < self.config.max_claims):
                said = found.text
                if not reason:
                    said = _fragment(resolved(said, topic, pronoun), topic, intro if item else "")
                claims.append(
                    Claim(
                        id=f"{response.id}/{len(claims)}",
                        response=response.id,
                        question=response.question,
                        text=_sentence(said) or text[found.start : found.end],
                        start=found.start,
                        end=found.end,
                        checkable=not reason,
                        reason=reason,
                    )
                )
        return claims

    def split_many(
        self, items: Iterable[tuple[Response, str]]
    ) -> Generator[list[Claim] | Rejected, None, None]:
        """`split` of each response with its topic, in order."""
        for response, topic in items:
            yield self.split(response, topic)

    def _claims(self, text: str, start: int, end: int, cut: bool) -> Iterator[tuple[Statement, str]]:
        """The sentence's statements, each with why it cannot be checked, or empty."""
        begin = start
        while True:
            match = _MARKER.match(text, begin, end) or _PREFACE.match(text, begin, end)
            if not match:
                break
            begin = match.end()
        if begin >= end:
            yield Statement(text[start:end], start, end), OTHER
            return
        blank = _blanked(text, begin, end)
        sentence = text[:begin] + blank + text[end:]
        reason = why_not_checkable(blank) or why_not_checkable(text[start:end])
        if not reason and (_is_heading(text[start:end]) or blank.rstrip().endswith(":")):
            reason = OTHER
        if reason or not self.config.clauses or not cut:
            yield Statement(_clean(blank), begin, end), reason
            return
        for found in self._cut(sentence, begin, end):
            yield found, why_not_checkable(found.text)


def _blanked(text: str, start: int, end: int) -> str:
    """The sentence with references and emphasis as spaces, so that places stay the same."""
    return _EMPHASIS.sub(
        lambda found: " " * len(found.group()),
        _REFERENCE.sub(lambda found: " " * len(found.group()), text[start:end]),
    )


def _clean(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", _REFERENCE.sub("", text)).split())


def _is_heading(sentence: str) -> bool:
    return sentence.startswith("#") or bool(re.fullmatch(r"\*\*[^*]{1,80}\*\*:?", sentence))


def _fragment(said: str, topic: str, intro: str) -> str:
    """A list's item or a bare answer with what it is said of."""
    if any(can_be_finite(word.strip(".,;:!").lower()) for word in said.split()):
        return said
    before = intro or topic
    return f"{before}: {said}" if before and before.lower() not in said.lower() else said


def _sentence(said: str) -> str:
    """With a capital and a full stop."""
    said = _clean(said).strip(" ,;")
    if said[:1].islower():
        said = said[0].upper() + said[1:]
    last = said.rstrip('"”’)')[-1:]
    return said if not last or last in ".!?…:" else f"{said}."
