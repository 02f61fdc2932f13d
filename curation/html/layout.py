"""What Markdown has before a text, by the tags that are before it: learned from the renderer.

It does not matter what a text of one line says: what is written before it (an empty line, `- `, `## `)
depends on the tags alone. So where tags lead to is remembered, as steps from one place among blocks to
another, and the renderer sees only tags that never were at a place before.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable
from typing import NamedTuple

from curation.html.render import Renderer

# What stands for a code block, among tags and in what is written.
CODE_BLOCK = "\x0e"
# So many steps are remembered, none over longer tags, nor to where more is open: enough for nearly all posts.
_MAX_STEPS = 10_000
_MAX_TAG_CHARACTERS = 200
_MAX_DEPTH = 16
# Stands for a text, and for all that was written before.
_SOMETHING = "x"


class Line(NamedTuple):
    """A text where it stands: a paragraph or a heading, and what its lines but the first begin with."""

    is_paragraph: bool
    prefix: str


class Step(NamedTuple):
    """Over tags to another place: what is written on the way, the constructs that begin there, and what the
    text behind the tags is.
    """

    written: str
    constructs: tuple[str, ...]
    line: Line
    place: Place


class Place:
    """What is open somewhere in HTML. `steps` are those over tags to others, `text_steps` those over tags and
    the text behind them.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self.steps: dict[str, Step] = {}
        self.text_steps: dict[str, Step] = {}

    def step(self, tags: str, *, text: bool) -> Step | None:
        """A step that was never taken, over tags (without the first `<`; empty where HTML begins) or
        CODE_BLOCK, for which `is_layout` is true. None if one has to be a renderer to know.
        """
        if len(_STEPS) >= _MAX_STEPS or len(tags) > _MAX_TAG_CHARACTERS:
            return None
        renderer = self._renderer.copy()
        if tags == CODE_BLOCK:
            if renderer.depth:
                return None  # all of its lines begin with something
            renderer.blocks.add(CODE_BLOCK)
        elif tags:
            renderer.show_tags(f"<{tags}")
        if renderer.depth > _MAX_DEPTH:
            return None
        if text:
            renderer.show_text(_SOMETHING)
        lines = renderer.blocks.lines
        written = "\n".join(lines)[len(self._before) :]
        if text:
            written = written.removesuffix(_SOMETHING)
        constructs = tuple(name for name, count in renderer.constructs.items() for _ in range(count))
        renderer.constructs.clear()
        lines[:] = [_SOMETHING] if lines else []
        place = _PLACES.setdefault(renderer.state(), Place(renderer))
        line = Line(not renderer.in_heading, renderer.blocks.prefix)
        step = Step(written, constructs, line, place)
        (self.text_steps if text else self.steps)[tags] = step
        _STEPS.append(step)
        return step

    @property
    def _before(self) -> str:
        return "".join(self._renderer.blocks.lines)


_PLACES: dict[Hashable, Place] = {}
_STEPS: list[Step] = []


@functools.cache
def beginning(heading_shift: int) -> Place:
    """The place where HTML begins."""
    return Place(Renderer([], "none", "", heading_shift))
