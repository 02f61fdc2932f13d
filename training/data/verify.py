"""Whether token shards still are what was written: their bytes against their sums, read once per file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from schemas.token_shards import TokenShards
from training.data.rows import digest_of
from training.errors import DataError

_THREADS = 4


def describe_shards(folder: str) -> str:
    """A digest of everything that a folder of shards says of itself: it changes with any of its bytes, if its
    description is true.
    """
    return hashlib.sha256(TokenShards(folder).manifest.to_json()).hexdigest()


def verify_shards(
    folders: Iterable[str], remembered: Path, tell: Callable[[str], None] = lambda _: None
) -> None:
    """Reads every local shard whose size or time is not that in the file `remembered`, and remembers it.

    Raises DataError for one whose bytes are not those that were written.
    """
    known = _read(remembered)
    wanted = {}
    for folder in folders:
        if "://" in folder:
            continue
        for shard in TokenShards(folder).manifest.shards:
            path = Path(folder) / shard.name
            stat = path.stat()
            mark = f"{shard.sha256} {stat.st_size} {stat.st_mtime_ns}"
            if known.get(str(path.resolve())) != mark:
                wanted[path] = (shard.sha256, mark)
    if not wanted:
        return
    tell(f"checking {len(wanted)} shards")
    with ThreadPoolExecutor(_THREADS) as threads:
        for path, found in zip(wanted, threads.map(digest_of, wanted), strict=True):
            expected, mark = wanted[path]
            if found != expected:
                raise DataError(
                    f"{path} was changed or is damaged: its SHA-256 is {found}, and tokens.json says "
                    f"{expected}; copy it again or redo the stage that wrote it"
                )
            known[str(path.resolve())] = mark
    remembered.parent.mkdir(parents=True, exist_ok=True)
    temporary = remembered.with_name(f"{remembered.name}.tmp")
    temporary.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(remembered)


def _read(remembered: Path) -> dict[str, str]:
    try:
        found = json.loads(remembered.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # what was not remembered is read again
    return found if isinstance(found, dict) else {}
