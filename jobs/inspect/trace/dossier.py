"""All that a run of the recipe `preferences` has about one question, from its page to its pairs.

Questions and verdicts lie where the hash of their page's id says, scores and pairs where that of the question
does, and responses in the shards that are named like those of their questions: no more is read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow.compute as pc

from jobs.errors import UsageError
from jobs.inspect.find import find_id
from jobs.inspect.place import Place, RowsFile, StageAt, rows_files
from jobs.inspect.selection import DOCUMENT, PAIR, Scan
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.trace.evidence import at
from jobs.inspect.trace.rows_of import Found, RowsOf
from jobs.inspect.views import dropped_record

QUESTION = "Question"
_ID = re.compile(r"(?P<question>(?P<page>.+)#q[^/]*)(?:/(?P<rest>.+))?", re.DOTALL)
_MOST_NEAR = 3
# By record: where its rows belong in a dossier.
_BY_PAGE = {"Response": "responses", "CheckedResponse": "checked"}
_BY_QUESTION = {"ScoredResponse": "scored", PAIR: "pairs"}


@dataclass(frozen=True, slots=True)
class At:
    """A row and the stage that it is of."""

    stage: StageAt
    found: Found

    @property
    def row(self) -> dict[str, Any]:
        """Its values."""
        return self.found.row

    @property
    def where(self) -> str:
        """Its stage's folder, file and number there."""
        return at(self.stage, self.found)


@dataclass(slots=True)
class Dossier:
    """The rows. `pages` are all revisions of the question's pages; `dropped` is what was kept of it as a
    dropped row, its `record` an object; `rejected` what could not be processed.
    """

    question: At
    pages: list[At] = field(default_factory=list)
    facts: list[At] = field(default_factory=list)
    responses: list[At] = field(default_factory=list)
    checked: list[At] = field(default_factory=list)
    scored: list[At] = field(default_factory=list)
    pairs: list[At] = field(default_factory=list)
    dropped: list[At] = field(default_factory=list)
    rejected: list[At] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The question's."""
        return str(self.question.row["id"])

    def ids(self) -> list[str]:
        """Everything that can be asked for: the question, its responses, their claims, its pairs."""
        claims = [claim["id"] for one in self.checked for claim in one.row["claims"]]
        rows = [*self.responses, *self.pairs]
        return list(dict.fromkeys([self.id, *(one.row["id"] for one in rows), *claims]))


def collect(run: Place, name: str) -> Dossier | None:
    """What there is about the question that a name is of, or begins with; None where the name is of no such
    form, or the run asks nothing. Raises UsageError where there is no such question, with those near it.
    """
    form = _ID.fullmatch(name)
    questions = [stage for stage in run.stages if stage.record == QUESTION]
    if form is None or not questions:
        return None
    search = _Search(run, form["page"], form["question"])
    found = search.dossier(questions)
    if found is None:
        raise UsageError(_unknown(questions, form["page"], form["question"]))
    return found


def near(name: str, ids: Sequence[str]) -> str:
    """Those of the ids that are most like a name, as words; empty if none is."""
    return ", ".join(difflib.get_close_matches(name, ids, n=_MOST_NEAR, cutoff=0.3))


class _Search:
    """Looks a question up."""

    def __init__(self, run: Place, page: str, question: str) -> None:
        self._run = run
        self._by_id: dict[str, RowsOf] = {}
        self._page = page
        self._question = question

    def dossier(self, questions: Sequence[StageAt]) -> Dossier | None:
        """The question and what belongs to it; None if it is in none of these stages."""
        by_page = self._of(self._page)
        asked = [
            At(stage, one) for stage in questions for one in by_page.with_value(stage, "id", self._question)
        ]
        if not asked:
            return None
        found = Dossier(asked[0])
        for stage in self._run.stages:
            self._add(stage, found)
        found.responses.sort(key=_place)
        found.scored.sort(key=_place)
        return found

    def _add(self, stage: StageAt, found: Dossier) -> None:
        if stage.record == DOCUMENT:
            found.pages += [
                At(stage, one)
                for page in found.question.row["documents"]
                for one in self._of(page).rows(stage)
            ]
        elif stage.record == "Fact":
            for fact in found.question.row["facts"]:
                facts = self._of(fact.rpartition("#")[0]).with_value(stage, "id", fact)
                found.facts += [At(stage, one) for one in facts]
        elif stage.record in _BY_PAGE or stage.record in _BY_QUESTION:
            rows_of = self._of(self._page if stage.record in _BY_PAGE else self._question)
            rows = [At(stage, one) for one in rows_of.with_value(stage, "question", self._question)]
            getattr(found, (_BY_PAGE | _BY_QUESTION)[stage.record]).extend(rows)
            for dropped in self._aside(stage, rows_of, "dropped", "id"):
                record = dropped.row | {"record": dropped_record(dropped.row)}
                found.dropped.append(At(stage, Found(dropped.file, dropped.number, record)))
            found.rejected += [At(stage, one) for one in self._aside(stage, rows_of, "rejected", "where")]

    def _aside(self, stage: StageAt, rows_of: RowsOf, side: str, column: str) -> list[Found]:
        """Rows that were set aside, of the question itself or of what has an id that begins with its."""

        def read(file: RowsFile, shard: ShardFile) -> Iterator[Found]:
            names: dict[str, None] = {}
            for rows in shard.rows([column]):
                begin = pc.starts_with(rows.batch.column(0), self._question)
                names |= dict.fromkeys(rows.batch.column(0).filter(begin).to_pylist())
            for name in names:
                if name == self._question or name.startswith(f"{self._question}/"):
                    for number, row in find_id(shard, column, name):
                        yield Found(file.name, number, row)

        return list(rows_of.side(stage, side).each(read))

    def _of(self, name: str) -> RowsOf:
        return self._by_id.setdefault(name, RowsOf(self._run.stages, name, grouped=True))


def _place(one: At) -> tuple[str, int, str]:
    """Responses in the order of their samples, model by model."""
    identifier = str(one.row["id"])
    head, _, sample = identifier.rpartition("/")
    return head, int(sample) if sample.isdecimal() else 0, identifier


def _unknown(stages: Sequence[StageAt], page: str, question: str) -> str:
    """What to say of a question that is not there."""
    digest = question.rpartition("#")[2]
    same_page, same_digest, first = [], [], ""
    for stage in stages:
        for _, _, rows in Scan(rows_files(stage.path)).rows(["id"]):
            for identifier in rows.batch.column(0).to_pylist():
                first = first or identifier
                if identifier.startswith(f"{page}#"):
                    same_page.append(identifier)
                elif identifier.endswith(f"#{digest}"):
                    same_digest.append(identifier)
    where = " or ".join(stage.path for stage in stages)
    if same_digest or same_page:
        nearest = near(question, same_digest) or near(question, same_page)
        of_page = f"; {len(same_page):,} questions are about {page}" if same_page else ""
        return f"there is no question {question} in {where}{of_page}. Near it: {nearest}"
    like = f", and ids look like {first}" if first else ""
    return f"there is no question {question} in {where}: none is about {page}{like}"
