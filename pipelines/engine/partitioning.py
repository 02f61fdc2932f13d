"""Which partition a row goes to: a hash of its key that is the same on every machine and in every version.

It is 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over the key's bytes: UTF-8 of a string,
eight bytes in little-endian order of an integer. FNV-1a of short and similar keys differs in few bits
(consecutive numbers would reach five of eight partitions), so the hash is mixed by the finaliser of
MurmurHash3 before it is taken modulo the number of partitions.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.engine.failures import FunctionError

_OFFSET_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)

Hashes = npt.NDArray[np.uint64]


def fnv1a(keys: pa.Array) -> Hashes:
    """The hash of each key, which is a string, bytes or an integer. Raises FunctionError if one is null."""
    if keys.null_count:
        raise FunctionError(f"{keys.null_count} rows have no key to be grouped by")
    if pa.types.is_integer(keys.type):
        return _hash_integers(keys)
    return _hash_bytes(keys.cast(pa.large_binary()))


def split_by_partition(
    batch: pa.RecordBatch, key: str, partitions: int
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The rows of each partition that has any, by number, in their order in the batch."""
    numbers = _mixed(fnv1a(batch.column(key))) % np.uint64(partitions)
    order = np.argsort(numbers, kind="stable")
    rows = batch.take(pa.array(order))
    present, starts, counts = np.unique(numbers[order], return_index=True, return_counts=True)
    for number, start, count in zip(present, starts, counts, strict=True):
        yield int(number), rows.slice(start, count)


def _mixed(hashes: Hashes) -> Hashes:
    """fmix64 of MurmurHash3 (https://github.com/aappleby/smhasher): each bit of input changes half of all."""
    for factor in (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)):
        hashes = (hashes ^ (hashes >> np.uint64(33))) * factor
    mixed: Hashes = hashes ^ (hashes >> np.uint64(33))
    return mixed


def _hash_integers(keys: pa.Array) -> Hashes:
    # Two's complement: every width gives the same eight bytes for the same number.
    unsigned = keys.type == pa.uint64()
    rest = keys.to_numpy(zero_copy_only=False).astype(np.uint64 if unsigned else np.int64).view(np.uint64)
    hashes = np.full(len(keys), _OFFSET_BASIS)
    for shift in range(0, 64, 8):
        hashes = (hashes ^ ((rest >> np.uint64(shift)) & np.uint64(0xFF))) * _PRIME
    return hashes


def _hash_bytes(keys: pa.Array) -> Hashes:
    """One step per byte position, over all keys that are that long."""
    _, offset_buffer, data_buffer = keys.buffers()
    offsets = np.frombuffer(offset_buffer, np.int64)[keys.offset : keys.offset + len(keys) + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)
    lengths = np.diff(offsets)
    # Longest first, so that the keys that still have a byte at a position are the first ones.
    longest_first = np.argsort(-lengths, kind="stable")
    starts = offsets[:-1][longest_first]
    still_long = np.searchsorted(-lengths[longest_first], -np.arange(lengths.max(initial=0)), side="left")
    hashes = np.full(len(keys), _OFFSET_BASIS)
    for position, count in enumerate(still_long):
        hashes[:count] = (hashes[:count] ^ data[starts[:count] + position]) * _PRIME
    ordered = np.empty_like(hashes)
    ordered[longest_first] = hashes
    return ordered
