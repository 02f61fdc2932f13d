"""The funnel of a run: what each source came with, what each rule dropped of it, and what is left.

It is read off the manifests, and the receipts of stages that are not done, so it takes little time on a run
of any size. The way of the text is found from the end: the stages that the tokens are made of, the stages
that those are made of, and so on, until the stages that turn a source into documents. What lies between two
such levels is one *step*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from jobs.errors import UsageError
from pipelines.engine import RunStage, read_manifest, read_receipts, run_stages_of
from pipelines.engine.tally import sum_counts, sum_tallies
from schemas.manifest import Manifest, Receipt, SourceTally

_DOCUMENT, _TOKENS = "Document", "TokenizedDocument"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one rule dropped: `reason` is its code, `characters` are of text (0: the rows had none yet)."""

    reason: str
    rows: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step did to one source.

    `step` names the stages that what follows reads, `stages` all that took part. Documents and characters
    (code points) are what came in and what is left, `cut` the characters that went out of documents that
    stayed (personal data, repeated paragraphs; negative if text was added). From the step on that makes
    tokens of the text, those are counted instead; documents that are taken several times count as often.
    """

    step: str
    source: str
    stages: list[str]
    documents_in: int
    documents_left: int
    characters_in: int
    characters_left: int
    cut: int
    tokens_in: int
    tokens_left: int
    losses: list[Loss]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of the rows that were read from one source, before there were documents: `rows` were read
    by its first stage, `dropped` and `rejected` by all of its stages, by reason.
    """

    source: str
    rows: int
    documents: int
    characters: int
    dropped: dict[str, int]
    rejected: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """`reading` has a row per source stage; `steps` one per step and source, in the text's order; `rejected`
    the rows rejected after reading, by stage and reason; `unfinished` the stages that are not done.
    """

    reading: list[Reading]
    steps: list[Step]
    rejected: dict[str, dict[str, int]]
    unfinished: list[str] = field(default_factory=list)


def funnel(run: str) -> Funnel:
    """The funnel of a run folder, as far as it is. Raises UsageError where there is no run, or one that makes
    no documents.
    """
    graph = {stage.name: stage for stage in run_stages_of(run)}
    if not graph:
        raise UsageError(f"{run} is no run folder: there is no run.json in it that lists its stages")
    return _Run(run.rstrip("/"), graph).funnel()


class _Run:
    """The stages of a run as they hang together, and what they say of their work as far as it is done."""

    def __init__(self, run: str, graph: dict[str, RunStage]) -> None:
        self._graph = graph
        self._manifests: dict[str, Manifest] = {}
        self._done: dict[str, list[Manifest] | list[Receipt]] = {}
        for name, stage in graph.items():
            folder = f"{run}/{stage.folder}"
            manifest = read_manifest(folder)
            if manifest is not None:
                self._manifests[name] = manifest
            self._done[name] = read_receipts(folder) if manifest is None else [manifest]

    def funnel(self) -> Funnel:
        """See `funnel`."""
        levels = self._levels()
        if not levels:
            raise UsageError("this run makes no documents, so there is no funnel")
        read = {name for source in levels[0] for name in self._upstream(source)}
        steps: list[Step] = []
        before = self._tally(levels[0])
        for above, level in pairwise(levels):
            between = self._between(above, level)
            lost, left = self._tally(between), self._tally(level)
            steps += [
                _step(
                    " + ".join(name for name in self._graph if name in level - above),
                    source,
                    stages=sorted(between),
                    came=before[source],
                    lost=lost.get(source, SourceTally()),
                    left=left.get(source, SourceTally()),
                )
                for source in sorted(before)
                if before[source].rows
            ]
            before = left
        return Funnel(
            reading=[self._reading(name) for name in sorted(levels[0])],
            steps=steps,
            rejected={
                name: found for name in self._graph if name not in read and (found := self._rejected([name]))
            },
            unfinished=[name for name in self._graph if name not in self._manifests],
        )

    def _levels(self) -> list[set[str]]:
        """From the stages that make documents of a source, to the last that has text or tokens."""
        made = {name for name, stage in self._graph.items() if stage.record in (_DOCUMENT, _TOKENS)}
        ends = self._last_of(_TOKENS)[:1] or self._last_of(_DOCUMENT)
        levels = [set(ends)] if ends else []
        while levels:
            above: set[str] = set()
            for name in levels[0]:
                above |= {read for read in self._graph[name].reads if read in made} or {name}
            # A stage that is made of another of its level is on a detour within the step.
            above = {name for name in above if not (self._upstream(name) - {name}) & above}
            if above == levels[0]:
                break
            levels.insert(0, above)
        return levels

    def _last_of(self, record: str) -> list[str]:
        """The stages with such rows that no other such stage reads, in order: of those with tokens, the first
        is what is trained on.
        """
        made = [name for name, stage in self._graph.items() if stage.record == record]
        return [name for name in made if not any(name in self._graph[other].reads for other in made)]

    def _upstream(self, name: str) -> set[str]:
        """The stage and all those it is made of."""
        found: set[str] = set()
        left = [name]
        while left:
            stage = left.pop()
            if stage not in found:
                found.add(stage)
                left += self._graph[stage].reads
        return found

    def _between(self, above: set[str], level: set[str]) -> set[str]:
        """The level's stages and those on the way to it, from the level above (exclusive)."""
        beyond = {upstream for name in above for upstream in self._upstream(name)}
        return {upstream for name in level for upstream in self._upstream(name)} - beyond

    def _work(self, names: Iterable[str]) -> Iterator[Manifest | Receipt]:
        for name in sorted(names):
            yield from self._done[name]

    def _tally(self, names: Iterable[str]) -> dict[str, SourceTally]:
        return sum_tallies(done.sources for done in self._work(names))

    def _rejected(self, names: Iterable[str]) -> dict[str, int]:
        return sum_counts(done.rejected for done in self._work(names))

    def _reading(self, name: str) -> Reading:
        stages = self._upstream(name)
        tally = self._tally([name]).values()
        return Reading(
            source=name,
            rows=sum(done.rows_in for stage in stages for done in self._read_by(stage)),
            documents=sum(counts.rows for counts in tally),
            characters=sum(counts.characters for counts in tally),
            dropped=sum_counts(done.dropped for done in self._work(stages)),
            rejected=self._rejected(stages),
        )

    def _read_by(self, stage: str) -> Iterator[Manifest | Receipt]:
        """The work of a stage, if it reads a source itself."""
        return self._work([] if self._graph[stage].reads else [stage])


def _step(
    name: str, source: str, *, stages: list[str], came: SourceTally, lost: SourceTally, left: SourceTally
) -> Step:
    losses = [
        Loss(reason=reason, rows=rows, characters=lost.dropped_characters.get(reason, 0))
        for reason, rows in sorted(lost.dropped.items(), key=lambda item: (-item[1], item[0]))
    ]
    gone = sum(loss.characters for loss in losses)
    # Tokens stand for all of the text that they are made of.
    characters = came.characters - gone if left.tokens else left.characters
    return Step(
        step=name,
        source=source,
        stages=stages,
        documents_in=came.rows,
        documents_left=left.rows,
        characters_in=came.characters,
        characters_left=characters,
        cut=came.characters - gone - characters,
        tokens_in=came.tokens,
        tokens_left=left.tokens,
        losses=losses,
    )
