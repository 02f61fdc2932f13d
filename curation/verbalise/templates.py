"""How each relation is said of a subject that is a thing or an activity. Wordings are ours.

A template is a sentence with marks: `{S}` the subject, `{O}` the subject after a verb, `{N}` its name,
`{T}` the tails; `[be]` is the sentence's main verb, which agrees with the subject and takes `not` and
adverbs. `{V}` and `{G}` are an activity as `go to the zoo` and `going to the zoo`. Tails come in the form
that the template names; which forms a tail can take depends on what kind of phrase it is.
"""

from __future__ import annotations

from curation.verbalise.phrases import Kind
from curation.verbalise.template import (
    Form,
    Options,
    RelationTemplates,
    kinds,
    np_or_gerund,
    options,
    same,
)

_IS = options("{S} [be] {T}", form="plain")
_IS_A = options("{S} [be] {T}", form="number")
_PARTICIPLE = options("{S} [can] be {T}", form="participle", joint="or")
_CAN = options("{S} [can] {T}", "{S} [can] {T}", "{S} [be] able to {T}", form="base")
_CAUSE = options(
    "{S} [can] cause {T}", "{S} [can] lead to {T}", "{S} [may] result in {T}", form="np", joint="or"
)
_CAUSE_DOING = options("{S} [can] lead to {T}", "{S} [may] result in {T}", form="gerund", joint="or")

TEMPLATES: dict[str, RelationTemplates] = {
    "IsA": RelationTemplates(
        "noun",
        kinds(
            noun=_IS_A,
            gerund=_IS,
            verb=options("{S} [be] {T}", form="gerund"),
            adjective=_IS,
            participle=_IS,
        ),
    ),
    "DefinedAs": RelationTemplates(
        "noun",
        {
            "noun": options("{S} [be] {T}", form="number")
            + options("{S} [can] be defined as {T}", form="np"),
            **same(options("{S} [can] be defined as {T}", form="gerund"), "gerund verb"),
            **same(_IS, "adjective participle"),
        },
    ),
    "HasProperty": RelationTemplates(
        "property",
        {
            **same(_IS, "adjective participle adverb prepositional gerund"),
            "verb": options("{S} [be] {T}", form="participle"),
            "noun": _IS_A,
        },
    ),
    "HasA": RelationTemplates("noun", kinds(noun=options("{S} [have] {T}", form="np"))),
    "MadeOf": RelationTemplates(
        "noun", kinds(noun=options("{S} [be] made of {T}", "{S} [can] be made of {T}", form="np"))
    ),
    "MadeUpOf": RelationTemplates(
        "noun",
        kinds(noun=options("{S} [contain] {T}", "{S} [include] {T}", "{S} [have] {T}", form="np")),
    ),
    "PartOf": RelationTemplates("noun", kinds(noun=options("{S} [be] part of {T}", form="np"))),
    "AtLocation": RelationTemplates(
        "noun",
        {
            **same(
                options("{S} [can] be found {T}", "{S} [may] be found {T}", form="place", joint="or")
                + options("you can find {O} {T}", "you are likely to find {O} {T}", form="place", joint="or"),
                "noun gerund prepositional adverb",
            )
        },
        same(
            options("{S} [can] happen {T}", "people {V} {T}", form="place", joint="or"),
            "noun prepositional adverb",
        ),
    ),
    "LocatedNear": RelationTemplates(
        "noun", kinds(noun=options("{S} [can] be found near {T}", form="np", joint="or"))
    ),
    "CapableOf": RelationTemplates(
        "verb",
        {
            "verb": _CAN,
            "gerund": _CAN,
            "third": _CAN,
            "participle": _PARTICIPLE,
            "adjective": options("{S} [can] be {T}", form="plain", joint="or"),
        },
        {
            **same(options("{S} [can] {T}", form="base"), "verb gerund third"),
            "adjective": options("{S} [can] be {T}", form="plain", joint="or"),
        },
    ),
    "ReceivesAction": RelationTemplates(
        "verb",
        {
            **same(_PARTICIPLE, "verb participle past"),
            "adjective": options("{S} [can] be {T}", form="plain", joint="or"),
            "prepositional": _IS,
        },
    ),
    "UsedFor": RelationTemplates(
        "any",
        {
            "verb": options(
                "{S} [be] used to {T}",
                "{S} [can] be used to {T}",
                "you can use {O} to {T}",
                "people use {O} to {T}",
                form="base",
            )
            + options("{S} [be] used for {T}", form="gerund"),
            "gerund": options("{S} [be] used for {T}", "{S} [can] be used for {T}", form="gerund"),
            "noun": options("{S} [be] used for {T}", "{S} [can] be used for {T}", form="np"),
            "prepositional": options("{S} [can] be used {T}", form="plain", joint="or"),
        },
        {
            "verb": options("you can {V} to {T}", "{S} [be] a way to {T}", "people {V} to {T}", form="base"),
            "gerund": options("{S} [be] a way of {T}", form="gerund"),
            "noun": options("{S} [be] good for {T}", "people {V} for {T}", form="np"),
        },
    ),
    "CreatedBy": RelationTemplates(
        "noun",
        kinds(
            noun=options("{S} [be] created by {T}", "{S} [be] made by {T}", form="np"),
            gerund=options("{S} [be] created by {T}", form="gerund"),
        ),
    ),
    "Desires": RelationTemplates(
        "verb",
        {
            "verb": options("{S} [want] to {T}", "{S} [like] to {T}", form="base"),
            "gerund": options("{S} [like] {T}", form="gerund"),
            **same(options("{S} [want] {T}", form="np"), "noun participle"),
            "adjective": options("{S} [want] to be {T}", form="plain"),
        },
    ),
    "Causes": RelationTemplates(
        "any",
        {
            "noun": _CAUSE,
            "gerund": _CAUSE_DOING,
            "verb": _CAUSE_DOING,
            "adjective": options("{S} [can] make you {T}", form="plain"),
            "participle": options("{S} [can] get you {T}", form="plain"),
            "clause": options("{S} [can] mean that {T}", form="you"),
        },
    ),
    "CausesDesire": RelationTemplates(
        "verb",
        {
            "verb": options(
                "{S} [can] make you want to {T}", "{S} [may] make people want to {T}", form="base"
            ),
            "gerund": options("{S} [can] make you want to {T}", form="base"),
            "noun": options("{S} [can] make you want {T}", form="np"),
        },
    ),
    "SymbolOf": RelationTemplates(
        "noun",
        {
            "noun": options("{S} [be] a symbol of {T}", "{S} [can] stand for {T}", form="np"),
            "gerund": options("{S} [can] stand for {T}", form="gerund"),
            "adjective": options("{S} [can] stand for being {T}", form="plain"),
        },
    ),
    "MannerOf": RelationTemplates(
        "any", np_or_gerund("{S} [be] a kind of {T}"), np_or_gerund("{S} [be] a way of {T}")
    ),
    "DistinctFrom": RelationTemplates("any", np_or_gerund("{S} [be] not the same as {T}", joint="or")),
    "HasSubevent": RelationTemplates(
        "verb",
        {
            "noun": options("{S} [can] involve {T}", "{S} [may] include {T}", form="np"),
            **same(options("{S} [can] involve {T}", "{S} [may] include {T}", form="gerund"), "verb gerund"),
        },
        {
            "verb": options(
                "when you {V}, you [may] {T}", "while {G}, you [may] {T}", form="base", joint="or"
            )
            + options("{S} [can] involve {T}", form="gerund"),
            "gerund": options("{S} [can] involve {T}", form="gerund"),
            "noun": options("{S} [can] involve {T}", form="np"),
            "clause": options("when you {V}, {T}", "while {G}, you may find that {T}", form="you"),
            "adjective": options("when you {V}, you [may] be {T}", form="plain", joint="or"),
        },
    ),
    "HasFirstSubevent": RelationTemplates(
        "verb",
        {
            "noun": options("{S} [begin] with {T}", form="np"),
            **same(options("{S} [begin] with {T}", form="gerund"), "verb gerund"),
        },
        {
            "verb": options("the first thing you do when you {V} is {T}", form="base", joint="or")
            + options("when you {V}, you first {T}", form="you", joint="or"),
            "gerund": options("{S} [begin] with {T}", form="gerund"),
            "noun": options("{S} [begin] with {T}", form="np"),
        },
    ),
    "HasLastSubevent": RelationTemplates(
        "verb",
        {
            "noun": options("{S} [end] with {T}", form="np"),
            **same(options("{S} [end] with {T}", form="gerund"), "verb gerund"),
        },
        {
            "verb": options("the last thing you do when you {V} is {T}", form="base", joint="or"),
            "gerund": options("{S} [end] with {T}", form="gerund"),
            "noun": options("{S} [end] with {T}", form="np"),
        },
    ),
    "HasPrerequisite": RelationTemplates(
        "any",
        {
            **np_or_gerund("{S} [require] {T}"),
            "participle": options("{S} [have] to be {T} first", form="plain"),
        },
        {
            "verb": options(
                "to {V}, you [need] to {T}",
                "before you {V}, you [have] to {T}",
                "if you want to {V}, you should {T}",
                form="base",
            ),
            "gerund": options("{S} [require] {T}", form="gerund"),
            "noun": options(
                "to {V}, you [need] {T}", "{S} [require] {T}", "you [need] {T} to {V}", form="np"
            ),
            "adjective": options("to {V}, you [need] to be {T}", form="plain"),
            "participle": options("to {V}, you [need] to be {T}", form="plain"),
        },
    ),
    "MotivatedByGoal": RelationTemplates(
        "verb",
        {
            "noun": options("{S} [serve] {T}", form="np"),
            **same(options("the goal of {N} is to {T}", form="base"), "verb"),
        },
        {
            "verb": options(
                "you might {V} because you want to {T}",
                "people {V} to {T}",
                "someone who wants to {T} might {V}",
                form="base",
            ),
            "gerund": options("people {V} for the sake of {T}", form="gerund"),
            "noun": options("you might {V} for {T}", "people {V} for the sake of {T}", form="np"),
            "clause": options("you might {V} because {T}", form="you"),
            "adjective": options("you might {V} because you want to be {T}", form="plain"),
        },
    ),
    "xReason": RelationTemplates(
        "clause",
        kinds(noun=options("{S} [happen] because of {T}", form="np")),
        {
            **same(options("you might {V} because you {T}", form="you", joint="or"), "verb past modal"),
            "clause": options("you might {V} because {T}", form="you", joint="or"),
            "prepositional": options("you might {V} because {T}", form="plain", joint="or"),
            "adjective": options("you might {V} because you are {T}", form="plain", joint="or"),
            "noun": options("you might {V} because of {T}", form="np", joint="or"),
        },
    ),
    "ObstructedBy": RelationTemplates("any", np_or_gerund("{S} [can] be prevented by {T}", joint="or")),
    "HinderedBy": RelationTemplates(
        "clause",
        {
            **np_or_gerund("{S} [can] be prevented by {T}", joint="or"),
            "clause": options("{S} [may] be impossible if {T}", form="you", joint="or"),
        },
    ),
    "Entails": RelationTemplates("any", np_or_gerund("{S} [imply] {T}")),
    "RelatedTo": RelationTemplates(
        "noun",
        {
            **np_or_gerund("{S} [be] related to {T}"),
            "noun": options("{S} [be] related to {T}", form="number"),
        },
    ),
    "SimilarTo": RelationTemplates(
        "noun",
        {
            **np_or_gerund("{S} [be] similar to {T}"),
            "adjective": options("{S} [be] similar to {T}", form="plain"),
        },
    ),
    "InheritsFrom": RelationTemplates("noun", np_or_gerund("{S} [be] a kind of {T}")),
    "HasPainIntensity": RelationTemplates(
        "property", same(options("the pain of {N} is {T}", form="plain"), "adjective noun")
    ),
    "HasPainCharacter": RelationTemplates(
        "property", same(options("the pain of {N} is {T}", form="plain"), "adjective noun verb gerund")
    ),
    "dbpedia/capital": RelationTemplates(
        "noun", kinds(noun=options("the capital of {N} is {T}", form="plain"))
    ),
    "dbpedia/field": RelationTemplates("noun", np_or_gerund("{S} [work] in the field of {T}")),
    "dbpedia/genre": RelationTemplates(
        "noun", kinds(noun=options("{S} [belong] to the genre of {T}", form="plain"))
    ),
    "dbpedia/genus": RelationTemplates(
        "noun", kinds(noun=options("{S} [belong] to the genus {T}", form="plain"))
    ),
    "dbpedia/influencedBy": RelationTemplates(
        "noun", kinds(noun=options("{S} [be] influenced by {T}", form="np"))
    ),
    "dbpedia/knownFor": RelationTemplates("noun", np_or_gerund("{S} [be] known for {T}")),
    "dbpedia/language": RelationTemplates(
        "noun", kinds(noun=options("the language of {N} is {T}", form="plain"))
    ),
    "dbpedia/leader": RelationTemplates(
        "noun", kinds(noun=options("the leader of {N} is {T}", form="plain"))
    ),
    "dbpedia/occupation": RelationTemplates(
        "noun", kinds(noun=options("by occupation, {S} [be] {T}", form="np"))
    ),
    "dbpedia/product": RelationTemplates("noun", np_or_gerund("{S} [produce] {T}")),
}
# ATOMIC's relations of an event that names nobody (`write story`).
_NOTHING: dict[Kind, Options] = {}


def _after(pattern: str, form: Form, kinds: str) -> RelationTemplates:
    return RelationTemplates("verb", _NOTHING, same(options(pattern, form=form), kinds))


def _felt(who: str, verb: str) -> RelationTemplates:
    does = options(f"when you {{V}}, {who} {{T}}", form="you")
    is_so = options(f"when you {{V}}, {who} may {verb} {{T}}", form="plain")
    kinds = {**same(does, "verb third"), **same(is_so, "adjective participle")}
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
        same(options("people who {V} are often {T}", form="plain"), "adjective"),
    ),
}
TEMPLATES["InstanceOf"] = TEMPLATES["IsA"]
TEMPLATES["ObjectUse"] = TEMPLATES["UsedFor"]


# Said of words, which stand in quotation marks.
LEXICAL: dict[str, Options] = {
    "Synonym": options(
        "the word {S} means much the same as {T}", "another word for {S} is {T}", form="quoted", joint="or"
    ),
    "Antonym": options("the opposite of {S} is {T}", form="quoted", joint="or"),
    "FormOf": options("{S} is a form of the word {T}", form="quoted", joint="or"),
    "DerivedFrom": options("the word {S} is derived from {T}", form="quoted"),
    "CompoundDerivedFrom": options("the word {S} is made up of {T}", form="quoted"),
    "EtymologicallyDerivedFrom": options("the word {S} comes from {T}", form="quoted"),
    "EtymologicallyRelatedTo": options("the word {S} has the same origin as {T}", form="quoted"),
    "TranslationOf": options("{S} is a translation of {T}", form="quoted"),
    "HasContext": options("the word {S} is used in {T}", "in {T}, people use the word {S}", form="np"),
}
