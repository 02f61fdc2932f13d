"""Blocks of Markdown inside of quotations and list items: which lines begin with what."""

from __future__ import annotations

from collections.abc import Sequence
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
    """A quotation or list item that is open: what the first line in it begins with, and the others;
    `list` for an item; whether it has any text.
    """

    first: str
    rest: str
    list: List | None = None
    used: bool = False


@dataclass(slots=True)
class Blocks:
    """Lines of Markdown, as blocks are added to them."""

    lines: list[str] = field(default_factory=list)
    _containers: list[Container] = field(default_factory=list)
    _deeper: int = 0
    _after_text: bool = False

    def open(self, container: Container) -> None:
        """What is added from now on is in this container, too."""
        if len(self._containers) < MAX_DEPTH:
            self._containers.append(container)
        else:
            self._deeper += 1

    def close(self) -> None:
        """The innermost container ends."""
        if self._deeper:
            self._deeper -= 1
        else:
            self._containers.pop()

    def add_text(self, text: str) -> None:
        """A paragraph. Below one of an item a list may follow without an empty line."""
        if self._containers:
            self.add(text.split("\n"))
        else:
            if self.lines:
                self.lines.append("")
            self.lines.append(text)
        self._after_text = True

    def add(self, block: Sequence[str]) -> None:
        """One block's lines. There is an empty line between blocks, but for items of a list and for a list
        below a paragraph of an item.
        """
        prefix, fresh = self._prefix()
        if self.lines and not (fresh and self._may_follow(fresh[0])):
            self.lines.append(prefix.rstrip())
        first = prefix + "".join(container.first for container in fresh)
        for container in fresh:
            prefix += container.rest
            container.used = True
            if container.list:
                container.list.used = True
        self.lines.append(first + block[0])
        self.lines += [prefix + line if line else prefix.rstrip() for line in block[1:]]
        self._after_text = False

    def _prefix(self) -> tuple[str, list[Container]]:
        """What lines begin with in the containers that have text, and the containers that have none yet."""
        prefix = ""
        for number, container in enumerate(self._containers):
            if not container.used:
                return prefix, self._containers[number:]
            prefix += container.rest
        return prefix, []

    def _may_follow(self, container: Container) -> bool:
        """Whether this container, the first without text, may begin right below what there is."""
        if container.list is None:
            return False
        if container.list.used:
            return True
        # A list below the text of an item: one that does not begin with 1 would be read as part of that text
        # (https://spec.commonmark.org/0.31.2/#lists).
        outer = self._containers.index(container) - 1
        inside_item = outer >= 0 and self._containers[outer].list is not None
        follows_term = container.first == ": "
        return self._after_text and (follows_term or (inside_item and container.first in ("- ", "1. ")))
