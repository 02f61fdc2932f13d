"""Items → an index of their n-grams: arrays on disk, written once by the driver and mapped into memory by
every worker.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import fsspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from curation.decontamination.config import IndexConfig
from curation.decontamination.scan import Filter, coarse_words, keys_at, run_keys, run_width
from curation.dedup.folding import I64, U8, U64
from curation.dedup.shingles import blocks, shingle
from curation.dedup.words import Words, words_of
from schemas.arrow import arrow_schema, batch_to_rows
from schemas.decontamination import EvaluationItem
from schemas.manifest import Manifest

CHECKED, TOO_SHORT, TOO_COMMON = range(3)

_FOLDER = "index"
_ITEMS = "items.arrow"
_BATCH_ROWS = 256


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """`keys` are the hashes of all n-grams, ascending, and `texts[offsets[k]:offsets[k + 1]]` the texts that
    have the k-th of them. `totals` is the number of different n-grams that each text has in the index, and
    `items` the item that it is of, by its place in the stage's rows. `status` is CHECKED, TOO_SHORT or
    TOO_COMMON (none of its n-grams tells anything) by item, `widths` the numbers of words that n-grams have.
    `bits` and `prefixes` are of the coarse keys that n-grams begin with: a filter, and the keys in order;
    runs of `run[0]` words. `coarse` are the coarse keys of whole n-grams, ascending.
    """

    keys: U64
    offsets: I64
    texts: I64
    totals: I64
    items: I64
    status: U8
    widths: I64
    bits: U8
    prefixes: U64
    run: I64
    coarse: U64

    def save(self, folder: str) -> None:
        """Writes the arrays into a folder (a path or URL)."""
        system, inner = fsspec.core.url_to_fs(f"{folder}/{_FOLDER}")
        system.makedirs(inner, exist_ok=True)
        for field in fields(self):
            memory = io.BytesIO()
            np.save(memory, getattr(self, field.name), allow_pickle=False)
            with system.open(f"{inner}/{field.name}.npy", "wb") as file:
                file.write(memory.getbuffer())

    @classmethod
    def load(cls, folder: str) -> NgramIndex:
        """The index in a folder: mapped into memory where it is local, and read otherwise."""
        system, inner = fsspec.core.url_to_fs(f"{folder}/{_FOLDER}")
        local = "file" in system.protocol
        arrays: dict[str, Any] = {}
        for field in fields(cls):
            path = f"{inner}/{field.name}.npy"
            if local:
                # The view is a plain array: a memmap checks itself at every use.
                arrays[field.name] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
            else:
                arrays[field.name] = np.load(io.BytesIO(system.cat_file(path)), allow_pickle=False)
        return cls(**arrays)

    def filter(self) -> Filter:
        """See `bits`."""
        return Filter(self.bits)


def build_index(items: Iterable[EvaluationItem], config: IndexConfig) -> NgramIndex:
    """The index of the items' texts. Memory: about 100 bytes per n-gram."""
    texts, item_of_text, lengths = [], [], []
    for number, item in enumerate(items):
        lengths.append(item.words)
        texts += item.texts
        item_of_text += [number] * len(item.texts)
    grams = [_grams(texts, block, config) for block in blocks(texts)]
    keys, prefixes, coarse, of, widths = (
        np.concatenate([getattr(some, name) for some in grams] or [np.empty(0, np.uint64)])
        for name in ("keys", "prefixes", "coarse", "texts", "widths")
    )
    order = np.lexsort((of, keys))
    once = np.ones(len(keys), bool)
    once[1:] = (np.diff(keys[order]) != 0) | (np.diff(of[order]) != 0)
    order = order[once]
    keys, prefixes, coarse, widths = keys[order], prefixes[order], coarse[order], widths[order]
    of = of[order].astype(np.int64)
    starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    counts = np.diff(starts, append=len(keys))
    telling = counts <= config.max_texts
    # Equal texts are one: the same question in two sets or in several rows says nothing of how common it is.
    for place in np.flatnonzero(~telling).tolist():
        having = of[starts[place] : starts[place] + counts[place]]
        different = {_folded(texts[number]) for number in having.tolist()}
        telling[place] = len(different) <= config.max_texts
    kept = np.repeat(telling, counts)
    of = of[kept]
    totals = np.bincount(of, minlength=len(texts)).astype(np.int64)
    items_array = np.array(item_of_text, np.int64)
    long_enough = np.array(lengths, np.int64) >= config.min_words
    checked = np.zeros(len(lengths), bool)
    checked[items_array[totals > 0]] = True
    status = np.where(checked, CHECKED, np.where(long_enough, TOO_COMMON, TOO_SHORT)).astype(np.uint8)
    prefixes = np.unique(prefixes[kept])
    return NgramIndex(
        keys=keys[starts][telling],
        offsets=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts[telling])]),
        texts=of,
        totals=totals,
        items=items_array,
        status=status,
        widths=np.unique(widths[kept]).astype(np.int64),
        bits=Filter.of(prefixes).bits,
        prefixes=prefixes,
        run=np.array([run_width(config.min_words)], np.int64),
        coarse=np.unique(coarse[kept]),
    )


@dataclass(frozen=True)
class CountWords:
    """Function of a map stage: evaluation items with the number of words of their longest text."""

    def __call__(self, items: Iterable[EvaluationItem]) -> Iterator[EvaluationItem]:
        """See the class."""
        for item in items:
            yield replace(item, words=int(words_of(item.texts).counts.max(initial=0)))


@dataclass(frozen=True)
class WriteIndex:
    """Called when all items are there: writes their index, and the items so that one can be looked up."""

    config: IndexConfig

    def __call__(self, folder: str, manifest: Manifest) -> None:
        """See the class; `folder` is that of the items."""
        paths = [f"{folder}/{file.name}" for file in manifest.files]
        build_index(_items(paths), self.config).save(folder)
        schema = arrow_schema(EvaluationItem)
        with fsspec.open(f"{folder}/{_ITEMS}", "wb") as file, pa.ipc.new_file(file, schema) as writer:
            for path in paths:
                for batch in _batches(path):
                    writer.write_batch(batch.cast(schema))


class Items:
    """Evaluation items by their place in the stage's rows."""

    def __init__(self, folder: str) -> None:
        system, inner = fsspec.core.url_to_fs(f"{folder}/{_ITEMS}")
        local = "file" in system.protocol
        self._bytes = pa.memory_map(inner) if local else pa.BufferReader(system.cat_file(inner))
        self._table = pa.ipc.open_file(self._bytes).read_all()

    def __getitem__(self, number: int) -> EvaluationItem:
        return next(batch_to_rows(EvaluationItem, self._table.slice(number, 1)))


@dataclass(frozen=True, slots=True)
class _Grams:
    keys: U64
    prefixes: U64
    coarse: U64
    texts: U64
    widths: U64


def _grams(texts: list[str], block: range, config: IndexConfig) -> _Grams:
    """The n-grams of a block of texts: those of `config.words` words, or the whole of a shorter text."""
    some = [texts[number] for number in block]
    words, coarse = words_of(some), coarse_words(some)
    run = run_width(config.min_words)
    found = []
    ends = np.cumsum(words.counts).tolist()
    for number, count, end in zip(block, words.counts.tolist(), ends, strict=True):
        if count < config.min_words:
            continue
        width = min(count, config.words)
        begin = end - count
        alone = Words(words.hashes[begin:end], np.array([count]))
        keys = shingle(alone, width).hashes
        own = coarse.keys[begin:end]
        prefixes = run_keys(own, run)[: len(keys)]
        whole = keys_at(own, np.arange(len(keys)), width)
        found.append((keys, prefixes, whole, np.full(len(keys), number), np.full(len(keys), width)))
    empty = (np.empty(0, np.uint64),) * 5
    columns = [np.concatenate(column).astype(np.uint64) for column in zip(*(found or [empty]), strict=True)]
    return _Grams(*columns)


def _folded(text: str) -> bytes:
    return words_of([text]).hashes.tobytes()


def _items(paths: list[str]) -> Iterator[EvaluationItem]:
    for path in paths:
        for batch in _batches(path):
            yield from batch_to_rows(EvaluationItem, batch)


def _batches(path: str) -> Iterator[pa.RecordBatch]:
    with fsspec.open(path, "rb") as file:
        yield from pq.ParquetFile(file, pre_buffer=False).iter_batches(_BATCH_ROWS, use_threads=False)
