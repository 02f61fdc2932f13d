"""Which of a page's items are in a text made from the page.

The rule, for items of words (sentences, cells, values, captions, list items):

- **Found** means: all of the item's folded pieces stand in the output in order, from the start of a word to
  the end of one, with at most `MAX_GAP` folded characters between two pieces (where the referee does not know
  what a template shows); or, for long items, at least 90% of its words (all of fewer than ten) stand in order
  within a window half as long again as the item.
- **A stretch of output counts once** per kind: two equal cells need two places.
- **A long item** (`LONG` folded characters) is evidence by itself wherever it stands. **A short item** is
  not: "5" stands somewhere in any text. It must stand in order among the other items of its container,
  within one window of the output about as long as the container, and more than half of the container must
  be found there. A container too small to place itself must lie between its placed neighbours, give or
  take `SLACK` characters.
- An **inline item** (a number, a foreign phrase, a maths template) must stand within the words of the item
  that holds it.

A heading must be a line of its own, in order. A formula must be delimited as one, as often as in the source.
A code block must show its lines unbroken, with their indentation relative to each other.
"""

from __future__ import annotations

import bisect
import html
import math
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from curation.fidelity.fold import DECIMAL, Folded, fold
from curation.fidelity.item import Item
from curation.fidelity.leaks import DISPLAY_MATHS, INLINE_MATHS
from curation.fidelity.order import Place, common, densest, in_order

LONG = 25
MAX_GAP = 160
SLACK = 1000
_MANY = 1000  # places of one item that are looked at


def find_items(items: Sequence[Item], output: str) -> list[bool]:
    """For each item whether `output` has it, by the rule above."""
    search = _Search(items, output)
    search.headings()
    search.formulas()
    search.code_blocks()
    search.long_items()
    search.short_items()
    search.inline_items()
    return search.found


class _Search:
    """One page's items and the output in which they are looked for."""

    def __init__(self, items: Sequence[Item], output: str) -> None:
        self.items = items
        self.output = output
        self.folded = Folded(output)
        self.found = [False] * len(items)
        self.place: list[Place | None] = [None] * len(items)
        self.used: dict[str, bytearray] = {}
        self.containers: dict[int, list[int]] = {}
        for index, item in enumerate(items):
            if item.parent < 0 and item.kind not in ("heading", "formula", "code-block"):
                self.containers.setdefault(item.container, []).append(index)

    # --- what has a form of its own

    def headings(self) -> None:
        """Headings are lines, in order."""
        lines: dict[str, list[int]] = {}
        for number, line in enumerate(self.output.split("\n")):
            if folded := fold(line):
                lines.setdefault(folded, []).append(number)
        wanted = [i for i, item in enumerate(self.items) if item.kind == "heading"]
        places = [[(n, n + 1) for n in lines.get("".join(self.items[i].segments), [])] for i in wanted]
        for k, _ in in_order(places):
            self.found[wanted[k]] = True

    def formulas(self) -> None:
        """Formulas are compared with what the output delimits as formulas, each used once; what chemists'
        tags hold may also stand as words.
        """
        spans = [m[1] for m in DISPLAY_MATHS.finditer(self.output)]
        spans += [m[1] for m in INLINE_MATHS.finditer(DISPLAY_MATHS.sub(" ", self.output))]
        available = Counter(map(_fold_formula, spans))
        for index, item in enumerate(self.items):
            key = _fold_formula(item.raw)
            if item.kind == "formula" and available[key] > 0:
                available[key] -= 1
                self.found[index] = True

    def code_blocks(self) -> None:
        """A block's lines follow each other in the output behind one common prefix."""
        lines = [line.rstrip() for line in html.unescape(self.output).split("\n")]
        places: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            places.setdefault(line.strip(), []).append(number)
        taken: set[int] = set()
        for index, item in enumerate(self.items):
            if item.kind != "code-block":
                continue
            code = textwrap.dedent(html.unescape(item.raw).strip("\n").expandtabs(4))
            wanted = [line.rstrip() for line in code.split("\n")]
            first = next((k for k, line in enumerate(wanted) if line.strip()), None)
            if first is None:
                continue
            for number in places.get(wanted[first].strip(), []):
                at = range(number, number + len(wanted) - first)
                shown = [lines[n].expandtabs(4) if n < len(lines) else "" for n in at]
                prefix = len(shown[0]) - len(wanted[first])
                same = all(
                    have[prefix:] == want or (not want and not have.strip())
                    for have, want in zip(shown, wanted[first:], strict=True)
                )
                if prefix >= 0 and same and taken.isdisjoint(at):
                    taken.update(at)
                    self.found[index] = True
                    break

    # --- words

    def take(self, index: int, place: Place) -> None:
        """Counts an item as found at a place."""
        kind = self.items[index].kind
        used = self.used.setdefault(kind, bytearray(len(self.folded.stream)))
        used[place[0] : place[1]] = b"\1" * (place[1] - place[0])
        self.found[index], self.place[index] = True, place

    def free(self, index: int, place: Place) -> bool:
        """Whether no item of the same kind was found there."""
        used = self.used.get(self.items[index].kind)
        return used is None or not any(used[place[0] : place[1]])

    def long_items(self) -> None:
        """Items that are evidence by themselves: exact places first, then the 90% rule for the rest."""
        everywhere = [index for members in self.containers.values() for index in members]
        rest = []
        for index in everywhere:
            if _length(self.items[index]) < LONG:
                continue
            every = self.places(self.items[index].segments, 0, len(self.folded.stream))
            free = [place for place in every if self.free(index, place)]
            if free:  # the tightest: a gap may also reach from a neighbour's words to the item's
                self.take(index, min(free, key=lambda place: (place[1] - place[0], place)))
            else:
                rest.append(index)
        for index in rest:
            near = self.nearly(self.items[index].words)
            if near is not None and self.free(index, near):
                self.take(index, near)

    def short_items(self) -> None:
        """Items that count only in the company of their container. Containers that cannot place themselves
        (a one-line paragraph, a list of three words) are aligned together, kind by kind, between the nearest
        ones that can.
        """
        order = sorted(self.containers)
        weak: list[int] = []
        for position, container in enumerate(order):
            members = self.containers[container]
            if not any(self.place[i] for i in members) and self.size(members) < 200:
                weak.append(position)
                continue
            self.weak_items(order, weak)
            weak = []
            self.align(members, self.window(members))
        self.weak_items(order, weak)

    def weak_items(self, order: Sequence[int], positions: Sequence[int]) -> None:
        """Aligns neighbouring containers that cannot place themselves."""
        if not positions:
            return
        end = len(self.folded.stream)
        before = self.neighbour(order, range(positions[0] - 1, -1, -1), (0, 0))
        after = self.neighbour(order, range(positions[-1] + 1, len(order)), (end, end))
        area = max(min(before[0], after[0]) - SLACK, 0), min(max(before[1], after[1]) + SLACK, end)
        by_kind: dict[str, list[int]] = {}
        for position in positions:
            for index in self.containers[order[position]]:
                by_kind.setdefault(self.items[index].kind, []).append(index)
        for members in by_kind.values():
            self.align(members, area)

    def align(self, members: Sequence[int], window: Place | None) -> None:
        """Finds the most of the items that are not yet found, in order, in a window; keeps them if
        more than half of the members are then found.
        """
        short = [i for i in members if not self.found[i]]
        if not short or window is None:
            return
        places = []
        for index in short:
            item = self.items[index]
            every = self.bag(item, *window) if item.numbers else self.places(item.segments, *window)
            places.append([p for p in every if self.free(index, p)])
        hits = in_order(places)
        if 2 * (len(hits) + len(members) - len(short)) <= len(members):
            return
        for k, place in hits:
            self.take(short[k], place)
        if self.items[members[0]].kind == "table-cell":
            self.local_order(members)

    def local_order(self, members: Sequence[int]) -> None:
        """Cells of a table whose other cells were found: several rows of headers may have been joined column
        by column, so that a cell may stand anywhere within the place of its table.
        """
        taken = [place for i in members if (place := self.place[i])]
        low, high = min(start for start, _ in taken), max(end for _, end in taken)
        for index in members:
            item = self.items[index]
            if self.found[index]:
                continue
            every = self.bag(item, low, high) if item.numbers else self.places(item.segments, low, high)
            place = next((p for p in every if self.free(index, p)), None)
            if place is not None:
                self.take(index, place)

    def size(self, members: Sequence[int]) -> int:
        """About how many folded characters a container takes, its spans filled in."""
        return sum((_length(self.items[i]) + 8) * self.items[i].copies for i in members)

    def window(self, members: Sequence[int]) -> Place | None:
        """Where in the output a container's short items may stand."""
        end = len(self.folded.stream)
        votes: list[tuple[int, float]] = []
        for index in members:
            if (place := self.place[index]) is not None:
                votes.append((place[0], 5.0))
                continue
            item = self.items[index]
            every = self.bag(item, 0, end) if item.numbers else self.places(item.segments, 0, end)
            places = list(every)
            votes += [(place[0], 1 / len(places)) for place in places]
        return densest(sorted(votes), 3 * self.size(members) + 300, 0, end)

    def neighbour(self, order: Sequence[int], positions: range, default: Place) -> Place:
        """The place of the nearest container that was found, going in one direction."""
        for position in positions:
            places = [p for i in self.containers[order[position]] if (p := self.place[i])]
            if places:
                return min(p[0] for p in places), max(p[1] for p in places)
        return default

    def inline_items(self) -> None:
        """Items within the words of another one, in order of the source."""
        cursor: dict[int, int] = {}
        for index, item in enumerate(self.items):
            if item.parent < 0 or item.kind == "formula":
                continue
            span = self.place[item.parent]
            if span is None:
                # A heading is found as a line; the words of its templates are among its own.
                heading = self.items[item.parent].kind == "heading" and bool(item.segments)
                self.found[index] = heading and self.found[item.parent]
                continue
            low = max(span[0] - MAX_GAP, 0)
            high = min(span[1] + MAX_GAP, len(self.folded.stream))
            if item.numbers:
                self.found[index] = next(self.bag(item, low, high), None) is not None
                continue
            for start in (cursor.get(item.parent, low), low):
                place = next(self.places(item.segments, start, high, loose=True), None)
                if place is not None:
                    self.found[index] = True
                    cursor[item.parent] = place[1]
                    break

    # --- looking

    def places(self, segments: Sequence[str], low: int, high: int, *, loose: bool = False) -> Iterator[Place]:
        """Places of the pieces in order, whole words at both ends (`loose`: not at the ends)."""
        if not segments:
            return
        stream, boundary = self.folded.stream, self.folded.boundary
        start, count = low - 1, 0
        while count < _MANY and (start := stream.find(segments[0], start + 1, high)) >= 0:
            if not (loose or boundary[start]):
                continue
            end = start + len(segments[0])
            for segment in segments[1:]:
                at = stream.find(segment, end, min(end + MAX_GAP + len(segment), high))
                while at >= 0 and not boundary[at]:
                    at = stream.find(segment, at + 1, min(end + MAX_GAP + len(segment), high))
                if at < 0:
                    break
                end = at + len(segment)
            else:
                if loose or boundary[end]:
                    count += 1
                    yield start, end

    def bag(self, item: Item, low: int, high: int) -> Iterator[Place]:
        """Stretches of at most `MAX_GAP` folded characters that have all numbers, in any order."""
        first, last = self.folded.word_at(low), self.folded.word_at(high)
        near = self.folded.words[first:last]
        offsets = self.folded.offsets[first:last]
        count = 0
        for start, word in enumerate(near):
            if not any(_is(word, wanted) for wanted in item.numbers):
                continue
            stop = bisect.bisect_left(offsets, offsets[start] + MAX_GAP)
            ends = [
                next((at for at in range(start, stop) if _is(near[at], wanted)), None)
                for wanted in item.numbers
            ]
            if None not in ends:
                end = max(at for at in ends if at is not None)
                yield offsets[start], offsets[end] + len(near[end])
                count += 1
                if count == _MANY:
                    return

    def nearly(self, wanted: Sequence[str]) -> Place | None:
        """Where 90% of an item's words stand in order, in a window half as long again as the item."""
        needed = math.ceil(0.9 * len(wanted))
        slack = len(wanted) // 2 + 4
        rare = sorted((len(p), k) for k, w in enumerate(wanted) if (p := self.folded.places.get(w)))
        if len(rare) < needed:
            return None
        tried: set[int] = set()
        for _, k in rare[: len(wanted) - needed + 2]:
            for at in self.folded.places[wanted[k]][:8]:
                first = max(at - k - slack // 2, 0)
                if first // 4 in tried:
                    continue
                tried.add(first // 4)
                window = self.folded.words[first : first + len(wanted) + slack]
                hits = common(wanted, window)
                if len(hits) >= needed:
                    begin, last = first + hits[0], first + hits[-1]
                    end = self.folded.offsets[last] + len(self.folded.words[last])
                    return self.folded.offsets[begin], end
        return None


# --- small rules ------------------------------------------------------------------------------------------


def _length(item: Item) -> int:
    return sum(map(len, item.segments)) if item.segments else 4 * len(item.numbers)


def _is(word: str, wanted: Sequence[str]) -> bool:
    """Whether a word is one of the ways to write a number; a way that ends in a point asks for its start."""
    plain = word.lstrip("\ue010")
    return any(w in (word, plain) or (w.endswith(DECIMAL) and plain.startswith(w)) for w in wanted)


def _fold_formula(source: str) -> str:
    """LaTeX without white space, size and spacing commands, and with one way to write a bar."""
    source = html.unescape(source).replace("\\\\", "\n\ue030")  # a line's end is no escaped space
    source = re.sub(r"\\(?:displaystyle|textstyle|scriptstyle|[,;:!> ])|\\(?:l|r)?vert\b|\\\|", _bar, source)
    source = re.sub(r"\s+|~", "", source)
    source = re.sub(r"^\\ce\{(.*)\}$", r"\1", source)
    return source.strip(".,;")


def _bar(match: re.Match[str]) -> str:
    return "|" if match.group().endswith(("vert", "|")) else ""
