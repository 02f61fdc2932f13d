"""Placing items in a text in their order."""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Sequence

Place = tuple[int, int]


def in_order(places: Sequence[Sequence[Place]]) -> list[tuple[int, Place]]:
    """The most items that can be placed without overlap in their order: (item, place) pairs.

    `places[k]` lists where item k could stand. Time O(p log p) in the number of places.
    """
    pairs = sorted((place, k) for k, every in enumerate(places) for place in every)
    best: list[tuple[int, int]] = [(0, -1)] * (len(places) + 1)  # Fenwick tree: (length, pair) by item
    previous = [-1] * len(pairs)
    length = [0] * len(pairs)
    waiting: list[tuple[int, int]] = []

    for number, ((start, end), k) in enumerate(pairs):
        while waiting and waiting[0][0] <= start:
            _, done = heapq.heappop(waiting)
            at = pairs[done][1] + 1
            while at <= len(places):
                best[at] = max(best[at], (length[done], -done))
                at += at & -at
        top, at = (0, 1), k
        while at > 0:
            top = max(top, best[at])
            at -= at & -at
        length[number] = top[0] + 1
        previous[number] = -top[1] if top[0] else -1
        heapq.heappush(waiting, (end, number))
    if not pairs:
        return []
    last = max(range(len(pairs)), key=lambda n: (length[n], -n))
    chain = []
    while last >= 0:
        chain.append((pairs[last][1], pairs[last][0]))
        last = previous[last]
    return chain[::-1]


def densest(votes: Sequence[tuple[int, float]], width: int, low: int, high: int) -> Place | None:
    """The first window of that width with nearly the most votes (of two like tables side by side, the first
    of the source is the first of the output), widened by half on either side; None without votes.
    """
    sums: list[tuple[float, int]] = []
    begin, total = 0, 0.0
    for at, weight in votes:
        total += weight
        while votes[begin][0] < at - width:
            total -= votes[begin][1]
            begin += 1
        sums.append((total, votes[begin][0]))
    if not sums:
        return None
    enough = 0.85 * max(sums)[0]
    start = next(at for total, at in sums if total >= enough)
    return max(start - width // 2, low), min(start + width + width // 2, high)


def common(wanted: Sequence[str], window: Sequence[str]) -> list[int]:
    """Places in `window` of a longest common subsequence with `wanted` (Hunt and Szymanski 1977)."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(window):
        places.setdefault(word, []).append(at)
    ends: list[int] = []
    chains: list[tuple[int, object]] = []
    for word in wanted:
        for at in reversed(places.get(word, ())):
            k = bisect.bisect_left(ends, at)
            link: tuple[int, object] = (at, chains[k - 1] if k else None)
            if k == len(ends):
                ends.append(at)
                chains.append(link)
            else:
                ends[k], chains[k] = at, link
    hits: list[int] = []
    node: object = chains[-1] if chains else None
    while isinstance(node, tuple):
        hits.append(node[0])
        node = node[1]
    return hits[::-1]
