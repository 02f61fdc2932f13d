"""The paragraph of a subject that is a thing, a being or an activity."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from curation.seeded import Choices
from curation.tuples.relations import RELATIONS
from curation.verbalise.facets import MAX_FACETS, facet_text
from curation.verbalise.lexicon import NOUN, THIRD, look_up, participle
from curation.verbalise.noun_phrases import chunks
from curation.verbalise.people import PERSON
from curation.verbalise.phrases import Phrase, analyse, analyse_words, tidy
from curation.verbalise.places import at_place
from curation.verbalise.sentences import ADVERBS, QUANTIFIERS, agree, listed, sentence
from curation.verbalise.subjects import Subject
from curation.verbalise.tagging import Tagger, bare
from curation.verbalise.templates import LEXICAL, ORDER, TEMPLATES, Form, Options, Template
from curation.verbalise.words.lemmatised import FEELINGS
from curation.verbalise.words.nouns import COMES_IN_NUMBERS, MASS
from curation.verbalise.words.verbs import HARDLY_NOUNS, INTRANSITIVE, LINKING, STATES
from schemas.knowledge import KnowledgeTuple

PREDICATE = "predicate"
MAX_LISTED = 4
_VERB = re.compile(r"\[(\w+)\]")
# Of what stands before the tails, what decides about an article.
_BEFORE_TAIL = re.compile(r"\b(for|of|need|require)\]? \{T\}")
_BASE = re.compile(r"\b(to|can|might|may|should) \{V\}")
_PERSON_PRONOUNS = re.compile(r"\b(i|i'm|me|my|we)\b", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the tuples: the text, the tuples it says, and why the others could not be said."""

    text: str
    tuples: list[KnowledgeTuple]
    unsaid: Counter[str]


@dataclass(slots=True)
class _Said:
    """Tails that one sentence can join: same relation, negation, modality, kind of tail."""

    relation: str
    negated: bool
    modality: str
    options: Options
    items: list[tuple[Phrase, KnowledgeTuple, str]] = field(default_factory=list)


def tell(
    subject: Subject, head: str, rows: Sequence[KnowledgeTuple], tagger: Tagger, choices: Choices
) -> Told:
    """A paragraph about the subject; `head` is how the tuples write it."""
    unsaid: Counter[str] = Counter()
    groups: dict[tuple[object, ...], _Said] = {}
    for row in rows:
        said = _phrase(row, subject, tagger)
        if isinstance(said, str):
            unsaid[said] += 1
            continue
        phrase, options = said
        relation = row.relation if row.relation in RELATIONS else PREDICATE
        if relation == PREDICATE and options is not _PREDICATE_OPTIONS:
            relation = "AtLocation"
        negated = row.negated != (phrase.negated and relation != PREDICATE)
        modality = _modality(row.modality)
        key = (ORDER.get(relation, 99), relation, negated, modality, id(options))
        if key not in groups:
            groups[key] = _Said(relation, negated, modality, options)
        groups[key].items.append((phrase, row, _facets(row, tagger)))
    sentences: list[str] = []
    told: list[KnowledgeTuple] = []
    writer = _Writer(subject, head, tagger, choices)
    for _, group in sorted(groups.items(), key=lambda item: (item[0][0], item[0][2])):
        for start in range(0, len(group.items), MAX_LISTED):
            part = group.items[start : start + MAX_LISTED]
            text, used = writer.write(group, part, again=start > 0)
            if text:
                sentences.append(text)
                told.extend(used)
    return Told(" ".join(sentences), told, unsaid)


def _modality(modality: str) -> str:
    word = modality.lower().strip()
    return word if word in ADVERBS or word in QUANTIFIERS else ""


def _facets(row: KnowledgeTuple, tagger: Tagger) -> str:
    if not row.facets:
        return ""
    found = [facet_text(facet, tagger) for facet in row.facets if facet.kind != "degree"]
    return " ".join([text for text in found if text][:MAX_FACETS])


def _phrase(row: KnowledgeTuple, subject: Subject, tagger: Tagger) -> tuple[Phrase, Options] | str:
    """The tail as a phrase and the templates that can say it, or why there are none."""
    relation = row.relation
    if relation in LEXICAL:
        phrase = analyse(row.tail, "noun", tagger)
        if (
            relation == "HasContext"
            and phrase is not None
            and (phrase.kind != "noun" or phrase.tags[0] == "RB")
        ):
            return "tail-does-not-fit"  # `obsolete` is no field
        return (phrase, LEXICAL[relation]) if phrase else "tail-fragment"
    if _PERSON_PRONOUNS.search(row.tail):
        return "first-person"
    if subject.human and relation in ("UsedFor", "ObjectUse"):
        return "people-are-not-used"
    if "Person" in row.tail:
        row = dataclasses.replace(row, tail=PERSON.sub(lambda found: "someone" + (found[2] or ""), row.tail))
    if relation not in RELATIONS and relation in _AT_PLACES and not row.negated:
        # Mined questions ask why there are castles in Europe: that says where some are, not where all are.
        phrase = analyse(f"{relation[3:]} {row.tail}", "noun", tagger)
        if phrase is not None and phrase.kind == "prepositional":
            return phrase, TEMPLATES["AtLocation"].things["prepositional"]
    if relation not in RELATIONS:
        return _predicate(row, tagger)
    templates = TEMPLATES.get(relation)
    if templates is None:
        return "relation-not-sayable"
    phrase = analyse(row.tail, templates.expected, tagger)
    if phrase is None:
        return "tail-fragment"
    lemmatised = phrase.kind == "verb" and phrase.tags[1:2] in (["NN"], ["NNS"], ["JJ"])
    if relation in ("IsA", "InstanceOf", "DefinedAs") and lemmatised:
        words = [participle(phrase.words[0]), *phrase.words[1:]]  # `domesticated plant`
        phrase = Phrase(words, ["JJ", *phrase.tags[1:]], "noun", -1, phrase.negated)
    if relation == "Causes" and len(phrase.words) == 1:
        word = bare(phrase.words[0])
        if phrase.kind == "adjective" and word in MASS:
            phrase = Phrase(phrase.words, ["NN"], "noun", -1, phrase.negated)  # `fun`
        elif word not in HARDLY_NOUNS and look_up(word).forms & NOUN:
            phrase = analyse(row.tail, "noun", tagger) or phrase  # `arrest`
    if relation == "DefinedAs" and _SPECIES.fullmatch(row.tail):
        return phrase, _SCIENTIFIC_NAME
    if relation == "IsA" and _MEASURED.search(row.tail):
        return phrase, _VERBATIM
    feeling = phrase.kind == "verb" and phrase.words[-1] in FEELINGS and phrase.verb == len(phrase.words) - 1
    if relation == "HasProperty" and feeling and not subject.human:
        return phrase, _GERUND
    if relation == "HasProperty" and phrase.kind == "noun" and _is_possession(phrase):
        return phrase, TEMPLATES["HasA"].things["noun"]
    if relation == "HasProperty" and phrase.verb >= 0 and phrase.words[phrase.verb] in LINKING:
        return phrase, TEMPLATES["CapableOf"].things["verb"]
    if relation == "ReceivesAction" and phrase.verb >= 0 and phrase.words[phrase.verb] in _ONCE:
        return phrase, _ONCE_DONE
    by_kind = templates.events if subject.event and templates.events is not None else templates.things
    options = by_kind.get(phrase.kind)
    if options is None and phrase.kind != "noun" and "noun" in by_kind:
        # Tagged as something that does not fit: what does the words say as a noun phrase?
        phrase = analyse(row.tail, "noun", tagger) or phrase
        options = by_kind.get(phrase.kind)
    return (phrase, options) if options else "tail-does-not-fit"


def _is_possession(phrase: Phrase) -> bool:
    """`four corners` and `good food` of a thing are what it has, `art` is what it is."""
    if phrase.tags[0] in ("CD", "NNS"):
        return True
    found = chunks(phrase.words, phrase.tags)
    plural = bool(found) and phrase.tags[found[0].end - 1] == "NNS"
    return plural and phrase.tags[0] in ("JJ", "CD", "NN")


def _predicate(row: KnowledgeTuple, tagger: Tagger) -> tuple[Phrase, Options] | str:
    """A free-text predicate and its object as one verb phrase."""
    phrase = analyse_words([*tidy(row.relation), *tidy(row.tail)], "verb", tagger)
    if phrase is None:
        return "tail-fragment"
    if phrase.kind not in ("verb", "modal", "past", "third"):
        return "predicate-without-verb"
    return phrase, _PREDICATE_OPTIONS


_SPECIES = re.compile(r"[A-Z][a-z]+(?: [a-z]+){1,2}")
_SCIENTIFIC_NAME: Options = (
    Template("the scientific name of {one} is {T}", "verbatim"),
    Template("biologists call {one} {T}", "verbatim"),
)
_MEASURED = re.compile(r"\(-?\d[\d,.]* m\)$")
_VERBATIM: Options = (Template("{S} [be] {T}", "verbatim"),)
_GERUND: Options = (Template("{S} [be] {T}", "gerund"),)
_AT_PLACES = frozenset(("be in", "be on", "be at"))
_PREDICATE_OPTIONS: Options = (Template("{S} {T}", "plain"),)


# What is done to something once, or always: it is, and not it can be.
_ONCE = frozenset(
    """
        abbreviate associate base bear call compose consider create develop discover found govern invent
        know locate name own pronounce rule spell write
    """.split()
)
_ONCE_DONE: Options = (Template("{S} [be] {T}", "participle"),)


class _Writer:
    """Writes one paragraph's sentences; remembers whether the subject has been named."""

    def __init__(self, subject: Subject, head: str, tagger: Tagger, choices: Choices) -> None:
        self._label = " ".join(tidy(head))
        self._subject = subject
        self._tagger = tagger
        self._choices = choices
        self._named = False

    def write(
        self, group: _Said, items: Sequence[tuple[Phrase, KnowledgeTuple, str]], again: bool
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
            and all("[" not in option.pattern for option in options)
            and group.options is not _PREDICATE_OPTIONS
        ):
            return "", []
        if bare((self._subject.base or "-").split()[0]) in STATES:
            options = [option for option in options if not option.pattern.startswith("before")] or options
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
        if group.options is _PREDICATE_OPTIONS:
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
            if group.negated and template.joint == "and" and group.options is not _PREDICATE_OPTIONS
            else template.joint
        )
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
