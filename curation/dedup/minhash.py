"""MinHash signatures that datasketch can read, made of many texts at once.

The permutations are those of `datasketch.MinHash(num_perm, seed)` in its scheme `affine32`, a · h + b modulo
2^32 with odd a over hashes that are mixed before, so that

    datasketch.MinHash(seed=seed, scheme="affine32", hashvalues=signature)

is what datasketch would have made of the same 32-bit shingle hashes. It is applied here permutation by
permutation to all shingles of a block of texts, which costs a fifth of a nanosecond per shingle and
permutation; text by text it is five times that.

A. Broder, "On the resemblance and containment of documents", 1997; E. Zhu et al., datasketch,
https://ekzhu.github.io/datasketch/minhash.html.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import datasketch
import numpy as np

from curation.dedup.folding import U32, U64
from curation.dedup.shingles import Shingles, blocks, is_long, shingle, shingle_long
from curation.dedup.words import words_of

EMPTY = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True)
class Signer:
    """Makes signatures of `permutations` values each from shingles of `width` words."""

    permutations: int
    width: int
    seed: int

    def sign(self, texts: Sequence[str]) -> U32:
        """The signatures, shape [texts, permutations]; EMPTY throughout for a text without shingles."""
        signatures: U32 = np.full((len(texts), self.permutations), EMPTY)
        for block in blocks(texts):
            first = texts[block.start]
            if len(block) == 1 and is_long(first):
                self.update(signatures[block.start], first)
            else:
                shingles = shingle(words_of([texts[i] for i in block]), self.width)
                signatures[block.start : block.stop] = self._sign(shingles)
        return signatures

    def update(self, signature: U32, text: str) -> None:
        """Changes a signature, in place, to that of its text and this one together."""
        for hashes in shingle_long(text, self.width):
            found = self._sign(Shingles(hashes, np.array([len(hashes)])))
            np.minimum(signature, found[0], out=signature)

    def _sign(self, shingles: Shingles) -> U32:
        signatures: U32 = np.full((len(shingles.counts), self.permutations), EMPTY)
        some = np.flatnonzero(shingles.counts)
        if not len(some):
            return signatures
        starts = (np.cumsum(shingles.counts) - shingles.counts)[some]
        mixed = _mix32(hash32(shingles.hashes))
        permuted = np.empty_like(mixed)
        found = np.empty((self.permutations, len(some)), np.uint32)
        factors, terms = self._permutations
        for row, factor, term in zip(found, factors, terms, strict=True):
            np.multiply(mixed, factor, out=permuted)
            np.add(permuted, term, out=permuted)
            np.minimum.reduceat(permuted, starts, out=row)
        signatures[some] = found.T
        return signatures

    @cached_property
    def _permutations(self) -> U32:
        made: U32 = datasketch.MinHash(self.permutations, self.seed, scheme="affine32").permutations
        return made


def hash32(shingles: U64) -> U32:
    """The 32-bit hashes that stand for shingles in signatures."""
    upper: U32 = (shingles >> np.uint64(32)).astype(np.uint32)
    return upper


def estimate(signatures: U32, others: U32) -> np.typing.NDArray[np.float64]:
    """The estimated Jaccard similarity of each pair of rows: the share of equal values. Its standard error is
    sqrt(J (1 - J) / permutations). 0 for texts without shingles.
    """
    shares = (signatures == others).mean(axis=1)
    return np.where((signatures == EMPTY).all(axis=1), 0.0, shares)


def _mix32(values: U32) -> U32:
    """The 32-bit finaliser of MurmurHash3, which datasketch applies before it permutes."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    mixed: U32 = values ^ (values >> np.uint32(16))
    return mixed
