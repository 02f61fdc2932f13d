"""Blocks of Markdown inside of quotations and list items: which lines begin with what."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

# Deeper quotations and lists have no marks of their own: each line of a block begins with all of them.
MAX_DEPTH = 8


@dataclass(slots=True)
class List:
    """A list that is open: the number of its next item (None: not ordered), and whether it has any text."""

    number: int | None = None
    used: bool = False


@dataclass(slots=True)
class Container:
    """A quotation or list item that is open: what the first line in it begins with, and the others; `list`
    for an item.
    """

    first: str
    rest: str
    list: List | None = None


@dataclass(slots=True)
class Blocks:
    """Lines of Markdown, as blocks are added to them. A line may be several, at the ends of which nothing
    is to be done any more.
    """

    lines: list[str] = field(default_factory=list)
    _containers: list[Container] = field(default_factory=list)
    # What lines begin with in none of the containers, in the first, in the first two …
    _prefixes: list[str] = field(default_factory=lambda: [""])
    # How many of the containers, from the first, have text.
    _used: int = 0
    _deeper: int = 0
    _after_text: bool = False

    @property
    def prefix(self) -> str:
        """What each line but the first of a block begins with."""
        return self._prefixes[-1]

    def copy(self, copied: Callable[[List | None], List | None]) -> Blocks:
        """The same with other lists."""
        containers = [Container(one.first, one.rest, copied(one.list)) for one in self._containers]
        return Blocks(
            list(self.lines), containers, list(self._prefixes), self._used, self._deeper, self._after_text
        )

    def state(self, known: Callable[[List | None], Hashable]) -> Hashable:
        """All that what follows depends on; `known` tells lists apart."""
        containers = tuple((one.first, one.rest, known(one.list)) for one in self._containers)
        return containers, self._used, self._deeper, self._after_text, bool(self.lines)

    def open(self, container: Container) -> None:
        """What is added from now on is in this container, too."""
        if len(self._containers) < MAX_DEPTH:
            self._containers.append(container)
            self._prefixes.append(self._prefixes[-1] + container.rest)
        else:
            self._deeper += 1

    def close(self) -> None:
        """The innermost container ends."""
        if self._deeper:
            self._deeper -= 1
        else:
            self._containers.pop()
            self._prefixes.pop()
            self._used = min(self._used, len(self._containers))

    def add_text(self, text: str) -> None:
        """A paragraph. Below one of an item a list may follow without an empty line."""
        self.add(text)
        self._after_text = True

    def add(self, block: str) -> None:
        """One block's lines. There is an empty line between blocks, but for items of a list and for a list
        below a paragraph of an item.
        """
        if not self._containers:
            self.lines += ("", block) if self.lines else (block,)
            self._after_text = False
            return
        first = self._prefixes[self._used]
        fresh = self._containers[self._used :]
        if self.lines and not (fresh and self._may_follow(fresh[0])):
            self.lines.append(first.rstrip())
        for container in fresh:
            first += container.first
            if container.list:
                container.list.used = True
        self._used = len(self._containers)
        if "\n" in block:
            prefix = self._prefixes[-1]
            block = indent(block, prefix)
        self.lines.append(first + block)
        self._after_text = False

    def _may_follow(self, container: Container) -> bool:
        """Whether this container, the first without text, may begin right below what there is."""
        if container.list is None:
            return False
        if container.list.used:
            return True
        # A list below the text of an item: one that does not begin with 1 would be read as part of that text
        # (https://spec.commonmark.org/0.31.2/#lists).
        inside_item = self._used > 0 and self._containers[self._used - 1].list is not None
        follows_term = container.first == ": "
        return self._after_text and (follows_term or (inside_item and container.first in ("- ", "1. ")))


def indent(block: str, prefix: str) -> str:
    """The block with its lines but the first behind the prefix, in containers."""
    if not prefix:
        return block
    first, *others = block.split("\n")
    return "\n".join([first, *(prefix + line if line else prefix.rstrip() for line in others)])
