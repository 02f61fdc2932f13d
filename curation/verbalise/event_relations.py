"""The relations of ATOMIC: what their tails are, and which others mean the same of an event with people."""

from __future__ import annotations

from curation.verbalise.function_word_tags import Expected

EXPECTED: dict[str, Expected] = {
    "xNeed": "verb", "xIntent": "verb", "xWant": "verb", "oWant": "verb",
    "xEffect": "predicate", "oEffect": "predicate",
    "xAttr": "property", "xReact": "property", "oReact": "property",
    "xReason": "clause", "HinderedBy": "clause", "isAfter": "clause", "isBefore": "clause",
}  # fmt: skip

# What ConceptNet's relations mean of an event with people.
AS = {
    "HasPrerequisite": "xNeed", "MotivatedByGoal": "xIntent", "UsedFor": "xIntent", "Causes": "xEffect",
    "HasSubevent": "xEffect", "HasFirstSubevent": "xEffect", "HasLastSubevent": "xEffect",
    "CapableOf": "xEffect", "Desires": "xWant", "CausesDesire": "xWant", "HasProperty": "xAttr",
}  # fmt: skip

SAYABLE = {*EXPECTED, *AS, "isFilledBy"}
