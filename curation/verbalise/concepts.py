"""The paragraph of a subject that is a thing, a being or an activity."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from curation.seeded import Choices
from curation.tuples.relations import RELATIONS
from curation.verbalise.chunks import chunks
from curation.verbalise.concept_sentences import PREDICATE_OPTIONS, Said, Writer
from curation.verbalise.endings import with_plurals
from curation.verbalise.facets import MAX_FACETS, facet_text
from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import NOUN, VERB, look_up, participle
from curation.verbalise.people import PERSON
from curation.verbalise.phrases import Phrase, analyse, analyse_words, tidy
from curation.verbalise.relation_order import ORDER
from curation.verbalise.sentences import ADVERBS, QUANTIFIERS
from curation.verbalise.slips import TYPED
from curation.verbalise.subjects import Subject
from curation.verbalise.tagging import Tagger
from curation.verbalise.template import Options, Template
from curation.verbalise.templates import LEXICAL, TEMPLATES
from curation.verbalise.words.attested_pairs import ATTESTED_PAIRS
from curation.verbalise.words.lemmatised import ATTESTED, FEELINGS
from curation.verbalise.words.mass import MASS
from curation.verbalise.words.verbs import HARDLY_NOUNS, LINKING
from schemas.knowledge import KnowledgeTuple

PREDICATE = "predicate"
MAX_LISTED = 4
_PERSON_PRONOUNS = re.compile(r"\b(i|i'm|me|my|we)\b", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the tuples: the text, the tuples it says, and why the others could not be said."""

    text: str
    tuples: list[KnowledgeTuple]
    unsaid: Counter[str]


def tell(
    subject: Subject, head: str, rows: Sequence[KnowledgeTuple], tagger: Tagger, choices: Choices
) -> Told:
    """A paragraph about the subject; `head` is how the tuples write it."""
    unsaid: Counter[str] = Counter()
    groups: dict[tuple[object, ...], Said] = {}
    for row in rows:
        said = _phrase(row, subject, tagger)
        if isinstance(said, str):
            unsaid[said] += 1
            continue
        phrase, options = said
        relation = row.relation if row.relation in RELATIONS else PREDICATE
        if relation == PREDICATE and options is not PREDICATE_OPTIONS:
            relation = "AtLocation"
        negated = row.negated != (phrase.negated and relation != PREDICATE)
        modality = _modality(row.modality)
        key = (ORDER.get(relation, 99), relation, negated, modality, id(options))
        if key not in groups:
            groups[key] = Said(relation, negated, modality, options)
        groups[key].items.append((phrase, row, _facets(row, tagger)))
    sentences: list[str] = []
    told: list[KnowledgeTuple] = []
    writer = Writer(subject, head, tagger, choices)
    for _, group in sorted(groups.items(), key=lambda item: (item[0][0], item[0][2])):
        for start in range(0, len(group.items), MAX_LISTED):
            part = group.items[start : start + MAX_LISTED]
            text, used = writer.write(group, part, again=start > 0)
            if text:
                if text not in sentences:  # two relations may say the same
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
    tail = row.tail
    if relation in ("UsedFor", "ObjectUse"):
        tail = _USE_AS.sub("", tail)
    phrase = analyse(tail, templates.expected, tagger)
    if phrase is None:
        return "tail-fragment"
    if row.source in TYPED and relation in _DONE and phrase.kind == "noun" and _may_be_done(phrase):
        phrase = analyse(tail, "verb", tagger) or phrase  # `state your case`, `journal arrivals`
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
    if (
        subject.event
        and relation in ("UsedFor", "MotivatedByGoal")
        and phrase.kind == "noun"
        and _is_counted(phrase)
    ):
        return "tail-does-not-fit"  # `go to school | UsedFor | student`
    by_kind = templates.events if subject.event and templates.events is not None else templates.things
    options = by_kind.get(phrase.kind)
    if options is None and phrase.kind != "noun" and "noun" in by_kind:
        # Tagged as something that does not fit: what does the words say as a noun phrase?
        phrase = analyse(row.tail, "noun", tagger) or phrase
        options = by_kind.get(phrase.kind)
    return (phrase, options) if options else "tail-does-not-fit"


_DONE = frozenset(("ObjectUse", "UsedFor", "HasSubevent"))


def _may_be_done(phrase: Phrase) -> bool:
    """Whether it could be a verb with its object, and is no compound that English has."""
    if len(phrase.words) < 2 or phrase.tags[0] != "NN" or phrase.tags[1] not in ("NN", "NNS", "JJ"):
        return False
    first, second = bare(phrase.words[0]), bare(phrase.words[1])
    pair = (first, look_up(second).noun)
    return bool(look_up(first).forms & VERB) and pair not in ATTESTED_PAIRS and pair not in ATTESTED


def _is_counted(phrase: Phrase) -> bool:
    """One thing, or a person: no purpose."""
    found = chunks(phrase.words, phrase.tags)
    return bool(found) and phrase.text().startswith(("a ", "an ", "one "))


def _is_possession(phrase: Phrase) -> bool:
    """`four corners` and `good food` of a thing are what it has, `art` is what it is."""
    if phrase.tags[0] in ("CD", "NNS"):
        return True
    found = chunks(phrase.words, phrase.tags)
    plural = bool(found) and phrase.tags[found[0].end - 1] == "NNS"
    return plural and phrase.tags[0] in ("JJ", "CD", "NN")


def _predicate(row: KnowledgeTuple, tagger: Tagger) -> tuple[Phrase, Options] | str:
    """A free-text predicate and its object as one verb phrase."""
    words = [*tidy(row.relation), *tidy(row.tail)]
    if len(words) == 2:
        words = with_plurals(" ".join(words), True).split()  # `eat human`
    phrase = analyse_words(words, "verb", tagger)
    if phrase is None:
        return "tail-fragment"
    if phrase.kind not in ("verb", "modal", "past", "third"):
        return "predicate-without-verb"
    return phrase, PREDICATE_OPTIONS


# What is used is said already: `use as storage`, `to be used as a weapon`.
_USE_AS = re.compile(r"^(?:to )?(?:be )?use(?:d)? (?:(?:it|them) )?(?=as |for |in |by |to )")
_SPECIES = re.compile(r"[A-Z][a-z]+(?: [a-z]+){1,2}")
_SCIENTIFIC_NAME: Options = (
    Template("the scientific name of {one} is {T}", "verbatim"),
    Template("biologists call {one} {T}", "verbatim"),
)
_MEASURED = re.compile(r"\(-?\d[\d,.]* m\)$")
_VERBATIM: Options = (Template("{S} [be] {T}", "verbatim"),)
_GERUND: Options = (Template("{S} [be] {T}", "gerund"),)
_AT_PLACES = frozenset(("be in", "be on", "be at"))


# What is done to something once, or always: it is, and not it can be.
_ONCE = frozenset(
    """
        abbreviate associate base bear call compose consider create develop discover found govern invent
        know locate name own pronounce rule spell write
    """.split()
)
_ONCE_DONE: Options = (Template("{S} [be] {T}", "participle"),)
