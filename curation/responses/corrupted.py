"""Responses without a model: the right answer, and answers made wrong, thin, long-winded or empty on purpose.

They are good enough to run everything behind them, and every one says what it is (`Response.corrupted`).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.claims.sentences import sentence_spans
from curation.endpoint import sample_seed
from curation.facts.pronunciation import without_pronunciation
from curation.responses.wrong_values import Values, fold, negated, with_other_number
from schemas.outcome import Dropped
from schemas.questions import Question
from schemas.responses import Response

MODEL = "reference"
# Wrong values come from so many questions around, so memory is bounded.
_BLOCK = 5000

Kind = Literal["as-is", "value", "partial", "verbose", "abstained"]

_ABSTENTIONS = (
    "I don't know.",
    "I'm not sure, and I would rather not guess.",
    "I don't have reliable information about that.",
    "I can't say for certain.",
)
_BEFORE = (
    "That is a good question, and there is a lot that could be said about it.",
    "There are several ways to look at this, so let me go through it.",
    "This is something that many people would like to know more about.",
)
_AFTER = (
    "I hope that this helps, and there is of course much more that one could add.",
    "As always, it is worth looking at the matter from several sides.",
    "Please let me know if you would like to hear more about any of this.",
)


class CorruptedConfig(BaseModel):
    """Which answers are made of a reference answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[Kind, ...] = Field(
        default=("as-is", "value", "partial", "verbose", "abstained"),
        min_length=1,
        description="`as-is`: right and whole. `value`: with a wrong value of the same kind. `partial`: with "
        "a part left out. `verbose`: right, between words that say nothing. `abstained`: no answer.",
    )


@dataclass(frozen=True)
class QuestionsToCorrupted:
    """Function of a map stage: questions → responses made of their answers and evidence.

    A kind that a question does not allow (there is nothing to leave out of one word) gives no response; a
    question without answers and evidence, of which nothing can be made, is dropped (`no-reference`).
    """

    config: CorruptedConfig
    seed: int

    def __call__(self, questions: Iterable[Question]) -> Iterator[Response | Dropped]:
        """See the class."""
        stream = iter(questions)
        while block := list(itertools.islice(stream, _BLOCK)):
            values = Values.of(block)
            for question in block:
                yield from self._responses(question, values)

    def _responses(self, question: Question, values: Values) -> Iterator[Response | Dropped]:
        right = reference(question, self.seed)
        if not right:
            yield Dropped("no-reference", question)
            return
        for sample, kind in enumerate(self.config.kinds):
            seed = sample_seed(self.seed, question.id, MODEL, sample)
            text = corrupt(question, right, kind, values, random.Random(seed))  # noqa: S311 (no secret)
            if text and (kind == "as-is" or fold(text) != fold(right)):
                yield Response(
                    id=f"{question.id}/{MODEL}/{sample}",
                    question=question.id,
                    model=MODEL,
                    sample=sample,
                    text=text,
                    system="",
                    temperature=0.0,
                    seed=seed,
                    finish="stop",
                    prompt_tokens=-1,
                    completion_tokens=-1,
                    corrupted=kind,
                )


def reference(question: Question, seed: int) -> str:
    """The right answer as a text; empty if the question has neither answers nor evidence."""
    if question.kind == "unanswerable":
        return random.Random(sample_seed(seed, question.id)).choice(_ABSTENTIONS)  # noqa: S311 (no secret)
    body = _body(question)
    false = [part for part in question.inserted if part.is_false]
    corrections = [_sentence(part.correction) for part in false]
    if question.kind == "yes-no":
        return " ".join(filter(None, [body, *corrections]))
    suggested = [fold(part.correction) for part in false if part.kind in ("leading", "pressure")]
    if question.answers and any(fold(question.answers[0]) in text for text in suggested):
        body = ""  # the correction is the answer
    elif not body:
        return ""
    return " ".join(filter(None, [*corrections, body]))


def corrupt(question: Question, right: str, kind: Kind, values: Values, chance: random.Random) -> str:
    """The right answer made into one of this kind; empty if it cannot be."""
    if kind == "as-is":
        return right
    if kind == "verbose":
        return f"{chance.choice(_BEFORE)} {right} {chance.choice(_AFTER)}"
    if kind == "abstained":
        return "" if question.kind == "unanswerable" else chance.choice(_ABSTENTIONS)
    if kind == "partial":
        return _partial(question, right)
    wrong = _wrong(question, values, chance)
    if not wrong:
        return ""
    claims = [part for part in question.inserted if part.is_false and part.claim]
    if question.kind == "short" and any(part.kind == "leading" for part in claims):
        wrong = ""  # what it leads to is the wrong answer
    swallowed = [_sentence(part.claim) for part in claims]
    first, last = ([wrong], swallowed) if question.kind == "yes-no" else (swallowed, [wrong])
    return " ".join(filter(None, [*first, *last]))


def _body(question: Question) -> str:
    """The answer, or the evidence, without what is said about a premise."""
    if question.answers:
        listed = ", ".join(question.answers) if question.kind == "list" else question.answers[0]
        return _sentence(listed)
    # The rows of an infobox are no prose.
    told = dict.fromkeys(" ".join(part.text.split()) for part in question.evidence if part.start >= 0)
    if question.relation != "section":  # which may be about sounds
        told = dict.fromkeys(map(without_pronunciation, told))
    return " ".join(map(_sentence, told))


def _partial(question: Question, right: str) -> str:
    if question.kind == "list":
        return _sentence(", ".join(question.answers[: len(question.answers) // 2]))
    if question.answers or question.kind == "unanswerable":
        return ""
    spans = sentence_spans(right)
    return right[: spans[(len(spans) - 1) // 2][1]] if len(spans) > 1 else ""


def _wrong(question: Question, values: Values, chance: random.Random) -> str:
    """An answer that is wrong, as short as a right one."""
    forms = [*question.answers, question.subject, *itertools.chain.from_iterable(question.aliases)]
    if question.kind == "unanswerable":
        if question.plain.startswith("How many"):
            return f"{chance.randint(2, 60)}."
        return _sentence(values.other(question.relation, forms, chance) or values.name(forms, chance))
    if not question.answers:
        return _wrong_sentences(question, values, chance)
    answer = question.answers[0]
    if question.kind == "yes-no":
        return {"yes": "No.", "no": "Yes."}.get(answer.strip(" .").casefold(), "")
    if question.kind == "comparison":
        return _sentence(_other_side(question.plain, answer))
    if question.kind == "list":
        items = list(question.answers)
        place = chance.randrange(len(items))
        other = values.other(question.relation, forms, chance)
        items[place] = other or with_other_number(items[place], chance)
        return "" if items == question.answers else _sentence(", ".join(items))
    other = with_other_number(answer, chance)
    return _sentence(other if other != answer else values.other(question.relation, forms, chance))


def _other_side(plain: str, answer: str) -> str:
    """What is compared with the answer in `…, A or B?`; empty if that cannot be told. Names may have commas:
    what is asked of the two has none.
    """
    sides = plain.partition(", ")[2].removesuffix("?")
    if sides.startswith(f"{answer} or "):
        return sides.removeprefix(f"{answer} or ")
    return sides.removesuffix(f" or {answer}") if sides.endswith(f" or {answer}") else ""


def _wrong_sentences(question: Question, values: Values, chance: random.Random) -> str:
    """About half of the sentences that can be made wrong, and one at least."""
    body = _body(question)
    parts = [body[start:end] for start, end in sentence_spans(body)]
    wrong = []
    for part in parts:
        other = values.with_other_value(part, question.documents, chance)
        wrong.append(with_other_number(part, chance) if other == part else other)
    if wrong == parts:
        wrong = [negated(part) for part in parts]
    able = [place for place, (part, other) in enumerate(zip(parts, wrong, strict=True)) if part != other]
    if not able:
        return ""
    for place in chance.sample(able, -(-len(able) // 2)):
        parts[place] = wrong[place]
    return " ".join(parts)


def _sentence(text: str) -> str:
    """With a capital where it begins with a plain word, and a full stop, if it has no end."""
    text = text.strip()
    if text and text.split(None, 1)[0].isalpha() and text.split(None, 1)[0].islower():
        text = text[0].upper() + text[1:]
    return text if not text or text[-1] in ".!?…\"'”’。！？" else f"{text}."
