"""Every rule: what it objects to, by its reason code, and what it leaves alone."""

import itertools
import random

import pytest
from quality_documents import GOOD, scores

from curation.quality.rules import RULES, SETS, RuleSet

EVERY = RuleSet.of(tuple(SETS), {})
PARAGRAPHS = GOOD.split("\n\n")
WORDS = GOOD.split()


def numbered(count: int) -> list[str]:
    """Sentences that share no words but the frequent ones."""
    chance = random.Random(5)
    made = ("".join(chance.choices("abdeilmnorstu", k=7)) for _ in itertools.count())
    return [
        f"The {next(made)} of {next(made)} and {next(made)} have {next(made)} to be with."
        for _ in range(count)
    ]


def phrases(n: int, times: int) -> str:
    """A phrase of n words, again and again, each time between other words."""
    words = (
        "whereabouts considered particularly interesting nevertheless understanding circumstances "
        "neighbourhood advertisement transformation"
    ).split()
    phrase = " ".join(words[:n])
    return " ".join(f"{sentence} {phrase} of." for sentence in numbered(times))


FAULTS = {
    "too-few-words": " ".join(WORDS[:49]),
    "too-many-words": " ".join(numbered(9200)),
    "short-words": "It is so as we go on to be at it. " * 3 + " ".join(f"{a}x" for a in "abcdefghijklmnopqr"),
    "long-words": " ".join("".join(random.Random(n).choices("abcdefghij", k=14)) for n in range(100)),
    "hashes": " ".join(f"#{word}" if n % 8 == 0 else word for n, word in enumerate(WORDS)),
    "ellipses": " ".join(f"{word}..." if n % 8 == 0 else word for n, word in enumerate(WORDS)),
    "bullet-lines": "\n".join(f"- {sentence}" for sentence in numbered(20)),
    "ellipsis-lines": "\n".join(f"{sentence.rstrip('.')}…" for sentence in numbered(20)),
    "few-alphabetic-words": GOOD + " " + " ".join(str(n * 7919) for n in range(60)),
    "few-stop-words": "\n".join(sentence.replace("of", "from").replace("and", "or").replace("to be with", "x")
                                .replace("have", "has").replace("The", "A") for sentence in numbered(20)),
    "duplicate-lines": "\n".join(["Read more here."] * 20 + numbered(30)),
    "duplicate-paragraphs": "\n\n".join(["Read more here."] * 20 + numbered(30)),
    "duplicate-line-characters": "\n".join([*numbered(20), *numbered(20)[:6]]),
    "duplicate-paragraph-characters": "\n\n".join([*numbered(20), *numbered(20)[:6]]),
    "top-2-gram": phrases(2, 30),
    "top-3-gram": phrases(3, 30),
    "top-4-gram": phrases(4, 30),
    **{f"duplicate-{n}-grams": phrases(n, 30) for n in range(5, 11)},
    "few-sentences": " ".join(WORDS).replace(".", ","),
    "lorem-ipsum": f"{GOOD}\n\nLorem ipsum dolor sit amet, consectetur adipiscing elit.",
    "curly-brackets": f"{GOOD}\n\nfunction start() {{ return lamp.on }} and so on.",
    "unpunctuated-lines": "\n".join(line.rstrip(".") for line in numbered(40)) + "\n" + GOOD,
    "repeated-line-characters": "\n".join([*numbered(20), *numbered(20)[:3]]),
    "short-lines": "\n".join([*(f"Pier {n}, to the west." for n in range(30)), *numbered(6)]),
    "lines-of-few-words": "\n".join(f"{word.rstrip('.,').title()} it is." for word in WORDS),
}  # fmt: skip


@pytest.mark.parametrize("reason", FAULTS)
def test_a_document_with_the_fault_fails_for_its_reason(reason):
    assert reason in EVERY.reasons(scores(FAULTS[reason], language="en"))


def test_every_rule_is_tried():
    assert set(FAULTS) == set(RULES)


def test_a_good_document_fails_for_nothing():
    assert EVERY.reasons(scores(GOOD)) == []


@pytest.mark.parametrize("text", ["", " \n\n\t ", "\u200b\ufeff", "…", "---\n***"])
def test_a_document_without_a_word_is_empty(text):
    assert EVERY.reasons(scores(text)) == ["empty"]


def test_one_word_is_too_few_and_nothing_else_about_it_is_odd_but_that():
    assert RuleSet.of(("gopher-quality", "gopher-repetition", "fineweb"), {}).reasons(
        scores("Lighthouse.")
    ) == [
        "too-few-words",
        "few-stop-words",
        "short-lines",
        "lines-of-few-words",
    ]


@pytest.mark.parametrize("reason", RULES)
def test_a_rule_holds_at_its_threshold_and_fails_beyond_it(reason):
    rule = RULES[reason]
    measured = scores(FAULTS[reason], language="en")
    value = getattr(measured, rule.measure)
    at = RuleSet.of((), {reason: value})
    assert at.reasons(measured) == []
    beyond = value - 1e-6 if rule.threshold < value else value + 1e-6
    assert RuleSet.of((), {reason: beyond}).reasons(measured) == [reason]


def test_rules_are_switched_on_and_off_and_given_thresholds():
    short = scores(FAULTS["too-few-words"])
    assert "too-few-words" not in RuleSet.of(("gopher-quality",), {"too-few-words": False}).reasons(short)
    assert RuleSet.of((), {"too-few-words": True}).reasons(short) == ["too-few-words"]
    assert RuleSet.of((), {"too-few-words": 49.0}).reasons(short) == []
    assert RuleSet.of((), {"too-few-words": 50.0}).reasons(short) == ["too-few-words"]


def test_reasons_come_in_one_order_whatever_order_the_sets_are_given_in():
    bad = scores(FAULTS["lines-of-few-words"])
    assert RuleSet.of(tuple(reversed(SETS)), {}) == EVERY
    assert EVERY.reasons(bad)[0] == next(reason for reason in RULES if reason in EVERY.reasons(bad))


def test_a_name_that_is_no_rule_is_an_error_that_names_the_nearest():
    with pytest.raises(ValueError, match="no rule 'too-few-word': did you mean too-few-words"):
        RuleSet.of((), {"too-few-word": True})
    with pytest.raises(ValueError, match="no set of rules 'gopher-quallity': did you mean gopher-quality"):
        RuleSet.of(("gopher-quallity",), {})


def test_stop_words_are_asked_of_english_alone():
    german = "\n".join(["Der Leuchtturm steht seit vielen Jahren auf einem Felsen vor der Küste."] * 10)
    rules = RuleSet.of((), {"few-stop-words": True})
    assert rules.reasons(scores(german)) == []
    # A page that claims to be English, as its template does, and is not.
    assert rules.reasons(scores(german, language="en")) == []
    assert rules.reasons(scores(FAULTS["few-stop-words"], language="de")) == []


def test_word_lengths_and_ngrams_are_not_asked_of_scripts_without_spaces():
    japanese = "灯台は北の岩の上に一八四六年に建てられた。灯台は今でも北の岩の上にある。" * 12
    found = RuleSet.of(("gopher-quality", "gopher-repetition"), {}).reasons(scores(japanese))
    assert found == []
