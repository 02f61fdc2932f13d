"""Which documents share a sequence: best-fit decreasing, after "Fewer Truncations Improve Language Modeling"
(Ding et al. 2024, arXiv 2404.10830).

As there, only a document longer than a sequence is cut. It gives full sequences and one remainder, and
remainders are packed like short documents. Where that leaves too many gaps, we use that a long document may
be cut anywhere: a sequence that holds nothing but pieces of long documents is taken apart, and its tokens
fill the largest gaps.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# A piece of a document is at least 1/64 of a sequence long: 64 tokens of 4096.
_PIECES_PER_SEQUENCE = 64


class Piece(NamedTuple):
    """Tokens `offset` to `offset + length` of the document with the number `document`."""

    document: int
    offset: int
    length: int


def pack(lengths: Sequence[int], capacity: int, padding_target: float) -> list[list[Piece]]:
    """Sequences of at most `capacity` tokens that together hold every token of every document once.

    `lengths` are the documents' lengths in tokens; empty documents are left out. More cuts than one per
    `capacity` tokens of a long document are made only while more than `padding_target` (a share) of the
    positions is empty. The order of the sequences means nothing. Within one, a piece that does not begin its
    document follows one that ends its own, if any does.

    Time is near-linear: a document costs a few operations on an integer of `capacity` bits.
    """
    packing = _Packing(lengths, capacity, max(1, capacity // _PIECES_PER_SEQUENCE))
    packing.place_all()
    packing.fill_gaps(padding_target)
    return [packing.in_order(bin_.pieces) for bin_ in packing.bins if bin_.pieces]


@dataclass(slots=True)
class _Bin:
    """A sequence in the making. `whole` counts the documents in it that are not cut."""

    room: int
    pieces: list[Piece] = field(default_factory=list)
    whole: int = 0
    fillings: int = 0


class _Packing:
    def __init__(self, lengths: Sequence[int], capacity: int, shortest: int) -> None:
        self._lengths = lengths
        self._capacity = capacity
        self._shortest = shortest
        self.bins: list[_Bin] = []
        # Bins by the room left in them, and the set of rooms that occur as the bits of one integer.
        self._by_room: list[list[_Bin]] = [[] for _ in range(capacity + 1)]
        self._rooms = 0
        # The (room, bin) that may be filled, in order, and the bins where filling pieces end.
        self._gaps: list[tuple[int, int]] = []
        self._ends: dict[tuple[int, int], int] = {}

    def place_all(self) -> None:
        """Best-fit decreasing over the short documents and the remainders of the long ones."""
        parts: list[Piece] = []
        for document, length in enumerate(self._lengths):
            parts += self._cut(document, length)
        parts.sort(key=lambda part: (-part.length, part.document, part.offset))
        for part in parts:
            self._place(part)

    def _cut(self, document: int, length: int) -> list[Piece]:
        cuts = list(range(0, length, self._capacity))
        if len(cuts) > 1 and length - cuts[-1] < self._shortest:
            cuts[-1] = length - self._shortest
        return [Piece(document, start, end - start) for start, end in itertools.pairwise([*cuts, length])]

    def _place(self, part: Piece) -> None:
        fitting = self._rooms >> part.length
        if fitting:
            room = part.length + (fitting & -fitting).bit_length() - 1
            bin_ = self._by_room[room].pop()
            if not self._by_room[room]:
                self._rooms &= ~(1 << room)
        else:
            bin_ = _Bin(self._capacity)
            self.bins.append(bin_)
        bin_.room -= part.length
        bin_.pieces.append(part)
        bin_.whole += part.length == self._lengths[part.document]
        if bin_.room:
            self._by_room[bin_.room].append(bin_)
            self._rooms |= 1 << bin_.room

    def fill_gaps(self, padding_target: float) -> None:
        """Takes sequences of pieces of long documents apart, those with the fewest tokens first."""
        self._gaps = sorted((b.room, i) for i, b in enumerate(self.bins) if b.room >= self._shortest)
        movable = [i for i, b in enumerate(self.bins) if not b.whole]
        # Neighbouring pieces of one document follow each other, so that one may go on where the other ends.
        movable.sort(key=lambda i: (-self.bins[i].room, self.bins[i].pieces[0]))
        sequences, padding = len(self.bins), sum(b.room for b in self.bins)
        for index in movable:
            enough = padding <= padding_target * sequences * self._capacity or padding < self._capacity
            if enough or (not self.bins[index].fillings and not self._take_apart(index)):
                return
            if not self.bins[index].pieces:
                sequences -= 1
                padding -= self._capacity

    def _take_apart(self, index: int) -> bool:
        """Moves everything in the bin into gaps. False, and nothing is moved, if there are too few."""
        bin_ = self.bins[index]
        self._forget_gap(bin_.room, index)
        moves: list[tuple[Piece, int]] = []
        rooms: dict[int, int] = {}
        for document, start, whole_length in bin_.pieces:
            offset, length = start, whole_length
            while length:
                target = self._choose(document, offset, length, rooms)
                if target is None:
                    return False
                room = rooms.get(target, self.bins[target].room)
                taken = length if room >= length else min(room, length - self._shortest)
                moves.append((Piece(document, offset, taken), target))
                rooms[target] = room - taken
                offset, length = offset + taken, length - taken
                # Between two pieces without beginning or end, a whole document has to stand.
                if rooms[target] >= self._shortest and self.bins[target].fillings <= self.bins[target].whole:
                    bisect.insort(self._gaps, (rooms[target], target))
        for piece, target in moves:
            self.bins[target].pieces.append(piece)
            self.bins[target].room -= piece.length
            self._ends[piece.document, piece.offset + piece.length] = target
        bin_.pieces, bin_.room = [], 0
        return True

    def _choose(self, document: int, offset: int, length: int, rooms: dict[int, int]) -> int | None:
        """Takes out of the gaps the one after the document's token before `offset`, or else the smallest that
        holds `length` tokens, or else the largest, if that leaves no scrap; gives its bin.
        """
        before = self._ends.get((document, offset))
        if before is not None:
            room = rooms.get(before, self.bins[before].room)
            if room >= length or min(room, length - self._shortest) > 0:
                self._forget_gap(room, before)
                return before
        place = bisect.bisect_left(self._gaps, (length, 0))
        if place == len(self._gaps):
            place -= 1
            if place < 0 or min(self._gaps[place][0], length - self._shortest) < self._shortest:
                return None
        _, chosen = self._gaps.pop(place)
        self.bins[chosen].fillings += 1
        return chosen

    def _forget_gap(self, room: int, index: int) -> None:
        place = bisect.bisect_left(self._gaps, (room, index))
        if self._gaps[place : place + 1] == [(room, index)]:
            del self._gaps[place]

    def in_order(self, pieces: list[Piece]) -> list[Piece]:
        """Such that a piece that does not begin its document follows one that ends its own, where it can.

        First come ends; then middles, each but the first after a whole document; then beginnings.
        """
        ends: list[Piece] = []
        middles: list[Piece] = []
        wholes: list[Piece] = []
        beginnings: list[Piece] = []
        for piece in _joined(sorted(pieces)):
            begins, finishes = piece.offset == 0, piece.offset + piece.length == self._lengths[piece.document]
            kind = (wholes if finishes else beginnings) if begins else (ends if finishes else middles)
            kind.append(piece)
        ordered = ends
        for number, middle in enumerate(middles):
            ordered += wholes[number - 1 : number] if number else []
            ordered.append(middle)
        return ordered + wholes[max(0, len(middles) - 1) :] + beginnings


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Sorted pieces, those that continue each other made one."""
    joined = pieces[:1]
    for piece in pieces[1:]:
        document, offset, length = joined[-1]
        if (document, offset + length) == piece[:2]:
            joined[-1] = Piece(document, offset, length + piece.length)
        else:
            joined.append(piece)
    return joined
