"""`run.json`: what a run was begun with. Going on with anything else that matters is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.checkpoint.state import checkpoints
from training.errors import DataError, SettingsError
from training.loop import CHECKPOINTS
from training.settings import RunSettings
from training.world import World

RECORD = "run.json"
# These may be other ones when a run goes on: they decide speed, memory or what is written, and not what is
# learned.
_FREE = {
    "output",
    "cache",
    "mesh",
    "sequences_per_batch",
    "tokens_per_batch",
    "validate_first",
    "validate_every",
    "validation_sequences",
    "checkpoint_every",
    "keep_checkpoints",
    "tensorboard",
    "wandb_project",
    "verify_data",
    "reference",
}


def keep_record(kind: str, settings: RunSettings, data: dict[str, str], weights: str, world: World) -> None:
    """Writes the record of a run that begins, or compares that of one that goes on. `data` and `weights` are
    digests.

    Raises SettingsError for another setting or an output that is no folder, and DataError for data or a base
    that were changed since.
    """
    folder = Path(settings.output)
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"output {folder} is a file: give a folder, which may be a new one")
    record = {"kind": kind, "settings": settings.model_dump(mode="json"), "data": data, "base": weights}
    path = folder / RECORD
    if checkpoints(folder / CHECKPOINTS):
        _compare(path, record)
    elif world.is_first:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{RECORD}.tmp")
        temporary.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        temporary.replace(path)
    world.wait()


def _compare(path: Path, record: dict[str, Any]) -> None:
    try:
        old = json.loads(path.read_text(encoding="utf-8"))
        before = _flat({"kind": old["kind"], **old["settings"]})
        data, weights = dict(old["data"]), str(old["base"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path} is no record that can be read ({error!r}): use another output"
        ) from error
    now = _flat({"kind": record["kind"], **record["settings"]})
    for name in sorted(before.keys() | now.keys()):
        if name.partition(".")[0] not in _FREE and before.get(name) != now.get(name):
            raise SettingsError(
                f"{path.parent} was begun with {name} {before.get(name)!r}, and it is {now.get(name)!r} now: "
                "go on with the old setting, or choose another output"
            )
    for name, digest in record["data"].items():
        if data.get(name) != digest:
            changed = f"was changed since the run in {path.parent} began"
            if before.get("tokens_per_batch") != now.get("tokens_per_batch"):
                changed += ", or tokens_per_batch leaves out other rows of it than then"
            raise DataError(f"{name} {changed}: go on with what it was, or choose another output")
    if weights != record["base"]:
        raise DataError(
            f"the weights of {now['model.base']} were changed since the run in {path.parent} began: go on "
            "with the old ones, or choose another output"
        )


def _flat(values: dict[str, Any], outer: str = "") -> dict[str, Any]:
    """Fields within fields by their dotted names, as they are set on the command line."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{outer}{name}.")
        else:
            flat[f"{outer}{name}"] = value
    return flat
