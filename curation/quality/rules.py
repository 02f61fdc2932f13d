"""The rules: each compares one measure of a document with a threshold, and has a reason code.

A rule is defined where its source is cited: `gopher.py`, `c4.py`, `fineweb.py`. `RULES` has them all.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curation.quality import c4, fineweb, gopher
from curation.quality.rule import Rule
from schemas.quality import QualityScores

# The reason of a document in which there is not one word. No recipe wants these.
EMPTY = "empty"

SETS: Mapping[str, Sequence[Rule]] = {
    "gopher-quality": gopher.QUALITY,
    "gopher-repetition": gopher.REPETITION,
    "c4": c4.RULES,
    "fineweb": fineweb.RULES,
}
RULES: Mapping[str, Rule] = {rule.reason: rule for rules in SETS.values() for rule in rules}


@dataclass(frozen=True)
class RuleSet:
    """Rules that are applied together, in the order of `RULES`."""

    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, sets: Sequence[str], changes: Mapping[str, bool | float]) -> RuleSet:
        """The rules of the sets, and on top of that `changes` by reason: True or False switch a rule on or
        off, a number switches it on with that threshold.

        Raises ValueError for a name that is no set or no rule.
        """
        for name in sets:
            _check(name, SETS, "set of rules")
        on = {rule.reason: rule for name in sets for rule in SETS[name]}
        for reason, change in changes.items():
            _check(reason, RULES, "rule")
            if change is False:
                on.pop(reason, None)
            elif change is True:
                on.setdefault(reason, RULES[reason])
            else:
                on[reason] = replace(RULES[reason], threshold=change)
        return cls(tuple(on[reason] for reason in RULES if reason in on))

    def reasons(self, scores: QualityScores) -> list[str]:
        """Why the document is not wanted, by every rule that says so."""
        if not scores.words:
            return [EMPTY]
        return [rule.reason for rule in self.rules if rule.fails(scores)]


def _check(name: str, names: Mapping[str, object], what: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        raise ValueError(f"there is no {what} {name!r}: {hint}")
