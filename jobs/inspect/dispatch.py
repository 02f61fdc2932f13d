"""Which function does what a verb of `roae inspect` asks for."""

from __future__ import annotations

import argparse
import sys

from jobs.errors import UsageError
from jobs.inspect import look
from jobs.inspect.diff import diff
from jobs.inspect.grep import Grep, grep
from jobs.inspect.output import painter
from jobs.inspect.place import Kind, Place, find_place
from jobs.inspect.selection import Selection, every_stage, select
from jobs.inspect.summary import summarise
from jobs.inspect.tokens import tokens
from jobs.inspect.trace import trace
from jobs.inspect.trace.show import show
from jobs.inspect.verify import verify
from jobs.inspect.verify.report import Report

_DONE, _FAILED = 0, 1


def dispatch(options: argparse.Namespace) -> int:
    """The exit code: 1 where files were damaged or checks failed. Raises UsageError."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # texts have more characters than some terminals
    try:
        return _FAILED if _faults(options) else _DONE
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise UsageError(f"{options.path} cannot be read: {error}") from error


def _faults(options: argparse.Namespace) -> int:
    place = find_place(options.path)
    if options.verb == "summary":
        return summarise(place, painter(), options.json)
    if options.verb in ("head", "sample", "id", "grep", "where", "stats"):
        return _rows(place, options)
    if options.verb == "tokens":
        return tokens(
            place,
            painter(),
            count=options.count,
            at=options.at,
            document=options.id,
            as_json=options.json,
        )
    if options.verb == "verify":
        return verify(place, Report(painter(), as_json=options.json), hashes=not options.no_hashes)
    if options.verb == "trace":
        show(trace(place, options.id), painter(), lines=options.lines, as_json=options.json)
        return 0
    return diff(
        place,
        find_place(options.other),
        painter(),
        identifier=options.id,
        count=options.count,
        as_json=options.json,
    )


def _rows(place: Place, options: argparse.Namespace) -> int:
    side = "rejected" if options.rejected else "dropped" if options.dropped else ""
    if options.verb == "id" and place.kind is Kind.RUN and not side and not options.stage:
        selections = every_stage(place)
    else:
        selections = select(place, side=side, stage=options.stage)
    if not any(selection.files for selection in selections):
        return _nothing(place, side, selections, options.json)
    shown = look.Shown(painter(), options.json, getattr(options, "whole", options.verb == "id"))
    if options.verb == "head":
        return look.head(selections, options.count, shown)
    if options.verb == "sample":
        return look.sample(selections, options.count, options.seed, shown)
    if options.verb == "id":
        return look.by_id(selections, options.id, options.column, shown)
    if options.verb == "where":
        return look.where(selections, options.expression, options.count, shown, only_count=options.only_count)
    if options.verb == "grep":
        asked = Grep(
            options.pattern,
            ignore_case=options.ignore_case,
            columns=tuple(options.column),
            context=options.context,
            count=options.count,
            only_count=options.only_count,
        )
        return grep(selections, asked, shown)
    from jobs.inspect.stats import stats  # noqa: PLC0415

    return stats(selections, exact=options.exact, as_json=options.json)


def _nothing(place: Place, side: str, selections: list[Selection], as_json: bool) -> int:
    if not as_json:
        hint = " Dropped rows are kept when the recipe says exclusions=true." if side == "dropped" else ""
        where = " + ".join(selection.title for selection in selections if selection.title) or place.path
        print(f"no {side or 'stored'} rows in {where}.{hint}")
    return 0
