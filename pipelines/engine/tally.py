"""How much of each source comes out of a stage, and how much rules drop of it: what a funnel is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine.stages import Schema, schema_of
from schemas.manifest import SourceTally


class SourceTallies:
    """Counts records and batches of one schema by their column `source`; without one it counts nothing.

    Characters are those of the column `text`, tokens those of `tokens`, where there is one. A dropped record
    of whatever class is counted if it has a `source`.
    """

    def __init__(self, output: Schema) -> None:
        schema = schema_of(output)
        kinds = {field.name: field.type for field in schema}
        self._counts = kinds.get("source") == pa.string()
        self._text = kinds.get("text") == pa.string()
        self._tokens = pa.types.is_list(kinds.get("tokens", pa.null()))
        self._rows: Counter[str] = Counter()
        self._characters: Counter[str] = Counter()
        self._token_counts: Counter[str] = Counter()
        self._dropped: dict[str, Counter[str]] = {}
        self._dropped_characters: dict[str, Counter[str]] = {}

    def record(self, record: Any) -> None:
        """Counts a record that comes out."""
        if self._counts:
            source = record.source
            self._rows[source] += 1
            if self._text:
                self._characters[source] += len(record.text)
            if self._tokens:
                self._token_counts[source] += len(record.tokens)

    def batch(self, batch: pa.RecordBatch) -> None:
        """Counts the rows of a batch that comes out."""
        if self._counts and batch.num_rows:
            columns = {"source": batch.column("source")}
            if self._text:
                columns["characters"] = pc.utf8_length(batch.column("text"))
            if self._tokens:
                columns["tokens"] = pc.list_value_length(batch.column("tokens"))
            sums = [(name, "sum") for name in columns if name != "source"]
            together = pa.table(columns).group_by("source").aggregate([("source", "count"), *sums])
            for row in together.to_pylist():
                self._rows[row["source"]] += row["source_count"]
                self._characters[row["source"]] += row.get("characters_sum", 0)
                self._token_counts[row["source"]] += row.get("tokens_sum", 0)

    def drop(self, reason: str, record: Any) -> None:
        """Counts a record that a rule dropped."""
        source = getattr(record, "source", None)
        if isinstance(source, str):
            self._dropped.setdefault(source, Counter())[reason] += 1
            text = getattr(record, "text", None)
            if isinstance(text, str):
                self._dropped_characters.setdefault(source, Counter())[reason] += len(text)

    def counted(self) -> dict[str, SourceTally]:
        """What was counted, by source."""
        return {
            source: SourceTally(
                rows=self._rows[source],
                characters=self._characters[source],
                tokens=self._token_counts[source],
                dropped=_sorted(self._dropped.get(source, {})),
                dropped_characters=_sorted(self._dropped_characters.get(source, {})),
            )
            for source in sorted({*self._rows, *self._dropped})
        }


def sum_tallies(tallies: Iterable[Mapping[str, SourceTally]]) -> dict[str, SourceTally]:
    """The counts together, by source."""
    by_source: dict[str, list[SourceTally]] = {}
    for tally in tallies:
        for source, counts in tally.items():
            by_source.setdefault(source, []).append(counts)
    return {
        source: SourceTally(
            rows=sum(c.rows for c in counts),
            characters=sum(c.characters for c in counts),
            tokens=sum(c.tokens for c in counts),
            dropped=sum_counts(c.dropped for c in counts),
            dropped_characters=sum_counts(c.dropped_characters for c in counts),
        )
        for source, counts in sorted(by_source.items())
    }


def sum_counts(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The counts together, in the order of their names."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return _sorted(total)


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
