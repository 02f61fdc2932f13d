"""`roae inspect`: says what a path holds and shows some of it."""

from __future__ import annotations

import argparse

from jobs.inspect import rows, sequences, summary
from jobs.inspect.place import Kind, find_place

__all__ = ["inspect"]


def inspect(options: argparse.Namespace) -> None:
    """Looks at `options.path`. Raises UsageError for a path that holds nothing of ours."""
    place = find_place(options.path)
    if options.rejected:
        rows.show_set_aside(place, "rejected", options.head, options.json)
    elif options.dropped:
        rows.show_set_aside(place, "dropped", options.head, options.json)
    elif options.id is not None:
        rows.show_one(place, options.id, options.json)
    elif place.kind is Kind.RUN:
        summary.show_run(place, options.json)
    elif place.kind is Kind.JSON:
        summary.show_json(place)
    else:
        if not options.json:
            summary.show_files(place)
        if place.holds_sequences:
            sequences.show(place, options.head, single_tokens=options.tokens, as_json=options.json)
        else:
            rows.show_head(place, options.head, options.json)
