"""Rows of multiple-choice files → items. Where the fields are is known to `curation/decontamination`, which
looks for the same files' texts elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.decontamination.config import ItemFields
from curation.decontamination.fields import FieldError, item_of, texts_at
from schemas.choices import ChoiceItem

GAP = "____"


class ChoiceError(ValueError):
    """A row that makes no item; `reason` is a short code to count by."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A row with what is known of it: its place, its set, where its fields are, and its answer where another
    file has it.
    """

    row: Any
    name: str
    set: str
    fields: ItemFields
    answer: str
    licence: str


def read_choices(found: ChoiceRow) -> ChoiceItem:
    """The item of a row with choices. Choices with the same text, case and spaces ignored, are one.

    Raises ChoiceError: `missing-field`, `empty-choice`, `bad-label`, `no-answer`, `one-choice`.
    """
    row, fields = found.row, found.fields
    try:
        bare = item_of(row, fields.model_copy(update={"answer": ""}), name="", set_name="")
    except FieldError as error:
        raise ChoiceError("missing-field", str(error)) from error
    missing = [path for path in fields.choices if not texts_at(row, path)]
    labels = texts_at(row, fields.labels) if fields.labels else []
    if missing:
        raise ChoiceError("missing-field", f"no text at `{'`, `'.join(missing)}`, where a choice should be")
    if fields.labels and len(labels) != len(bare.choices):
        raise ChoiceError("missing-field", f"{len(labels)} labels for {len(bare.choices)} choices")
    if not all(choice.strip() for choice in bare.choices):
        raise ChoiceError("empty-choice", f"one of {len(bare.choices)} choices is empty")
    try:
        right = item_of(row, fields, name="", set_name="", answer=found.answer).answers
    except FieldError as error:
        raise ChoiceError("bad-label", str(error)) from error
    if not right:
        raise ChoiceError("no-answer", "the row does not say which choice is right")
    parts = [" ".join(" ".join(texts_at(row, path)).split()) for path in fields.question]
    choices = _distinct(bare.choices)
    if len(choices) < 2:
        raise ChoiceError("one-choice", "there is only one choice, or all have the same text")
    wanted = {same_text(text) for text in right}
    return _item(
        found,
        context=" ".join(parts[:-1]),
        question=parts[-1],
        choices=choices,
        right=[place for place, choice in enumerate(choices) if same_text(choice) in wanted],
    )


def read_survey(found: ChoiceRow) -> ChoiceItem:
    """The item of a row of ProtoQA: clusters of answers that people gave, with how many gave them, the most
    frequent first. A cluster stands as its most frequent text.

    Raises ChoiceError: `missing-field`, `no-answer`, `one-choice`.
    """
    row = found.row if isinstance(found.row, Mapping) else {}
    question = _survey_question(row)
    if not question:
        raise ChoiceError(
            "missing-field", f"no text at `{found.fields.question[0]}`, where the question should be"
        )
    clusters = list(_clusters(row))
    if not clusters:
        raise ChoiceError("no-answer", "the row has no clusters of answers")
    given = _as_mapping(_as_mapping(row.get("answers")).get("raw")) or _as_mapping(row.get("answerstrings"))
    counted: dict[str, tuple[str, int]] = {}
    for count, answers in clusters:
        best = max(enumerate(answers), key=lambda item: (_count(given.get(item[1])), -item[0]))[1]
        text = _first_of_slashes(best)
        if text and same_text(text) not in counted:
            counted[same_text(text)] = (text, count)
    ordered = sorted(counted.values(), key=lambda item: -item[1])
    if len(ordered) < 2:
        raise ChoiceError("one-choice", "all people gave the same answer")
    return _item(
        found,
        context="",
        question=question,
        choices=[text for text, _ in ordered],
        right=[place for place, (_, count) in enumerate(ordered) if count == ordered[0][1]],
        counts=[count for _, count in ordered],
    )


def read_passage(found: ChoiceRow) -> ChoiceItem:
    """The item of a row of ReCoRD: the entities of a passage, of which one fills the gap. In the original and
    SuperGLUE's form, the ends of spans are the last character's place.

    Raises ChoiceError: `missing-field`, `bad-span`, `no-answer`, `one-choice`.
    """
    row = found.row if isinstance(found.row, Mapping) else {}
    passage, query, entities, answers = _record(row)
    if not passage.strip() or not query.strip():
        raise ChoiceError("missing-field", "there is no passage or no query")
    if query.count("@placeholder") != 1:
        raise ChoiceError("missing-field", "the query has not one @placeholder")
    if not answers:
        raise ChoiceError("no-answer", "the row does not say which entity is right")
    answer = max(answers, key=len)  # the longest name says best who it is
    words = [set(re.findall(r"\w+", text.casefold())) for text in answers]
    wrong = [
        entity
        for entity in _distinct(entities)
        # `Chavez` is no wrong answer where `Hugo Chavez` is right.
        if not any(set(re.findall(r"\w+", entity.casefold())) & own for own in words)
    ]
    if not wrong:
        raise ChoiceError("one-choice", "the passage names no entity but the answer")
    return _item(
        found,
        context=_with_bullets(passage),
        question=" ".join(query.replace("@placeholder", GAP).split()),
        choices=[" ".join(answer.split()), *wrong],
        right=[0],
    )


READERS: dict[str, Callable[[ChoiceRow], ChoiceItem]] = {
    "commonsenseqa": read_choices,
    "siqa": read_choices,
    "piqa": read_choices,
    "obqa": read_choices,
    "protoqa": read_survey,
    "record": read_passage,
}
# As the sets' own pages state them. Passages of ReCoRD are news of CNN and the Daily Mail.
LICENCES = {
    "commonsenseqa": "MIT",
    "siqa": "CC-BY-4.0",
    "piqa": "AFL-3.0",
    "obqa": "Apache-2.0",
    "protoqa": "CC-BY-4.0",
    "record": "LicenseRef-ReCoRD",
}
NAMES = {"csqa": "commonsenseqa", "socialiqa": "siqa", "openbookqa": "obqa"}


def same_text(text: str) -> str:
    """What two choices have in common if they say the same: case, spaces and a full stop aside."""
    return " ".join(text.casefold().split()).rstrip(" .") or text.strip()


def _item(
    found: ChoiceRow,
    *,
    context: str,
    question: str,
    choices: list[str],
    right: list[int],
    counts: list[int] | None = None,
) -> ChoiceItem:
    shared = same_text(context or question)
    digest = hashlib.blake2b(shared.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return ChoiceItem(
        id=found.name,
        set=found.set,
        context=context,
        question=question,
        choices=choices,
        right=right,
        group=f"{found.set}:{digest}",
        licence=found.licence,
        counts=counts or [],
    )


def _distinct(texts: Sequence[str]) -> list[str]:
    """One of each, with single spaces, in the order of the first."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(same_text(text), " ".join(text.split()))
    return list(first.values())


def _as_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _survey_question(row: Mapping[str, Any]) -> str:
    """The question as it was asked; in lower case, where it was written Like A Title."""
    texts = _as_mapping(row.get("question"))
    original = next((texts[key] for key in ("original", "question") if isinstance(texts.get(key), str)), "")
    plain = next(
        (texts[key] for key in ("normalized", "normalized-question") if isinstance(texts.get(key), str)), ""
    )
    words = [word for word in original.split() if word[0].isalpha()]
    title = len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
    text = " ".join((plain if title and plain else original).split())
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    if text[-1] in ".?!":
        return text
    asks = re.match(r"(?:what|which|who|where|when|why|how|at|in|on|is|are|do|does|if)\b", text, re.I)
    return f"{text}{'?' if asks else '.'}"


def _clusters(row: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """Count and texts of each cluster, in the release's form or the first release's."""
    clusters = _as_mapping(row.get("answers")).get("clusters")
    if isinstance(clusters, Mapping):
        clusters = list(clusters.values())
    clusters = clusters or row.get("answer-clusters") or row.get("answers-cleaned")
    for cluster in clusters if isinstance(clusters, list) else ():
        texts = [
            text
            for text in _as_mapping(cluster).get("answers") or ()
            if isinstance(text, str) and text.strip()
        ]
        if texts and isinstance(cluster.get("count"), int):
            yield cluster["count"], texts


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _first_of_slashes(text: str) -> str:
    """`food/groceries` are two words for one answer, `1/2` is none."""
    first = text.split("/", 1)[0].strip()
    return " ".join((first if len(first) > 1 and not re.search(r"\d\s*/|\bw/", text) else text).split())


def _record(row: Mapping[str, Any]) -> tuple[str, str, list[str], list[str]]:
    """Passage, query, entities and answers, of any of the three forms."""
    passage = row.get("passage")
    if isinstance(passage, str):
        lists = [row.get(name) for name in ("entities", "answers")]
        entities, answers = (
            [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
            for texts in lists
        )
        return passage, str(row.get("query") or ""), entities, answers
    text = str(_as_mapping(passage).get("text") or "")
    asked = _as_mapping(row.get("qas"))
    entities = [_span(text, span) for span in _as_mapping(passage).get("entities") or ()]
    answers = [_span(text, span) for span in asked.get("answers") or ()]
    return text, str(asked.get("query") or ""), entities, list(dict.fromkeys(answers))


def _span(passage: str, span: Any) -> str:
    """The span's text, which must be the one that it says, if it says one."""
    place = _as_mapping(span)
    start, end = place.get("start"), place.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end < len(passage):
        raise ChoiceError("bad-span", f"{span!r:.80} is no span of a passage of {len(passage)} characters")
    text = passage[start : end + 1]
    if place.get("text", text) != text:
        raise ChoiceError("bad-span", f"the passage has {text!r:.60} where {place['text']!r:.60} should be")
    return text


def _with_bullets(passage: str) -> str:
    """The passage, and the summary's points behind it as a list."""
    story, *points = passage.split("@highlight")
    listed = [f"- {' '.join(point.split())}" for point in points if point.strip()]
    text = story.strip()
    return f"{text}\n\n" + "\n".join(listed) if listed else text
