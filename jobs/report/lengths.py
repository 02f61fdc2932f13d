"""How long documents are, in characters and in tokens, and how full sequences are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jobs.report.distributions import Distribution, Numbers, by_size, size_limits
from jobs.report.sampling import Extent, Sample, sample
from jobs.report.stages import Run, Stage
from schemas.document import Document
from schemas.quality import QualityScores
from schemas.tokens import TokenizedDocument

_NUMBERS = 250_000
_TOKENS = 50_000
_TEXTS = 20_000
_SOURCES = 24


@dataclass(frozen=True, slots=True)
class SourceLengths:
    """The lengths of one source's documents, on the scale of all of them."""

    source: str
    lengths: Distribution


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths of the documents of one stage: `what` says what is counted (`characters`, `tokens`), `when`
    where in the run; `sources` are the ones with most documents, `others` how many more there are.
    """

    what: str
    when: str
    stage: str
    all: Distribution
    sources: list[SourceLengths]
    others: int
    extent: Extent


def lengths(run: Run) -> Iterator[Lengths]:
    """Characters before the quality rules where those were measured, or of what sources became, and tokens of
    what is left.
    """
    if scores := run.of_record(QualityScores):
        yield from _lengths(scores[0], "characters", "before the quality rules", "characters", _NUMBERS)
    elif not run.of_record(TokenizedDocument) and (documents := run.of_record(Document)):
        yield from _lengths(documents[-1], "characters", "of the last documents", "text", _TEXTS)
    for stage in run.of_record(TokenizedDocument)[:1]:
        if not scores:
            yield from _lengths(stage, "bytes of text", "of what is left", "text_bytes", _NUMBERS)
        yield from _lengths(stage, "tokens", "of what is left", "tokens", _TOKENS)


def _lengths(stage: Stage, what: str, when: str, column: str, budget: int) -> Iterator[Lengths]:
    rows = sample(stage, budget)
    by_source = _read(rows, column)
    if not by_source:
        return
    everything = np.concatenate(list(by_source.values()))
    limits = size_limits(everything)
    every = by_size(everything, limits=limits)
    assert every is not None
    largest = sorted(by_source, key=lambda source: (-len(by_source[source]), source))[:_SOURCES]
    yield Lengths(
        what=what,
        when=when,
        stage=stage.folder,
        all=every,
        sources=[
            SourceLengths(source, found)
            for source in largest
            if (found := by_size(by_source[source], limits=limits))
        ],
        others=len(by_source) - len(largest),
        extent=rows.extent,
    )


def _read(rows: Sample, column: str) -> dict[str, Numbers]:
    found: dict[str, list[Numbers]] = {}
    for batch in rows.batches(["source", column]):
        counted = _counted(batch.column(column))
        sources = batch.column("source").dictionary_encode()
        codes = sources.indices.to_numpy(zero_copy_only=False)
        for code, source in enumerate(sources.dictionary.to_pylist()):
            found.setdefault(source, []).append(counted[codes == code])
    return {source: np.concatenate(parts) for source, parts in sorted(found.items())}


def _counted(column: pa.Array) -> Numbers:
    if pa.types.is_list(column.type):
        column = pc.list_value_length(column)
    elif pa.types.is_string(column.type):
        column = pc.utf8_length(column)
    numbers: Numbers = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return numbers
