"""Where a regular expression matches in the text of rows, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from jobs.errors import UsageError
from jobs.inspect.find import id_column
from jobs.inspect.look import Shown
from jobs.inspect.output import Paint, print_json, tell, visible
from jobs.inspect.place import RowsFile
from jobs.inspect.selection import Scan, Selection, view
from jobs.inspect.sequences import SequenceView
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.views import dropped_record


@dataclass(frozen=True, slots=True)
class Grep:
    """What is looked for: `columns` (none: all that hold text), `context` characters shown on either side,
    the first `count` matches (0: all).
    """

    pattern: str
    ignore_case: bool = False
    columns: tuple[str, ...] = ()
    context: int = 60
    count: int = 10
    only_count: bool = False

    def compiled(self) -> re.Pattern[str]:
        """The expression. Raises UsageError for one that is wrong."""
        try:
            return re.compile(self.pattern, re.IGNORECASE if self.ignore_case else 0)
        except re.error as error:
            raise UsageError(f"{self.pattern!r} is no regular expression: {error}") from error


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a row: the column it is in, with the way into a nested one (`messages[1].content`)."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class _Match:
    """A match in a text of the row `id`, which is at `where`."""

    where: str
    id: str
    text: _Text
    match: re.Match[str]


def grep(selections: Sequence[Selection], asked: Grep, shown: Shown) -> int:
    """Shows the matches; returns the number of files that cannot be read."""
    pattern = asked.compiled()
    damaged = matches = matching_rows = 0
    for selection in selections:
        scan = Scan(selection.files)
        for where, name, texts in _texts(selection, scan, asked.columns, shown.paint):
            before = matches
            for text in texts:
                for match in pattern.finditer(text.text):
                    matches += 1
                    if asked.only_count:
                        continue
                    _show(_Match(where, name, text, match), asked.context, shown)
                    if matches == asked.count:
                        tell(f"these are the first {matches:,}; -n 0 shows all, --count counts them")
                        return damaged + len(scan.damaged)
            matching_rows += matches > before
        damaged += len(scan.damaged)
    if asked.only_count and shown.json:
        print_json({"rows": matching_rows, "matches": matches})
    elif asked.only_count:
        print(f"{matches:,} matches in {matching_rows:,} rows")
    elif not matches and not shown.json:
        tell(f"nothing matches {asked.pattern}")
    return damaged


def _texts(
    selection: Selection, scan: Scan, columns: tuple[str, ...], paint: Paint
) -> Iterator[tuple[str, str, list[_Text]]]:
    """Per row: where it is, its id, and its texts."""

    def read(file: RowsFile, shard: ShardFile) -> Iterator[tuple[str, str, list[_Text]]]:
        identifier = id_column(shard.schema)
        if identifier == "spans":
            sequences = view(file, shard, paint)
            assert isinstance(sequences, SequenceView)
            for rows in shard.rows():
                for place, row in enumerate(rows.batch.to_pylist()):
                    yield from _of_sequence(selection.where(file, rows.first + place), row, sequences)
            return
        chosen = _columns(shard, columns)
        named = [identifier] if identifier and identifier not in chosen else []
        for rows in shard.rows([*chosen, *named]):
            for place, row in enumerate(rows.batch.to_pylist(maps_as_pydicts="lossy")):
                if "record" in chosen and "reason" in shard.schema.names:
                    row["record"] = dropped_record(row)
                texts = [text for name in chosen for text in _inside(name, row[name])]
                yield selection.where(file, rows.first + place), str(row.get(identifier, "")), texts

    return scan.each(read)


def _of_sequence(
    where: str, row: dict[str, Any], sequence: SequenceView
) -> Iterator[tuple[str, str, list[_Text]]]:
    for span in row["spans"]:
        text = sequence.text(row, span)
        if text:
            yield where, span["document"], [_Text(f"tokens {span['start']}+", text)]


def _columns(shard: ShardFile, wanted: tuple[str, ...]) -> list[str]:
    names = shard.schema.names
    if missing := [name for name in wanted if name not in names]:
        raise UsageError(f"there is no column {missing[0]!r}: the columns are {', '.join(names)}")
    return list(wanted) or [field.name for field in shard.schema if _holds_text(field.type)]


def _holds_text(kind: pa.DataType) -> bool:
    if pa.types.is_map(kind):
        return _holds_text(kind.key_type) or _holds_text(kind.item_type)
    if pa.types.is_struct(kind):
        return any(_holds_text(field.type) for field in kind)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _holds_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _inside(name: str, value: Any) -> Iterator[_Text]:
    """The texts in a value, with the way to each."""
    if isinstance(value, str):
        yield _Text(name, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(f"{name}.{key}", item)
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from _inside(f"{name}[{place}]", item)


def _show(found: _Match, context: int, shown: Shown) -> None:
    text, (start, end) = found.text.text, found.match.span()
    before, after = text[max(0, start - context) : start], text[end : end + context]
    if shown.json:
        print_json(
            {
                "at": found.where,
                "id": found.id,
                "column": found.text.column,
                "start": start,
                "end": end,
                "match": found.match[0],
                "before": before,
                "after": after,
            }
        )
        return
    paint = shown.paint
    matched = _line(found.match[0]) or "·"
    middle = paint(matched, "match") if paint.on else f"»{matched}«"
    left = "…" if start > context else ""
    right = "…" if end + context < len(text) else ""
    name = paint(visible(found.id) or found.where, "cyan")
    about = f"{name} {paint(f'{found.text.column} at {start:,}', 'dim')}"
    print(f"{about}: {left}{_line(before)}{middle}{_line(after)}{right}")


def _line(text: str) -> str:
    return visible(text).replace("\n", "⏎")
