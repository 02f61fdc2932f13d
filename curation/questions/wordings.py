"""How relations are asked and stated in English.

Each relation is a line with its name, followed by lines that begin with `-` (a question to which one value is
the answer), `+` (one to which a list is), `=` (a statement) and `?` (a question that it answers with yes).
`{s}` is the subject, `{s's}` its possessive, `{v}` a value, `{on v}` a date, `{in v}` and `{at v}` a place
with its preposition, `{a v}` a value with an article, `{l v}` one with a small letter, `{when}` the time
that a number is of (empty, or ` in 2021`); `{is}` is the verb in the number and tense of the subject,
`{was}` in the past (of people: in theirs); `{does}` and `{belongs}` likewise.
"""

from __future__ import annotations

from dataclasses import dataclass

from curation.questions.words import organisations, others, people, places, unstated, works


@dataclass(frozen=True, slots=True)
class Wording:
    """What can be asked and said about a relation; empty fields cannot."""

    one: tuple[str, ...]
    several: tuple[str, ...]
    statement: str
    check: str


def _read(table: str) -> dict[str, Wording]:
    found = {}
    for block in _blocks(table):
        said: dict[str, list[str]] = {"-": [], "+": [], "=": [], "?": []}
        for line in block[1:]:
            said[line[0]].append(line[2:])
        found[block[0]] = Wording(
            tuple(said["-"]), tuple(said["+"]), "".join(said["="][:1]), "".join(said["?"][:1])
        )
    return found


def _blocks(table: str) -> list[list[str]]:
    """A name and the lines that belong to it."""
    found: list[list[str]] = []
    for line in table.strip().split("\n"):
        if line[0] in "-+=?":
            found[-1].append(line)
        else:
            found.append([line])
    return found


WORDINGS = {
    name: wording
    for table in (people.TABLE, places.TABLE, organisations.TABLE, works.TABLE, others.TABLE)
    for name, wording in _read(table).items()
}
UNSTATED = _read(unstated.TABLE)
