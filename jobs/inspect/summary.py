"""What a path is, in a few lines: from manifests, receipts and footers, without reading a row."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from jobs import status
from jobs.inspect import sequences
from jobs.inspect.json_file import describe_json
from jobs.inspect.look import Shown, head
from jobs.inspect.output import Paint, print_json, tell
from jobs.inspect.place import SIDES, Kind, Place, RowsFile, counted, side_files
from jobs.inspect.selection import PAIR, SEQUENCES, Selection, documents_stages
from jobs.inspect.shard_file import DamagedFileError
from jobs.run import reasons
from jobs.text import byte_size, table
from pipelines.engine import read_manifest, read_run_file, storage
from schemas.manifest import Manifest
from schemas.token_shards import MANIFEST_NAME

_MOST_FILES = 12
_TABLES = {
    ".keys": "keys of a lookup table: uint64, ascending",
    ".values": "numbers of a lookup table: uint64, one per key",
    ".npy": "a numpy array to look up in",
}


def summarise(place: Place, paint: Paint, as_json: bool) -> int:
    """Says what the place is; returns the number of files that cannot be read."""
    if place.kind is Kind.RUNS:
        return _runs(place, as_json)
    if place.kind is Kind.RUN:
        return _run(place, paint, as_json)
    if place.kind is Kind.JSON:
        describe_json(place.path, paint, as_json)
        return 0
    if place.kind is Kind.TABLE:
        return _lookup(place, as_json)
    return _rows(place, paint, as_json)


def _runs(place: Place, as_json: bool) -> int:
    if as_json:
        print_json({"path": place.path, "kind": place.kind.value, "runs": list(place.runs)})
    else:
        print(f"{place.path}: a folder with {len(place.runs)} run(s)\n")
        print("\n".join(storage.join(place.path, name) for name in place.runs))
    return 0


def _run(place: Place, paint: Paint, as_json: bool) -> int:
    about = read_run_file(place.path) or {}
    if as_json:
        stages = status.as_json(place.path) if place.stages else []
        print_json({"path": place.path, "kind": place.kind.value, "run": about, "stages": stages})
        return 0
    recipe = about.get("recipe") or {}
    name = recipe.get("pipeline", "") if isinstance(recipe, dict) else ""
    by = f" by the recipe {name}" if name else ""
    undone = [stage.name for stage in place.stages if stage.manifest is None]
    state = f"not finished: {', '.join(undone)}" if undone else "all done"
    print(f"{paint(place.path, 'bold')}: a run of {len(place.stages)} stages{by}, {state}\n")
    if not place.stages:
        return 0
    status.show(place.path)
    last = documents_stages(place)[0]
    pairs = last.record == PAIR
    became = "the preference pairs" if pairs else "what became of the documents"
    traced = "a pair, response or question, and why" if pairs else "one document through every stage"
    print(f"\nGo on with:  roae inspect {last.path}              {became}")
    print(f"             roae inspect trace {place.path} ID     {traced}")
    print(f"             roae inspect {place.path} --rejected   rows that could not be processed")
    return 0


def _lookup(place: Place, as_json: bool) -> int:
    (name, size), *_ = place.others.items()
    ending = name[name.rindex(".") :]
    numbers = size // 8
    if as_json:
        print_json({"path": place.path, "kind": place.kind.value, "bytes": size, "numbers": numbers})
    else:
        count = "" if ending == ".npy" else f", {numbers:,} of them"
        print(f"{place.path}: {_TABLES[ending]}{count}, {byte_size(size)}")
        print("It is made for programs; the rows that it was made of are in the files beside it.")
    return 0


def _rows(place: Place, paint: Paint, as_json: bool) -> int:
    files, faults = counted(place.files)
    schema = first_schema(files)
    record, version = record_of(schema)
    total = sum(file.rows or 0 for file in files)
    stored = sum(file.bytes for file in files)
    for fault in faults:
        if place.kind is Kind.FILE:
            raise fault
        tell(fault)
    if as_json:
        print_json(_as_json(place, files, schema, faults))
        return len(faults)
    if not files:
        print(f"{paint(place.path, 'bold')}: no rows")
    else:
        about = f"{record or 'rows'} version {version}" if record else "rows of no record of ours"
        words = f"{place.kind.value}: {about}, {total:,} rows, {byte_size(stored)} in {len(files):,} file(s)"
        print(f"{paint(place.path, 'bold')}: {words}")
    if schema is not None:
        print("columns: " + ", ".join(f"{field.name} {type_name(field.type)}" for field in schema))
    print()
    _made_by(place)
    _sides(place)
    _sources(place.manifest)
    _tokens(place, record)
    _files(files)
    _others(place)
    if total:
        print(f"The first row (`roae inspect {place.path} head 10` shows more):\n")
        return max(len(faults), head([Selection("", tuple(files))], 1, Shown(paint)))
    return len(faults)


def first_schema(files: Sequence[RowsFile]) -> pa.Schema | None:
    """The schema of the first file that can be read (whose rows could be counted)."""
    for file in files:
        if file.rows is not None:
            with contextlib.suppress(DamagedFileError), file.open() as shard:
                return shard.schema
    return None


def record_of(schema: pa.Schema | None) -> tuple[str, str]:
    """The record and version that a schema's metadata name; empty and 1 where they do not."""
    metadata = (schema.metadata if schema is not None else None) or {}
    return metadata.get(b"record", b"").decode(), metadata.get(b"version", b"1").decode()


def _as_json(
    place: Place, files: Sequence[RowsFile], schema: pa.Schema | None, faults: Sequence[DamagedFileError]
) -> dict[str, Any]:
    record, version = record_of(schema)
    manifest = place.manifest
    return {
        "path": place.path,
        "kind": place.kind.value,
        "record": record,
        "version": int(version) if version.isdecimal() else None,
        "rows": sum(file.rows or 0 for file in files),
        "bytes": sum(file.bytes for file in files),
        "columns": {field.name: str(field.type) for field in schema or []},
        "files": [{"name": file.name, "rows": file.rows, "bytes": file.bytes} for file in files],
        "dropped": manifest.dropped if manifest else None,
        "rejected": manifest.rejected if manifest else None,
        "faults": [str(fault) for fault in faults],
    }


def _made_by(place: Place) -> None:
    if place.kind is not Kind.STAGE:
        return
    manifest = place.manifest
    if manifest is None:
        print("the stage is not finished: there is no manifest.json yet\n")
        return
    made = f"stage {manifest.stage} (version {manifest.version}), done: {manifest.rows_in:,} rows in"
    print(f"{made}, {manifest.rows_out:,} out\n")


def _sides(place: Place) -> None:
    stage, _, side = place.path.rpartition("/")
    of_stage = read_manifest(stage) if side in SIDES else None
    if of_stage is not None:
        counts = of_stage.dropped if side == "dropped" else of_stage.rejected
        print(f"what the stage {of_stage.stage} {side}: {reasons(counts, most=len(counts))}\n")
    manifest = place.manifest
    for kind, counts in (("dropped", manifest.dropped), ("rejected", manifest.rejected)) if manifest else ():
        if counts and manifest:
            share = sum(counts.values()) / manifest.rows_in if manifest.rows_in else 0
            told = reasons(counts, most=len(counts))
            kept = "" if kind == "rejected" or manifest.exclusions else " (not kept: exclusions was false)"
            print(f"{kind}, {share:.1%} of {manifest.rows_in:,} rows{kept}: {told}\n")
    if manifest is None and place.kind is Kind.STAGE:
        for side in SIDES:
            files, _ = counted(side_files(place.path, side))
            if rows := sum(file.rows or 0 for file in files):
                print(f"{side} so far: {rows:,} rows\n")


def _sources(manifest: Manifest | None) -> None:
    if manifest is None or not manifest.sources:
        return
    rows = []
    for name, tally in manifest.sources.items():
        dropped = sum(tally.dropped.values())
        rows.append([name, f"{tally.rows:,}", f"{tally.characters:,}", f"{tally.tokens:,}", f"{dropped:,}"])
    header = ["source", "rows", "characters", "tokens", "dropped"]
    kept = [n for n in range(len(header)) if n == 0 or any(row[n] != "0" for row in rows)]
    cells = [[row[n] for n in kept] for row in rows]
    print(table([header[n] for n in kept], cells, right=range(1, len(kept))) + "\n")


def _tokens(place: Place, record: str) -> None:
    if record == SEQUENCES and place.kind is not Kind.FILE:
        manifest = sequences.read_tokens_manifest(place.path)
        if manifest is None:
            print(f"there is no {MANIFEST_NAME}: the stage is not finished, or the file was left behind\n")
        else:
            print(sequences.totals(manifest) + "\n")


def _files(files: Sequence[RowsFile]) -> None:
    if len(files) < 2:
        return
    rows = [
        [file.name, "damaged" if file.rows is None else f"{file.rows:,}", byte_size(file.bytes)]
        for file in files[:_MOST_FILES]
    ]
    print(table(["file", "rows", "stored"], rows, right={1, 2}))
    if len(files) > _MOST_FILES:
        left = files[_MOST_FILES:]
        print(f"… and {len(left):,} more with {sum(file.rows or 0 for file in left):,} rows")
    print()


def _others(place: Place) -> None:
    names = [name for name in sorted(place.others) if not name.startswith(".")]
    if names:
        print(f"beside them: {', '.join(names)}\n")


def type_name(kind: pa.DataType) -> str:
    """An Arrow type in few characters."""
    if pa.types.is_map(kind):
        return f"map<{type_name(kind.key_type)}, {type_name(kind.item_type)}>"
    if pa.types.is_fixed_size_list(kind):
        return f"{type_name(kind.value_type)}[{kind.list_size:,}]"
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"list<{type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"{{{', '.join(field.name for field in kind)}}}"
    return str(kind)
