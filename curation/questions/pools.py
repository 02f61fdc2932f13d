"""Facts of one relation and type of subject from all over the corpus: wrong answers to questions about other
subjects, and what subjects are compared with.
"""

from __future__ import annotations

import heapq
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from curation.facts.contested import Contested
from curation.questions.wordings import WORDINGS
from schemas.arrow import arrow_schema, batch_to_rows
from schemas.facts import Fact, PooledFact
from schemas.keys import text_key
from schemas.manifest import Manifest

_FACTS, _PLACES = "pools.arrow", "pools.json"
_NAMES = [field.name for field in fields(Fact)]


def pool_of(relation: str, subject_type: str) -> str:
    """The name of the pool."""
    return f"{relation}/{subject_type}"


@dataclass(frozen=True)
class PoolFacts:
    """Function of a map stage that uses that of the contested facts: of each pool the `size` facts of the
    shard that come first in a random order, which the seed and each fact's key decide.

    Holds as many facts as there are pools times `size`.
    """

    seed: int
    size: int

    def __call__(self, facts: Iterable[Fact], contested: str) -> Iterator[PooledFact]:
        """See the class; the folder is that of the contested facts."""
        unsure = Contested(contested)
        pools: dict[str, list[tuple[int, str, Fact]]] = {}
        for fact in facts:
            if fact.kind == "unstated" or fact.relation not in WORDINGS or fact.key in unsure:
                continue
            pool = pools.setdefault(pool_of(fact.relation, fact.subject_type), [])
            entry = -text_key(str(self.seed), fact.key), fact.id, fact
            if len(pool) < self.size:
                heapq.heappush(pool, entry)
            elif entry[0] > pool[0][0]:
                heapq.heapreplace(pool, entry)
        for name in sorted(pools):
            for rank, _, fact in sorted(pools[name], key=lambda entry: (-entry[0], entry[1])):
                yield PooledFact(pool=name, rank=-rank, **_columns(fact))


@dataclass(frozen=True)
class MergePools:
    """Function of a group stage, by pool: the `size` facts of the corpus that come first."""

    size: int

    def __call__(self, groups: Iterable[tuple[str, list[PooledFact]]]) -> Iterator[PooledFact]:
        """See the class."""
        for _, facts in groups:
            once = {fact.key: fact for fact in sorted(facts, key=lambda fact: (fact.rank, fact.id))}
            yield from list(once.values())[: self.size]


def write_pools(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage: all pools in one file, and where in it each stands."""
    tables = [_read(f"{folder}/{file.name}") for file in manifest.files]
    schema = arrow_schema(PooledFact)
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    table = table.sort_by([("pool", "ascending"), ("rank", "ascending"), ("id", "ascending")])
    places: dict[str, list[int]] = {}
    for number, pool in enumerate(table.column("pool").to_pylist()):
        places.setdefault(pool, [number, 0])[1] += 1
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    for name, data in ((_FACTS, sink.getvalue()), (_PLACES, json.dumps(places, sort_keys=True).encode())):
        with fsspec.open(f"{folder}/{name}", "wb") as file:
            file.write(data)


class Pools:
    """Looks pools up. `folder` is that of the stage; a pool is decoded when it is first asked for."""

    def __init__(self, folder: str) -> None:
        with fsspec.open(f"{folder}/{_FACTS}", "rb") as file:
            self._table = pa.ipc.open_file(pa.BufferReader(file.read())).read_all()
        with fsspec.open(f"{folder}/{_PLACES}", "rb") as file:
            self._places: dict[str, list[int]] = json.load(file)
        self._decoded: dict[str, list[Fact]] = {}

    def get(self, relation: str, subject_type: str) -> list[Fact]:
        """The pool's facts in their random order; none where there is no such pool."""
        name = pool_of(relation, subject_type)
        if name not in self._decoded:
            start, count = self._places.get(name, (0, 0))
            rows = self._table.slice(start, count).select(_NAMES)
            self._decoded[name] = list(batch_to_rows(Fact, rows))
        return self._decoded[name]


def _columns(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in _NAMES}


def _read(path: str) -> pa.Table:
    with fsspec.open(path, "rb") as file:
        return pq.ParquetFile(file).read()
