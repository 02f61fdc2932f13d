"""Sentences that say when the page's subject did something, or something happened to it → dated events.

Only sentences of one clause are taken, whose subject is the page's and whose date is an adverbial at the
beginning or the end, so that `When did …?` and `Did … in 1830?` can be asked with the page's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.facts.dates import Date, find_dates
from curation.facts.page import Page
from curation.inflection import lemminflect
from schemas.facts import Fact

MIN_WORDS, MAX_WORDS = 3, 18
_ADVERBS = re.compile(
    r"^(?:also|then|again|later|subsequently|finally|eventually|first|soon|officially|formally)\s"
)
_AUXILIARIES = {"was", "were", "had"}
# Verbs of what is done time and again, or is no event.
_NO_EVENTS = frozenset(
    """participated competed played counted numbered totalled followed continued remained resulted ranked
    averaged accounted reported""".split()
)
# What refers to something outside the sentence, or begins another clause.
_UNCLEAR = re.compile(
    r"\b(?:he|she|it|they|them|him|this|these|those|that|which|who|whom|whose|where|when|while|because"
    r"|although|though|but|however|former|latter|such|another|other|others|same|there|here|as|if|so"
    r"|until|after|before|since|following|despite|instead|too|therefore|thus|whether|what|how|not|never"
    r"|only|also|its|their|our|my|i|we|you|by then"
    r"|more|less|further|again|later|earlier|next|second|third|once|both|either|each|respectively"
    r"|likely|probably|possibly|perhaps|reportedly|allegedly|regarding|fellow)\b",
    re.I,
)
_HER = re.compile(r"\bher\b(?!\s[a-z])")
_QUOTES = re.compile(r"[\"“”;:()\[\]$|{}<>*_/]|\s[–—-]\s|…|\.\.\.")
# `the army` says nothing outside its page; `the army of …`, `the American army` and `the Moon` do.
_BARE_THE = re.compile(
    r"\bthe\s(?!\w+(?:\s\w+)?\s(?:of|for|in|at|between)\s)(?:[a-zà-þ][\w'’-]*)(?!\s[A-ZÀ-Þ])"
)
_LATER_VERB = re.compile(r"\band\s(?:\w+ly\s)?(\w+)")


# What ends the clause that a date at the beginning belongs to.
_TAIL = re.compile(r",\s(?=[a-z])")
# A name of several words that may be the subject instead of the page's own.
_OTHER = re.compile(
    r"((?:[Tt]he\s)?[A-ZÀ-Þ][\w'’.-]+"
    r"(?:\s(?:of|and|de|van|von|der|the)(?=\s[A-ZÀ-Þ])|\s[A-ZÀ-Þ][\w'’.-]*)+)\s(?=[a-z])"
)
_NO_SUBJECT = re.compile(
    r"(?:This|That|These|Those|His|Her|Its|Their|Some|Many|Most|Several|All|Both|During|After|When|While"
    r"|As|Since|If|Gen|Generals?|Republicans?|Democrats?|Patriots?|Loyalists?|American|British|English"
    r"|French|German|Italian|Russian|Soviet|Spanish|Dutch|Swedish|Polish|Greek|Roman|Turkish|Chinese"
    r"|Japanese|Indian|Canadian|Australian|Austrian|Scottish|Irish|Congressm[ae]n|Senators?|Mr|Mrs|Dr"
    r"|King|Queen|Emperor|Sir|Lord)\b|.*'s$|.*\b[A-Z]\w*s and |.*\d"
)
_DANGLING = re.compile(
    r"(?:beginning|starting|until|back|early|late|from|since|again|in|on|of|at|and|the|only)$"
)


_LATER_CLAUSE = re.compile(r"\band\b.*\b\w+ed$")


@dataclass(frozen=True, slots=True)
class _Found:
    """`about` is the name of another subject than the page's, or empty."""

    date: Date
    written: str
    about: str
    predicate: str


def event_facts(page: Page) -> Iterator[Fact]:
    """The events of the page in the order of the text. `value` is the date, `statement` the predicate."""
    names = _names(page)
    seen: set[str] = set()
    for paragraph in page.parts.paragraphs:
        section = page.parts.sections[paragraph.section]
        if section.is_appendix:
            continue
        known = False
        for start, end in page.sentences(paragraph):
            sentence = page.document.text[start:end]
            known = _begins_with(sentence, names) or (known and bool(re.match(r"(?:He|She)\b", sentence)))
            found = _event(sentence, names, known and page.subject.kind.subject_type == "person")
            if found is None:
                continue
            if found.predicate in seen:
                continue
            seen.add(found.predicate)
            yield page.fact(
                "event",
                "event",
                found.written,
                "date",
                [page.evidence(start, end)],
                aliases=found.date.forms(),
                statement=found.predicate,
                about=found.about,
                subject_type="thing" if found.about else "",
            )


def past_verb(word: str) -> str:
    """The infinitive of a verb in the past tense; empty for any other word."""
    if not word.isalpha() or not word.islower():
        return ""
    for lemma in lemminflect.getLemma(word, "VERB"):
        if lemma != word and word in lemminflect.getInflection(lemma, "VBD"):
            return str(lemma)
    return (
        word if word in ("put", "set", "cut", "hit", "cast", "spread", "let", "shut", "quit", "read") else ""
    )


def _names(page: Page) -> list[str]:
    found = [page.subject.name, *page.subject.short]
    found += [f"The {name[4:]}" for name in found if name.startswith("the ")]
    return sorted(set(found), key=lambda name: (-len(name), name))


def _begins_with(sentence: str, names: list[str]) -> bool:
    return any(sentence.startswith((f"{name} ", f"{name}'", f"{name},")) for name in names)


def _event(sentence: str, names: list[str], pronoun: bool) -> _Found | None:
    """What the sentence says, or None if it is not plain enough."""
    if len(sentence) > 320 or not sentence.endswith("."):
        return None
    first = next(find_dates(sentence), None)
    if first is None:
        return None
    start, end, date = first
    before, after = sentence[:start], sentence[end:]
    if before in ("In ", "On ") and after.startswith(", "):
        rest, *tail = _TAIL.split(after[2:-1], maxsplit=1)
        if tail and "," in rest and tail[0].startswith(("and ", "or ")):
            return None  # a list would be cut short
    elif (
        after[:1] in (",", ".") and re.search(r"\s(?:in|on) $", before) and not re.match(r",\s[A-Z\d]", after)
    ):
        rest = re.sub(r"\s(?:in|on) $", "", before)
        if _TAIL.search(rest):
            return None  # the date may be that of what follows the comma
    else:
        return None
    if list(find_dates(rest)):
        return None
    about = ""
    subject = next((name for name in names if rest.startswith(f"{name} ")), "")
    if not subject and pronoun and re.match(r"(?:He|She|he|she)\s", rest):
        subject = rest.split(" ", 1)[0]
    if not subject:
        other = _OTHER.match(rest)
        if not other or _NO_SUBJECT.match(other[1]):
            return None
        subject = other[1]
        about = re.sub(r"^The\s", "the ", subject)
    predicate = _ADVERBS.sub("", rest[len(subject) + 1 :])
    if about and re.search(r"\b(?:his|her)\b", predicate):
        return None  # it may be the page's subject
    return _Found(date, sentence[start:end], about, predicate) if _is_plain(predicate) else None


def _is_plain(predicate: str) -> bool:
    words = predicate.split()
    if not words or words[0] in _NO_EVENTS or predicate.startswith("took part"):
        return False
    if len(words) == MIN_WORDS and words[1] in ("his", "her"):
        return False  # which of them, only the page knows
    if not MIN_WORDS <= len(words) <= MAX_WORDS or _UNCLEAR.search(predicate) or _QUOTES.search(predicate):
        return False
    if _DANGLING.search(predicate) or re.search(r"(?:^|[\s.])\w$|%", predicate):
        return False
    if _BARE_THE.search(predicate) or _HER.search(predicate) or predicate.count(",") > 1:
        return False
    if any(past_verb(verb) for verb in _LATER_VERB.findall(predicate)) or _LATER_CLAUSE.search(predicate):
        return False  # the date may be that of one of them
    if re.search(r"\d{3,4}\b", predicate) and list(find_dates(predicate)):
        return False
    if words[0] in _AUXILIARIES:
        return (
            words[0] != "had"
            and len(words) > MIN_WORDS
            and bool(re.fullmatch(r"\w+(?:ed|en|wn|un|t|d)", words[1]))
        )
    return bool(past_verb(words[0]))
