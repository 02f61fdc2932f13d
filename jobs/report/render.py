"""A report → one HTML page: no script, nothing loaded from anywhere, everything from the run escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from jobs.report import charts, numbers
from jobs.report.dropped import MOST_REASONS
from jobs.report.gather import Report
from jobs.text import byte_size

# C0 and C1 but tab and line feed are written as pictures or as nothing a browser acts on; so are the marks
# that turn the direction of what follows.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_CONTROLS |= dict.fromkeys([*range(0x7F, 0xA0), 0xFFFE, 0xFFFF], 0xFFFD)
_TURNS = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069], None)


def render(report: Report) -> bytes:
    """The page, in UTF-8. The same report gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("jobs.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        counted=numbers.counted,
        exact=numbers.exact,
        short=numbers.short,
        seconds=numbers.seconds,
        size=byte_size,
    )
    environment.globals.update(
        histogram=charts.histogram,
        spark=charts.spark,
        share=numbers.share,
        told=charts.told,
        most_reasons=MOST_REASONS,
    )
    sections = _sections(report)
    page = environment.get_template("page.html").render(
        report=report,
        sections=[(name, title) for name, title, there in sections if there],
        missing=[title for _, title, there in sections if not there],
    )
    return page.encode()


def printable(value: Any) -> Any:
    """Text without what a page cannot hold, or must not: control characters, and lone surrogates."""
    if type(value) is not str:
        return value  # numbers, and markup of our own templates, whose parts went through here
    return value.translate(_CONTROLS).translate(_TURNS).encode("utf-8", "backslashreplace").decode()


def _sections(report: Report) -> list[tuple[str, str, bool]]:
    """Each section's template, title, and whether the run has something for it."""
    return [
        ("funnel", "Funnel", bool(report.funnel and report.funnel.levels)),
        ("reading", "What was read", bool(report.funnel and report.funnel.reading)),
        ("lengths", "Lengths", bool(report.lengths)),
        ("quality", "Quality scores", report.quality is not None),
        ("dropped", "Dropped", bool(report.losses.dropped)),
        ("rejected", "Rejected", bool(report.losses.rejected)),
        ("duplicates", "Duplicates", report.duplicates is not None),
        ("boilerplate", "Boilerplate", report.repeated is not None),
        ("contamination", "Contamination", report.contamination is not None),
        ("markup", "Markup and lost templates", report.markup is not None),
        ("mixture", "Mixture", bool(report.mixture)),
        ("packing", "Tokens and packing", bool(report.packing)),
        ("factuality", "Questions and answers", report.factuality is not None),
        ("preferences", "Preference pairs", report.preferences is not None),
        ("stages", "Time and memory", True),
        ("configuration", "Configuration", True),
    ]
