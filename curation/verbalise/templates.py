"""How each relation is said of a subject that is a thing or an activity. Wordings are ours.

A template is a sentence with marks: `{S}` the subject, `{O}` the subject after a verb, `{N}` its name,
`{T}` the tails; `[be]` is the sentence's main verb, which agrees with the subject and takes `not` and
adverbs. `{V}` and `{G}` are an activity as `go to the zoo` and `going to the zoo`. Tails come in the form
that the template names; which forms a tail can take depends on what kind of phrase it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from curation.verbalise.phrases import Kind
from curation.verbalise.tagging import Expected

# How a tail is written: `np` with article, `number` the same in the subject's number, `base` (get money),
# `gerund`, `participle`, `plain` as it is, `place` with a preposition, `you` (you are hungry), `quoted`,
# `verbatim` not even tidied.
Form: TypeAlias = Literal[
    "np", "number", "base", "gerund", "participle", "plain", "place", "you", "quoted", "verbatim"
]


@dataclass(frozen=True, slots=True)
class Template:
    """A pattern and how its tails are written and joined. `plain_only`: it has no place for `not` and
    adverbs.
    """

    pattern: str
    form: Form
    joint: str = "and"
    plain_only: bool = False


Options: TypeAlias = tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class RelationTemplates:
    """What a relation expects as a tail, and its templates by the kind of phrase that the tail is. Kinds that
    are not there cannot be said.
    """

    expected: Expected
    things: Mapping[Kind, Options]
    events: Mapping[Kind, Options] | None = None


def _options(*patterns: str, form: Form, joint: str = "and", plain_only: bool = False) -> Options:
    return tuple(Template(pattern, form, joint, plain_only or "[" not in pattern) for pattern in patterns)


def _kinds(**by_kind: Options) -> dict[Kind, Options]:
    return by_kind  # type: ignore[return-value]


def _same(options: Options, kinds: str) -> dict[Kind, Options]:
    return dict.fromkeys(kinds.split(), options)  # type: ignore[arg-type]


def _np_or_gerund(*patterns: str, joint: str = "and") -> dict[Kind, Options]:
    noun = _options(*patterns, form="np", joint=joint)
    activity = _options(*patterns, form="gerund", joint=joint)
    return {"noun": noun, "gerund": activity, "verb": activity}


_IS = _options("{S} [be] {T}", form="plain")
_IS_A = _options("{S} [be] {T}", form="number")
_PARTICIPLE = _options("{S} [can] be {T}", form="participle", joint="or")
_CAN = _options("{S} [can] {T}", "{S} [can] {T}", "{S} [be] able to {T}", form="base")
_CAUSE = _options(
    "{S} [can] cause {T}", "{S} [can] lead to {T}", "{S} [may] result in {T}", form="np", joint="or"
)
_CAUSE_DOING = _options("{S} [can] lead to {T}", "{S} [may] result in {T}", form="gerund", joint="or")

TEMPLATES: dict[str, RelationTemplates] = {
    "IsA": RelationTemplates(
        "noun",
        _kinds(
            noun=_IS_A,
            gerund=_IS,
            verb=_options("{S} [be] {T}", form="gerund"),
            adjective=_IS,
            participle=_IS,
        ),
    ),
    "DefinedAs": RelationTemplates(
        "noun",
        {
            "noun": _options("{S} [be] {T}", form="number")
            + _options("{S} [can] be defined as {T}", form="np"),
            **_same(_options("{S} [can] be defined as {T}", form="gerund"), "gerund verb"),
            **_same(_IS, "adjective participle"),
        },
    ),
    "HasProperty": RelationTemplates(
        "property",
        {
            **_same(_IS, "adjective participle adverb prepositional gerund"),
            "verb": _options("{S} [be] {T}", form="participle"),
            "noun": _IS_A,
        },
    ),
    "HasA": RelationTemplates("noun", _kinds(noun=_options("{S} [have] {T}", form="np"))),
    "MadeOf": RelationTemplates(
        "noun", _kinds(noun=_options("{S} [be] made of {T}", "{S} [can] be made of {T}", form="np"))
    ),
    "MadeUpOf": RelationTemplates(
        "noun",
        _kinds(noun=_options("{S} [contain] {T}", "{S} [include] {T}", "{S} [have] {T}", form="np")),
    ),
    "PartOf": RelationTemplates("noun", _kinds(noun=_options("{S} [be] part of {T}", form="np"))),
    "AtLocation": RelationTemplates(
        "noun",
        {
            **_same(
                _options("{S} [can] be found {T}", "{S} [may] be found {T}", form="place", joint="or")
                + _options(
                    "you can find {O} {T}", "you are likely to find {O} {T}", form="place", joint="or"
                ),
                "noun gerund prepositional adverb",
            )
        },
        _same(
            _options("{S} [can] happen {T}", "people {V} {T}", form="place", joint="or"),
            "noun prepositional adverb",
        ),
    ),
    "LocatedNear": RelationTemplates(
        "noun", _kinds(noun=_options("{S} [can] be found near {T}", form="np", joint="or"))
    ),
    "CapableOf": RelationTemplates(
        "verb",
        {
            "verb": _CAN,
            "gerund": _CAN,
            "third": _CAN,
            "participle": _PARTICIPLE,
            "adjective": _options("{S} [can] be {T}", form="plain", joint="or"),
        },
        {
            **_same(_options("{S} [can] {T}", form="base"), "verb gerund third"),
            "adjective": _options("{S} [can] be {T}", form="plain", joint="or"),
        },
    ),
    "ReceivesAction": RelationTemplates(
        "verb",
        {
            **_same(_PARTICIPLE, "verb participle past"),
            "adjective": _options("{S} [can] be {T}", form="plain", joint="or"),
            "prepositional": _IS,
        },
    ),
    "UsedFor": RelationTemplates(
        "any",
        {
            "verb": _options(
                "{S} [be] used to {T}",
                "{S} [can] be used to {T}",
                "you can use {O} to {T}",
                "people use {O} to {T}",
                form="base",
            )
            + _options("{S} [be] used for {T}", form="gerund"),
            "gerund": _options("{S} [be] used for {T}", "{S} [can] be used for {T}", form="gerund"),
            "noun": _options("{S} [be] used for {T}", "{S} [can] be used for {T}", form="np"),
            "prepositional": _options("{S} [can] be used {T}", form="plain", joint="or"),
        },
        {
            "verb": _options("you can {V} to {T}", "{S} [be] a way to {T}", "people {V} to {T}", form="base"),
            "gerund": _options("{S} [be] a way of {T}", form="gerund"),
            "noun": _options("{S} [be] good for {T}", "people {V} for {T}", form="np"),
        },
    ),
    "CreatedBy": RelationTemplates(
        "noun",
        _kinds(
            noun=_options("{S} [be] created by {T}", "{S} [be] made by {T}", form="np"),
            gerund=_options("{S} [be] created by {T}", form="gerund"),
        ),
    ),
    "Desires": RelationTemplates(
        "verb",
        {
            "verb": _options("{S} [want] to {T}", "{S} [like] to {T}", form="base"),
            "gerund": _options("{S} [like] {T}", form="gerund"),
            **_same(_options("{S} [want] {T}", form="np"), "noun participle"),
            "adjective": _options("{S} [want] to be {T}", form="plain"),
        },
    ),
    "Causes": RelationTemplates(
        "any",
        {
            "noun": _CAUSE,
            "gerund": _CAUSE_DOING,
            "verb": _CAUSE_DOING,
            "adjective": _options("{S} [can] make you {T}", form="plain"),
            "participle": _options("{S} [can] get you {T}", form="plain"),
            "clause": _options("{S} [can] mean that {T}", form="you"),
        },
    ),
    "CausesDesire": RelationTemplates(
        "verb",
        {
            "verb": _options(
                "{S} [can] make you want to {T}", "{S} [may] make people want to {T}", form="base"
            ),
            "gerund": _options("{S} [can] make you want to {T}", form="base"),
            "noun": _options("{S} [can] make you want {T}", form="np"),
        },
    ),
    "SymbolOf": RelationTemplates(
        "noun",
        {
            "noun": _options("{S} [be] a symbol of {T}", "{S} [can] stand for {T}", form="np"),
            "gerund": _options("{S} [can] stand for {T}", form="gerund"),
            "adjective": _options("{S} [can] stand for being {T}", form="plain"),
        },
    ),
    "MannerOf": RelationTemplates(
        "any", _np_or_gerund("{S} [be] a kind of {T}"), _np_or_gerund("{S} [be] a way of {T}")
    ),
    "DistinctFrom": RelationTemplates("any", _np_or_gerund("{S} [be] not the same as {T}", joint="or")),
    "HasSubevent": RelationTemplates(
        "verb",
        {
            "noun": _options("{S} [can] involve {T}", "{S} [may] include {T}", form="np"),
            **_same(_options("{S} [can] involve {T}", "{S} [may] include {T}", form="gerund"), "verb gerund"),
        },
        {
            "verb": _options(
                "when you {V}, you [may] {T}", "while {G}, you [may] {T}", form="base", joint="or"
            )
            + _options("{S} [can] involve {T}", form="gerund"),
            "gerund": _options("{S} [can] involve {T}", form="gerund"),
            "noun": _options("{S} [can] involve {T}", form="np"),
            "clause": _options("when you {V}, {T}", "while {G}, you may find that {T}", form="you"),
            "adjective": _options("when you {V}, you [may] be {T}", form="plain", joint="or"),
        },
    ),
    "HasFirstSubevent": RelationTemplates(
        "verb",
        {
            "noun": _options("{S} [begin] with {T}", form="np"),
            **_same(_options("{S} [begin] with {T}", form="gerund"), "verb gerund"),
        },
        {
            "verb": _options("the first thing you do when you {V} is {T}", form="base", joint="or")
            + _options("when you {V}, you first {T}", form="you", joint="or"),
            "gerund": _options("{S} [begin] with {T}", form="gerund"),
            "noun": _options("{S} [begin] with {T}", form="np"),
        },
    ),
    "HasLastSubevent": RelationTemplates(
        "verb",
        {
            "noun": _options("{S} [end] with {T}", form="np"),
            **_same(_options("{S} [end] with {T}", form="gerund"), "verb gerund"),
        },
        {
            "verb": _options("the last thing you do when you {V} is {T}", form="base", joint="or"),
            "gerund": _options("{S} [end] with {T}", form="gerund"),
            "noun": _options("{S} [end] with {T}", form="np"),
        },
    ),
    "HasPrerequisite": RelationTemplates(
        "any",
        {
            **_np_or_gerund("{S} [require] {T}"),
            "participle": _options("{S} [have] to be {T} first", form="plain"),
        },
        {
            "verb": _options(
                "to {V}, you [need] to {T}",
                "before you {V}, you [have] to {T}",
                "if you want to {V}, you should {T}",
                form="base",
            ),
            "gerund": _options("{S} [require] {T}", form="gerund"),
            "noun": _options(
                "to {V}, you [need] {T}", "{S} [require] {T}", "you [need] {T} to {V}", form="np"
            ),
            "adjective": _options("to {V}, you [need] to be {T}", form="plain"),
            "participle": _options("to {V}, you [need] to be {T}", form="plain"),
        },
    ),
    "MotivatedByGoal": RelationTemplates(
        "verb",
        {
            "noun": _options("{S} [serve] {T}", form="np"),
            **_same(_options("the goal of {N} is to {T}", form="base"), "verb"),
        },
        {
            "verb": _options(
                "you might {V} because you want to {T}",
                "people {V} to {T}",
                "someone who wants to {T} might {V}",
                form="base",
            ),
            "gerund": _options("people {V} for the sake of {T}", form="gerund"),
            "noun": _options("you might {V} for {T}", "people {V} for the sake of {T}", form="np"),
            "clause": _options("you might {V} because {T}", form="you"),
            "adjective": _options("you might {V} because you want to be {T}", form="plain"),
        },
    ),
    "xReason": RelationTemplates(
        "clause",
        _kinds(noun=_options("{S} [happen] because of {T}", form="np")),
        {
            **_same(_options("you might {V} because you {T}", form="you", joint="or"), "verb past modal"),
            "clause": _options("you might {V} because {T}", form="you", joint="or"),
            "prepositional": _options("you might {V} because {T}", form="plain", joint="or"),
            "adjective": _options("you might {V} because you are {T}", form="plain", joint="or"),
            "noun": _options("you might {V} because of {T}", form="np", joint="or"),
        },
    ),
    "ObstructedBy": RelationTemplates("any", _np_or_gerund("{S} [can] be prevented by {T}", joint="or")),
    "HinderedBy": RelationTemplates(
        "clause",
        {
            **_np_or_gerund("{S} [can] be prevented by {T}", joint="or"),
            "clause": _options("{S} [may] be impossible if {T}", form="you", joint="or"),
        },
    ),
    "Entails": RelationTemplates("any", _np_or_gerund("{S} [imply] {T}")),
    "RelatedTo": RelationTemplates(
        "noun",
        {
            **_np_or_gerund("{S} [be] related to {T}"),
            "noun": _options("{S} [be] related to {T}", form="number"),
        },
    ),
    "SimilarTo": RelationTemplates(
        "noun",
        {
            **_np_or_gerund("{S} [be] similar to {T}"),
            "adjective": _options("{S} [be] similar to {T}", form="plain"),
        },
    ),
    "InheritsFrom": RelationTemplates("noun", _np_or_gerund("{S} [be] a kind of {T}")),
    "HasPainIntensity": RelationTemplates(
        "property", _same(_options("the pain of {N} is {T}", form="plain"), "adjective noun")
    ),
    "HasPainCharacter": RelationTemplates(
        "property", _same(_options("the pain of {N} is {T}", form="plain"), "adjective noun verb gerund")
    ),
    "dbpedia/capital": RelationTemplates(
        "noun", _kinds(noun=_options("the capital of {N} is {T}", form="plain"))
    ),
    "dbpedia/field": RelationTemplates("noun", _np_or_gerund("{S} [work] in the field of {T}")),
    "dbpedia/genre": RelationTemplates(
        "noun", _kinds(noun=_options("{S} [belong] to the genre of {T}", form="plain"))
    ),
    "dbpedia/genus": RelationTemplates(
        "noun", _kinds(noun=_options("{S} [belong] to the genus {T}", form="plain"))
    ),
    "dbpedia/influencedBy": RelationTemplates(
        "noun", _kinds(noun=_options("{S} [be] influenced by {T}", form="np"))
    ),
    "dbpedia/knownFor": RelationTemplates("noun", _np_or_gerund("{S} [be] known for {T}")),
    "dbpedia/language": RelationTemplates(
        "noun", _kinds(noun=_options("the language of {N} is {T}", form="plain"))
    ),
    "dbpedia/leader": RelationTemplates(
        "noun", _kinds(noun=_options("the leader of {N} is {T}", form="plain"))
    ),
    "dbpedia/occupation": RelationTemplates(
        "noun", _kinds(noun=_options("by occupation, {S} [be] {T}", form="np"))
    ),
    "dbpedia/product": RelationTemplates("noun", _np_or_gerund("{S} [produce] {T}")),
}
# ATOMIC's relations of an event that names nobody (`write story`).
_NOTHING: dict[Kind, Options] = {}


def _after(pattern: str, form: Form, kinds: str) -> RelationTemplates:
    return RelationTemplates("verb", _NOTHING, _same(_options(pattern, form=form), kinds))


def _felt(who: str, verb: str) -> RelationTemplates:
    does = _options(f"when you {{V}}, {who} {{T}}", form="you")
    is_so = _options(f"when you {{V}}, {who} may {verb} {{T}}", form="plain")
    kinds = {**_same(does, "verb third"), **_same(is_so, "adjective participle")}
    return RelationTemplates("predicate", _NOTHING, kinds)


TEMPLATES |= {
    "xIntent": RelationTemplates("verb", _NOTHING, TEMPLATES["MotivatedByGoal"].events),
    "xNeed": RelationTemplates("verb", _NOTHING, TEMPLATES["HasPrerequisite"].events),
    "xWant": _after("after you {V}, you may want to {T}", "base", "verb gerund third"),
    "oWant": _after("when you {V}, others may want to {T}", "base", "verb gerund third"),
    "isAfter": _after("before you {V}, you {T}", "you", "verb third"),
    "isBefore": _after("after you {V}, you {T}", "you", "verb third"),
    "xEffect": _felt("you", "be"),
    "oEffect": _felt("others", "be"),
    "xReact": _felt("you", "feel"),
    "oReact": _felt("others", "feel"),
    "xAttr": RelationTemplates(
        "property",
        _NOTHING,
        _same(_options("people who {V} are often {T}", form="plain"), "adjective"),
    ),
}
TEMPLATES["InstanceOf"] = TEMPLATES["IsA"]
TEMPLATES["ObjectUse"] = TEMPLATES["UsedFor"]

# Of a head with these relations, something is done (`go to a concert`), or it is something (`concert`).
EVENT_RELATIONS = frozenset(
    """
    HasSubevent HasFirstSubevent HasLastSubevent HasPrerequisite MotivatedByGoal xReason xIntent xWant xNeed
    xEffect xReact
    """.split()
)
THING_RELATIONS = frozenset(
    """
    AtLocation CapableOf CreatedBy DefinedAs Desires HasA InstanceOf LocatedNear MadeOf MadeUpOf ObjectUse
    PartOf ReceivesAction SymbolOf
    """.split()
)

# Said of words, which stand in quotation marks.
LEXICAL: dict[str, Options] = {
    "Synonym": _options(
        "the word {S} means much the same as {T}", "another word for {S} is {T}", form="quoted", joint="or"
    ),
    "Antonym": _options("the opposite of {S} is {T}", form="quoted", joint="or"),
    "FormOf": _options("{S} is a form of the word {T}", form="quoted", joint="or"),
    "DerivedFrom": _options("the word {S} is derived from {T}", form="quoted"),
    "CompoundDerivedFrom": _options("the word {S} is made up of {T}", form="quoted"),
    "EtymologicallyDerivedFrom": _options("the word {S} comes from {T}", form="quoted"),
    "EtymologicallyRelatedTo": _options("the word {S} has the same origin as {T}", form="quoted"),
    "TranslationOf": _options("{S} is a translation of {T}", form="quoted"),
    "HasContext": _options("the word {S} is used in {T}", "in {T}, people use the word {S}", form="np"),
}

# What it is comes first, then its parts, how it is, what it does, what for, where, and what comes of it.
ORDER: dict[str, int] = {
    relation: place
    for place, relation in enumerate(
        """
        IsA InstanceOf InheritsFrom DefinedAs dbpedia/occupation dbpedia/genre dbpedia/genus MannerOf
        SimilarTo DistinctFrom HasA MadeUpOf MadeOf PartOf CreatedBy HasProperty HasPainIntensity
        HasPainCharacter CapableOf predicate ReceivesAction Desires UsedFor ObjectUse dbpedia/field
        dbpedia/product dbpedia/knownFor dbpedia/influencedBy dbpedia/language dbpedia/capital
        dbpedia/leader AtLocation LocatedNear SymbolOf RelatedTo xAttr MotivatedByGoal xIntent xReason
        HasPrerequisite xNeed isAfter HasFirstSubevent HasSubevent HasLastSubevent Causes CausesDesire
        xEffect xReact xWant oEffect oReact oWant isBefore Entails ObstructedBy HinderedBy Synonym Antonym
        FormOf DerivedFrom CompoundDerivedFrom EtymologicallyDerivedFrom EtymologicallyRelatedTo
        TranslationOf HasContext
        """.split()
    )
}
