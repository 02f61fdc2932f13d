"""JSON that the project writes: what it is, and what it says."""

from __future__ import annotations

import json
from typing import Any

from jobs.errors import UsageError
from jobs.inspect.output import Paint, print_json, visible
from jobs.run import reasons
from jobs.text import byte_size, duration
from pipelines.engine import storage
from pipelines.engine.run_file import RUN_FILE
from schemas.manifest import Manifest, Receipt, from_json
from schemas.token_shards import FORMAT


def describe_json(path: str, paint: Paint, as_json: bool) -> None:
    """What a JSON file is, and all of it, indented. Raises UsageError if it is no JSON."""
    data = storage.read_bytes(path) or b""
    try:
        value = json.loads(data)
    except ValueError as error:
        raise UsageError(f"{path} is not JSON: {error}") from error
    if as_json:
        print_json(value)
        return
    print(f"{paint(path, 'bold')}: {_what(path, data, value)}\n")
    print(visible(json.dumps(value, indent=1, ensure_ascii=False)))


def _what(path: str, data: bytes, value: Any) -> str:
    name = path.rpartition("/")[2]
    if not isinstance(value, dict):
        return f"JSON, {_size(value)}"
    if value.get("format") == FORMAT:
        return f"what a folder of token sequences holds, in {len(value.get('shards', []))} shard(s)"
    if done := _read(Manifest, data):
        return f"manifest of the stage {done.stage}, which is done: {_work(done)}"
    if receipt := _read(Receipt, data):
        return f"receipt of {receipt.shard}, made of {receipt.input}: {_work(receipt)}"
    if name == RUN_FILE:
        return f"what a run is: its recipe and {len(value.get('stages', []))} stages"
    return f"JSON, {_size(value)}"


def _read(kind: Any, data: bytes) -> Any:
    try:
        return from_json(kind, data)
    except ValueError:
        return None


def _work(done: Manifest | Receipt) -> str:
    stored = byte_size(sum(file.bytes for file in done.files))
    return (
        f"{done.rows_in:,} rows in, {done.rows_out:,} out in {len(done.files):,} file(s) of {stored}, "
        f"dropped {reasons(done.dropped)}, rejected {reasons(done.rejected)}, "
        f"{duration(done.timing.seconds)} of work"
    )


def _size(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object of {', '.join(map(str, list(value)[:8]))}" + (" …" if len(value) > 8 else "")
    return f"a list of {len(value):,}" if isinstance(value, list) else "a single value"
