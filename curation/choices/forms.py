"""How an item is put as a prompt, and how its choices are written as answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curation.choices.config import ChoicesConfig
from curation.choices.readers import GAP
from curation.seeded import Choices
from schemas.choices import ChoiceItem


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt, and the answer that each of some choices (by their places) is; `form` names how it is put."""

    prompt: str
    answers: dict[int, str]
    form: str


# A question, as it is, and with a request.
_QUESTIONS = ("{q}", "{q}", "Question: {q}", "{q} Answer briefly.", "{q}\nPlease answer in a few words.")
_COMPLETIONS = (
    "Complete the sentence: {q} ...",
    "Finish this sentence: {q} ...",
    "How does this sentence go on? {q} ...",
    "{q} ...",
)
_HOW = ("How can I {q}?", "What is a good way to {q}?", "I want to {q}. What should I do?", "How do I {q}?")
_GOALS = (
    "My goal: {q}\nWhat should I do?",
    "How would you do this?\n{q}",
    "Give me a tip. {q}",
    "Goal: {q}\nHow can it be reached?",
)
_TOPICS = ("Which of these makes more sense? Topic: {q}", 'Which of these is more sensible about "{q}"?')
_GAPS = (
    "{c}\n\nFill in the gap: {q}",
    "Read the text and say what belongs in the gap.\n\n{c}\n\n{q}",
    f"{{c}}\n\nWho or what does {GAP} stand for in this sentence? {{q}}",
    "Text:\n{c}\n\nSentence:\n{q}\n\nWhat fills the gap?",
)
_CONTEXTS = ("{c} {q}", "{c}\n{q}", "Context: {c}\nQuestion: {q}", "{c}\n\n{q} Answer in a few words.")
_SURVEYS = (
    "A hundred people were asked: {q} Which answer did most of them give?",
    "{q} Give the most common answer.",
    "{q} What would most people say?",
    "Survey question: {q}\nWhat is the most popular answer?",
)
_SURVEY_LISTS = (
    "{q} Give {n} common answers, the most common first.",
    "A hundred people were asked: {q} List the {n} most popular answers in order.",
)
_NUMBERS = {2: "two", 3: "three"}

# Marks before the options; what stands between mark and text in an answer.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STYLES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("letter-point", lambda place: f"{_LETTERS[place]}."),
    ("letter-bracket", lambda place: f"{_LETTERS[place]})"),
    ("letter-brackets", lambda place: f"({_LETTERS[place]})"),
    ("small-letter", lambda place: f"{_LETTERS[place].lower()})"),
    ("number", lambda place: f"{place + 1}."),
    ("bullet", lambda place: "-"),
)
_REQUESTS = {
    "text": ("Choose the best answer.", "Which of these is right?", "Pick the best option.", ""),
    "mark": (
        "Answer with the {m} of the right option only.",
        "Reply with just the {m}.",
        "Give only the {m} of the best answer.",
    ),
    "both": ("Choose the best answer and give its {m} and text.", "Options:", "Which option is best?"),
}
_HOW_TO = re.compile(r"how (?:to|do|can|would|should|might)\b", re.I)
_AMONG = re.compile(
    r"^(?:which|of (?:the|these)|choose|select|an example)\b|\bfollowing\b|\bof these\b", re.I
)
_IMPERATIVE_WORDS = 3
# Questions that end without their mark. (`When` and `if` begin sentences to complete, too.)
_ASKS = re.compile(r"(?:which|what|who|whose)\b", re.I)
# In PIQA's files, an infinitive that the answer goes on after.
_GOES_ON = re.compile(r",$|\byou (?:can|could|should|need to|will|may|must)$", re.I)


def ask(item: ChoiceItem, wanted: Sequence[int], choices: Choices, config: ChoicesConfig) -> Asked:
    """The item as a prompt, with the answers of the choices at `wanted`, the right one first. Which form it
    has is drawn with `choices`; a question that means nothing without its options is shown with them.
    """
    if item.counts:
        return _survey(item, wanted, choices)
    weights = {"open": config.forms.open, "options": config.forms.options}
    if not _can_stand_alone(item):
        weights["open"] = 0.0
    total = sum(weights.values())
    open_form = total > 0 and choices.below(1_000_000) < weights["open"] / total * 1_000_000
    if open_form:
        answers = {place: item.choices[place] for place in wanted}
        return Asked(_open(item, choices), _as_sentences(item, answers, choices), "open")
    return _options(item, wanted, choices, config.max_options)


def ask_list(item: ChoiceItem, best: Sequence[int], worse: Sequence[int], choices: Choices) -> Asked:
    """A survey's item that asks for several answers: those at 0 and 1 are the lists of these choices."""
    prompt = choices.one(_SURVEY_LISTS).format(q=item.question, n=_NUMBERS[len(best)])
    separator, mark = choices.one(((", ", ""), ("\n", "- "), ("\n", "{}. ")))
    lists = [
        separator.join(
            f"{mark.format(number)}{item.choices[place]}" for number, place in enumerate(places, 1)
        )
        for places in (best, worse)
    ]
    return Asked(prompt, dict(enumerate(lists)), "survey-list")


def _survey(item: ChoiceItem, wanted: Sequence[int], choices: Choices) -> Asked:
    answers = {place: item.choices[place] for place in wanted}
    return Asked(choices.one(_SURVEYS).format(q=item.question), answers, "survey")


def _can_stand_alone(item: ChoiceItem) -> bool:
    """Whether the question can be answered by someone who does not see the choices."""
    if item.set == "piqa":
        count = len(item.question.split()) + item.question.lower().startswith("to ")
        return _is_question(item.question) or count > _IMPERATIVE_WORDS
    return not _AMONG.search(item.question)


def _is_question(text: str) -> bool:
    return text.endswith("?") or bool(_HOW_TO.match(text))


def _as_asked(item: ChoiceItem) -> str:
    """The question with a capital, and its mark where it is one."""
    question = f"{item.question[0].upper()}{item.question[1:]}"
    if item.set != "piqa" and _ASKS.match(question) and not question.endswith("?"):
        return f"{question.rstrip(' .:,')}?"
    return question


def _open(item: ChoiceItem, choices: Choices) -> str:
    question = item.question if GAP in item.question else _as_asked(item)
    if GAP in question:
        return choices.one(_GAPS).format(c=item.context, q=question)
    if item.context:
        return choices.one(_CONTEXTS).format(c=item.context, q=question)
    if item.set == "piqa":
        return _goal(question, choices)
    if question.endswith("?") or item.set == "commonsenseqa":
        return choices.one(_QUESTIONS).format(q=question)
    return choices.one(_COMPLETIONS).format(q=question.rstrip(" ."))


def _goal(goal: str, choices: Choices) -> str:
    """A goal of PIQA as something to ask."""
    bare = goal.rstrip(" .,:")
    if _is_question(goal):
        asked = f"{goal[0].upper()}{goal[1:].rstrip(' .,:')}"
        if not asked.endswith("?") and asked.lower().startswith("how to "):
            return choices.one((f"{asked}?", asked, *(form.format(q=asked[7:]) for form in _HOW)))
        return asked if asked.endswith("?") else f"{asked}?"
    if _GOES_ON.search(goal.rstrip(" .:")):
        return choices.one(_COMPLETIONS).format(q=bare if goal.rstrip()[-1] != "," else f"{bare},")
    if goal.lower().startswith("to "):
        return choices.one(_HOW).format(q=bare[3:])
    return choices.one(_GOALS).format(q=f"{goal[0].upper()}{goal[1:]}")


def _as_sentences(item: ChoiceItem, answers: dict[int, str], choices: Choices) -> dict[int, str]:
    """The choices as they are, or all with a capital and a full stop, in a third of the items."""
    goes_on = item.set in ("obqa", "piqa") and not _is_question(item.question)
    if goes_on or GAP in item.question or not choices.chance(33):
        return answers
    return {
        place: f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?' else '.'}"
        for place, text in answers.items()
    }


def _options(item: ChoiceItem, wanted: Sequence[int], choices: Choices, most: int) -> Asked:
    """With options, among them those that are wanted."""
    shown = _shuffled(_shown(item, wanted, choices, most), choices)
    name, mark = choices.one(_STYLES)
    answer = "text" if name == "bullet" else choices.one(("text", "mark", "both"))
    word = "number" if name == "number" else "letter"
    request = choices.one(_REQUESTS[answer]).format(m=word)
    options = "\n".join(f"{mark(place)} {item.choices[choice]}" for place, choice in enumerate(shown))
    prompt = "\n".join(part for part in (_stem(item, choices), request, options) if part)
    answers = {}
    for choice in wanted:
        sign, text = mark(shown.index(choice)), item.choices[choice]
        bare = sign.strip("().")
        answers[choice] = {"text": text, "mark": bare, "both": f"{sign} {text}"}[answer]
    return Asked(prompt, answers, f"options-{name}-{answer}")


def _stem(item: ChoiceItem, choices: Choices) -> str:
    if GAP in item.question:
        return f"{item.context}\n\nWhat fills the gap?\n{item.question}"
    if item.context:
        return choices.one(("{c} {q}", "{c}\n{q}", "{c}\n\n{q}")).format(c=item.context, q=item.question)
    if item.set != "piqa":
        stem = _as_asked(item)
        return (
            stem if stem.endswith("?") else choices.one((f"{stem} ...", f"Complete the sentence: {stem} ..."))
        )
    if not _can_stand_alone(item):
        return choices.one(_TOPICS).format(q=item.question)
    return _goal(item.question, choices)


def _shown(item: ChoiceItem, wanted: Sequence[int], choices: Choices, most: int) -> list[int]:
    """All choices, or as many as may be shown; one of those that are right is enough."""
    others = [place for place in range(len(item.choices)) if place not in wanted and place not in item.right]
    return [*wanted, *_shuffled(others, choices)[: max(0, most - len(wanted))]]


def _shuffled(places: Sequence[int], choices: Choices) -> list[int]:
    """In an order drawn at random (Fisher and Yates)."""
    found = list(places)
    for last in range(len(found) - 1, 0, -1):
        other = choices.below(last + 1)
        found[last], found[other] = found[other], found[last]
    return found
