"""A run folder → everything that its report says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.errors import UsageError
from jobs.report.boilerplate import Repeated, repeated
from jobs.report.configuration import Configuration, configuration
from jobs.report.contamination import Contamination, contamination
from jobs.report.dropped import Losses, losses
from jobs.report.duplicates import Duplicates, duplicates
from jobs.report.factuality import Factuality, factuality
from jobs.report.funnel_view import FunnelView, funnel_view
from jobs.report.lengths import Lengths, lengths
from jobs.report.markup import Markup, markup
from jobs.report.mixture import mixture
from jobs.report.packing import Packing, packing
from jobs.report.preferences import Preferences, preferences
from jobs.report.quality import Quality, quality
from jobs.report.secrets import hide
from jobs.report.stages import Run, Stage, State, read_run
from schemas.mixture import SourcePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A section is None where the run has nothing for it. `path` is the run's, without secrets; `unread` are
    the files that could not be read, and why.
    """

    name: str
    path: str
    pipeline: str
    version: str
    stages: tuple[Stage, ...]
    funnel: FunnelView | None
    lengths: list[Lengths]
    quality: Quality | None
    losses: Losses
    duplicates: Duplicates | None
    repeated: Repeated | None
    contamination: Contamination | None
    markup: Markup | None
    mixture: list[SourcePlan]
    packing: list[Packing]
    factuality: Factuality | None
    preferences: Preferences | None
    configuration: Configuration
    unread: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many stages are done."""
        return sum(stage.state is State.DONE for stage in self.stages)


def gather(path: str, samples: int) -> Report:
    """Reads a run folder, local or URL, with so many samples of each kind. Raises UsageError where there is
    no run.
    """
    path = path.rstrip("/") or "/"
    run = read_run(path)
    funnel = _funnel(run)
    sources = [reading.source for reading in funnel.reading] if funnel else []
    recipe = run.about.get("recipe")
    versions = run.about.get("versions")
    return Report(
        name=hide(path).rpartition("/")[2] or hide(path),
        path=hide(path),
        pipeline=str(recipe.get("pipeline", "")) if isinstance(recipe, dict) else "",
        version=str(versions.get("roae", "")) if isinstance(versions, dict) else "",
        stages=run.stages,
        funnel=funnel,
        lengths=list(lengths(run)),
        quality=quality(run),
        losses=losses(run, sources, samples),
        duplicates=duplicates(run),
        repeated=repeated(run),
        contamination=contamination(run),
        markup=markup(run, sources),
        mixture=mixture(run),
        packing=packing(run),
        factuality=factuality(run),
        preferences=preferences(run, samples),
        configuration=configuration(run),
        unread=tuple(dict.fromkeys(run.unread)),
    )


def _funnel(run: Run) -> FunnelView | None:
    try:
        return funnel_view(run)
    except UsageError:
        return None  # it makes no documents, as a run of questions alone
