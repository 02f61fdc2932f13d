"""The funnel as the page shows it: what is left after each step, of all sources together and of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.funnel import Loss, Reading, Step, funnel
from jobs.report.stages import Run

# So many sources have a colour of their own; the others share one.
COLOURED = 7
OTHERS = "other sources"
_TITLES = {
    "clean": "Quality, language, personal data",
    "survivors + identical": "Duplicates",
    "without-boilerplate": "Boilerplate",
    "decontaminated": "Contamination",
    "tokens": "Tokens",
    "web": "Newest capture of web pages",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A source's part of a bar: `share` is of the characters that all sources together came with."""

    source: str
    colour: int
    characters: int
    share: float


@dataclass(frozen=True, slots=True)
class Level:
    """What is left after a step, of all sources or of one. Shares are of what the source came with; `cut`
    are the characters that went out of documents that stayed. Of a step that is not done (`pending`) there
    are no numbers.
    """

    title: str
    stages: str
    documents: int
    characters: int
    share: float
    lost_documents: int
    lost_characters: int
    cut: int
    losses: list[Loss]
    segments: list[Segment]
    pending: bool = False


@dataclass(frozen=True, slots=True)
class SourceFunnel:
    """One source from what was read to its tokens."""

    source: str
    colour: int
    levels: list[Level]
    tokens: int

    @property
    def came(self) -> Level:
        """What its documents were before the first step."""
        return self.levels[0]

    @property
    def left(self) -> Level:
        """What is left of it, as far as the run is."""
        return [level for level in self.levels if not level.pending][-1]


@dataclass(frozen=True, slots=True)
class FunnelView:
    """The funnel: `levels` of all sources together, `sources` each by itself with the largest first, and what
    was read. `rejected` is by stage and reason.
    """

    levels: list[Level]
    sources: list[SourceFunnel]
    reading: list[Reading]
    rejected: dict[str, dict[str, int]]
    tokens: int


def funnel_view(run: Run) -> FunnelView:
    """The funnel of the run. Raises UsageError for one that makes no documents."""
    found = funnel(run.path)
    pending = set(found.unfinished)
    # What follows the tokens is the mixture, which says how often a document is taken.
    mixing = {step.step for step in found.steps if step.tokens_in}
    steps = [step for step in found.steps if step.step not in mixing]
    names = list(dict.fromkeys(step.step for step in steps))
    by_source: dict[str, list[Step]] = {}
    for step in steps:
        by_source.setdefault(step.source, []).append(step)
    size = {source: of_source[0].characters_in for source, of_source in by_source.items()}
    order = sorted(size, key=lambda source: (-size[source], source))
    colours = {source: min(place, COLOURED) for place, source in enumerate(order)}
    sources = [_source(source, by_source[source], colours, pending) for source in order]
    return FunnelView(
        levels=_together(names, steps, colours, pending) if names else [],
        sources=sources,
        reading=found.reading,
        rejected=found.rejected,
        tokens=sum(source.tokens for source in sources),
    )


def _source(source: str, steps: Sequence[Step], colours: dict[str, int], pending: set[str]) -> SourceFunnel:
    return SourceFunnel(
        source=source,
        colour=colours[source],
        levels=_together([step.step for step in steps], steps, colours, pending),
        tokens=sum(step.tokens_left for step in steps),
    )


def _together(
    names: Sequence[str], steps: Sequence[Step], colours: dict[str, int], pending: set[str]
) -> list[Level]:
    """A level for what came, and one after each step."""
    first = [step for step in steps if step.step == names[0]]
    whole = sum(step.characters_in for step in first)
    levels = [
        Level(
            title="Documents of the sources",
            stages="",
            documents=sum(step.documents_in for step in first),
            characters=whole,
            share=1.0 if whole else 0.0,
            lost_documents=0,
            lost_characters=0,
            cut=0,
            losses=[],
            segments=_segments({step.source: step.characters_in for step in first}, whole, colours),
        )
    ]
    waiting = False
    for name in names:
        chosen = [step for step in steps if step.step == name]
        waiting = waiting or any(pending & set(step.stages) for step in chosen)
        levels.append(_level(name, chosen, whole, colours, pending=waiting))
    return levels


def _level(name: str, steps: Sequence[Step], whole: int, colours: dict[str, int], *, pending: bool) -> Level:
    losses: dict[str, tuple[int, int]] = {}
    for step in steps:
        for loss in step.losses:
            rows, characters = losses.get(loss.reason, (0, 0))
            losses[loss.reason] = (rows + loss.rows, characters + loss.characters)
    left = sum(step.characters_left for step in steps)
    return Level(
        title=_TITLES.get(name, name),
        stages=name,
        documents=sum(step.documents_left for step in steps),
        characters=left,
        share=left / whole if whole else 0.0,
        lost_documents=sum(step.documents_in - step.documents_left for step in steps),
        lost_characters=sum(step.characters_in - step.characters_left for step in steps),
        cut=sum(step.cut for step in steps),
        losses=[
            Loss(reason=reason, rows=rows, characters=characters)
            for reason, (rows, characters) in sorted(losses.items(), key=lambda item: (-item[1][0], item[0]))
        ],
        segments=_segments({step.source: step.characters_left for step in steps}, whole, colours),
        pending=pending,
    )


def _segments(characters: dict[str, int], whole: int, colours: dict[str, int]) -> list[Segment]:
    """In the order of colours; those of the last colour together."""
    by_colour: dict[int, tuple[str, int]] = {}
    for source, count in sorted(characters.items(), key=lambda item: (colours[item[0]], item[0])):
        colour = colours[source]
        if colour in by_colour:
            by_colour[colour] = (OTHERS, by_colour[colour][1] + count)
        elif count > 0:
            by_colour[colour] = (source, count)
    return [
        Segment(source, colour, count, count / whole if whole else 0.0)
        for colour, (source, count) in by_colour.items()
    ]
