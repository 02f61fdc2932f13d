"""The sentences about a subject that is a thing, a being or an activity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from curation.seeded import Choices
from curation.verbalise.chunks import chunks
from curation.verbalise.facets import facet_text
from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import THIRD, look_up
from curation.verbalise.phrases import Phrase, tidy
from curation.verbalise.places import at_place
from curation.verbalise.sentences import QUANTIFIERS, agree, listed, sentence
from curation.verbalise.subjects import Subject
from curation.verbalise.tagging import Tagger
from curation.verbalise.template import Form, Options, Template
from curation.verbalise.templates import LEXICAL
from curation.verbalise.words.nouns import COMES_IN_NUMBERS
from curation.verbalise.words.verbs import INTRANSITIVE, STATES
from schemas.knowledge import KnowledgeTuple

_VERB = re.compile(r"\[(\w+)\]")

# Of what stands before the tails, what decides about an article.
_BEFORE_TAIL = re.compile(r"\b(for|of|need|require)\]? \{T\}")

_BASE = re.compile(r"\b(to|can|might|may|should) \{V\}")


@dataclass(slots=True)
class Said:
    """Tails that one sentence can join: same relation, negation, modality, kind of tail."""

    relation: str
    negated: bool
    modality: str
    options: Options
    items: list[tuple[Phrase, KnowledgeTuple, str]] = field(default_factory=list)


PREDICATE_OPTIONS: Options = (Template("{S} {T}", "plain"),)


class Writer:
    """Writes one paragraph's sentences; remembers whether the subject has been named."""

    def __init__(self, subject: Subject, head: str, tagger: Tagger, choices: Choices) -> None:
        self._label = " ".join(tidy(head))
        self._subject = subject
        self._tagger = tagger
        self._choices = choices
        self._named = False

    def write(
        self, group: Said, items: Sequence[tuple[Phrase, KnowledgeTuple, str]], again: bool
    ) -> tuple[str, list[KnowledgeTuple]]:
        """One sentence, and the tuples it says."""
        modality = group.modality
        quantified = modality in QUANTIFIERS
        plain = not (group.negated or modality)
        options = [option for option in group.options if plain or not option.plain_only] or list(
            group.options
        )
        if (
            group.negated
            and all(option.plain_only for option in options)
            and group.options is not PREDICATE_OPTIONS
        ):
            return "", []
        if bare((self._subject.base or "-").split()[0]) in STATES:
            options = [option for option in options if not option.pattern.startswith("before")] or options
        if any(_YOURS.search(row.tail) for _, row, _ in items):  # `tell you what to do`: whom do people tell?
            options = [one for one in options if not one.pattern.startswith(_OF_OTHERS)] or options
        template = self._choices.one(options)
        if group.relation in LEXICAL:
            subject_text, object_text, plural = f'"{self._label}"', "", False
        else:
            subject_text, object_text, plural = self._reference(
                modality if quantified else "", template.pattern
            )
        adverb = "" if quantified else modality
        if again and not adverb and not group.negated and "[" in template.pattern:
            adverb = "also"
        if group.options is PREDICATE_OPTIONS:
            tails = [
                self._joined(self._finite(item[0], plural, group.negated, adverb), item[2]) for item in items
            ]
        else:
            found = _BEFORE_TAIL.search(template.pattern)
            before = found[1] if found else ""
            tails = [self._joined(self._tail(item, template.form, plural, before), item[2]) for item in items]
        if plural and self._subject.plural:
            tails = [_THEIRS.sub(lambda found: _OF_MANY[found[0]], tail) for tail in tails]
        tails = _without_repeats(tails)
        joint = (
            "or"
            if group.negated and template.joint == "and" and group.options is not PREDICATE_OPTIONS
            else template.joint
        )
        if template.pattern.startswith(_OF_OTHERS):
            tails = [_YOURS.sub(lambda found: _OF_SOMEONE[found[0]], tail) for tail in tails]
        text = template.pattern
        verb = _VERB.search(text)
        if verb:
            second = text.startswith(("when you", "while", "to {V}", "before you", "you "))
            text = text.replace(verb[0], agree(verb[1], plural or second, group.negated, adverb), 1)
        text = (
            _BASE.sub(lambda found: f"{found[1]} {self._subject.base or self._subject.name}", text)
            .replace("{V}", self._subject.finite or self._subject.name)
            .replace("{G}", self._subject.gerund)
            .replace("{S}", subject_text)
            .replace("{O}", object_text)
            .replace("{N}", self._subject.name)
            .replace("{one}", f"the {self._label}")
            .replace("{T}", listed(tails, joint))
        )
        self._named = self._named or group.relation not in LEXICAL
        return sentence(text), [item[1] for item in items]

    def _reference(self, quantifier: str, pattern: str) -> tuple[str, str, bool]:
        """The subject before and after a verb, and whether it is in the plural."""
        subject = self._subject
        if quantifier and subject.many:
            return f"{quantifier} {subject.many}", f"{quantifier} {subject.many}", True
        if self._named and subject.pronoun and not subject.event and self._choices.chance(70):
            return subject.pronoun, subject.object, subject.plural
        if (
            self._named
            and subject.event
            and subject.pronoun
            and pattern.startswith("{S}")
            and self._choices.chance(60)
        ):
            return subject.pronoun, subject.object, False
        return subject.name, subject.name, subject.plural

    def _tail(self, item: tuple[Phrase, KnowledgeTuple, str], form: Form, plural: bool, before: str) -> str:
        phrase, row = item[0], item[1]
        if form == "base":
            text = phrase.base() if phrase.verb >= 0 else phrase.text()
        elif form == "gerund":
            text = phrase.gerund()
        elif form == "participle":
            text = phrase.gerund() if phrase.words[phrase.verb] in INTRANSITIVE else phrase.participle()
        elif form == "place":
            text = at_place(phrase)
        elif form == "number":
            text = phrase.text("plural" if plural else "", "be")
            if plural:
                text = _CLAUSE.sub(_of_several, text)
        elif form == "verbatim":
            text = row.tail
        elif form == "quoted":
            text = f'"{" ".join(phrase.words)}"'
        elif form == "you":
            text = phrase.plural() if phrase.kind != "clause" else clause_text(phrase)
        elif (
            form == "np" and row.relation in ("HasA", "MadeUpOf", "HasProperty") and _comes_in_numbers(phrase)
        ):
            text = phrase.text("plural")
        elif form == "np":
            text = phrase.text(before=before)
        else:
            text = phrase.text()
        if row.facets and phrase.kind in ("adjective", "participle"):
            degree = next((facet_text(f, self._tagger) for f in row.facets if f.kind == "degree"), "")
            text = f"{degree} {text}".strip()
        return text

    @staticmethod
    def _finite(phrase: Phrase, plural: bool, negated: bool, adverb: str) -> str:
        """`eat fish` as what the subject does: `eats fish`, `does not eat fish`, `cannot watch`."""
        words = phrase.words
        if phrase.kind == "modal":
            rest = " ".join(phrase.text().split()[1:])
            modal = "can" if words[0] == "cannot" else words[0]
            return f"{agree(modal, plural, negated or words[0] == 'cannot', adverb)} {rest}"
        if phrase.kind == "past" and not negated:
            return phrase.text()
        base = phrase.base().split()
        place = phrase.verb
        if negated or phrase.negated or adverb or base[place] == "be":
            verb = agree(base[place], plural, negated != phrase.negated, adverb)
            return " ".join([*base[:place], verb, *base[place + 1 :]])
        return phrase.plural() if plural else phrase.third()

    @staticmethod
    def _joined(text: str, facets: str) -> str:
        return f"{text} {facets}" if facets else text


def _without_repeats(tails: Sequence[str]) -> list[str]:
    """The items without those that another one says too: of `big`, `big and loud`, the second."""
    kept = list(dict.fromkeys(tails))
    said = {tail: frozenset(tail.lower().split()) - _SMALL for tail in kept}
    kept = [tail for tail in kept if not any(said[tail] < said[other] for other in kept)]
    for tail in [tail for tail in kept if " and " in tail]:
        if any(said[tail] & said[other] - _SMALL for other in kept if other != tail):
            kept.remove(tail)  # `healthy and delicious, and tasty and healthy`
    return kept


_CLAUSE = re.compile(r"\b(who|that|which) (\w+)")


def _of_several(found: re.Match[str]) -> str:
    """`people who lies` → `people who lie`."""
    verb = found[2]
    finite = {"is": "are", "has": "have", "does": "do"}.get(verb)
    if finite is None and look_up(verb).forms & THIRD:
        finite = look_up(verb).verb
    return f"{found[1]} {finite or verb}"


# Of several people: `poets can be found at their home`.
_OF_MANY = {
    "its": "their",
    "itself": "themselves",
    "his": "their",
    "himself": "themselves",
    "herself": "themselves",
    "his/her": "their",
}

_THEIRS = re.compile(r"\b(?:his/her|his|himself|herself|its|itself)\b")

# Patterns whose subject is not `you`.
_OF_OTHERS = ("someone who", "people ")
_OF_SOMEONE = {"your": "their", "yours": "theirs", "yourself": "themselves", "you": "them"}

_YOURS = re.compile(r"\b(?:yourself|yours|your|you)\b")

_SMALL = frozenset("a an the and or of in on at to for with by from it its them their your you be".split())


def clause_text(phrase: Phrase) -> str:
    """A clause of a lemmatised source with its verb conjugated: `you be hungry` → `you are hungry`."""
    at = phrase.verb
    if at < 1 or phrase.words[at] not in ("be", "have", "do"):
        return phrase.text()
    before = bare(phrase.words[at - 1])
    plural = before in ("you", "they", "we", "i") or phrase.tags[at - 1] == "NNS"
    words = [*phrase.words[:at], agree(phrase.words[at], plural), *phrase.words[at + 1 :]]
    return Phrase(words, phrase.tags, "clause", at).text()


def _comes_in_numbers(phrase: Phrase) -> bool:
    found = chunks(phrase.words, phrase.tags)
    return (
        bool(found) and not found[0].determined and bare(phrase.words[found[0].end - 1]) in COMES_IN_NUMBERS
    )
