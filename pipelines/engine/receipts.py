"""Receipts and manifests in a stage's folder: finding and judging them, and making a manifest of receipts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipelines.engine import storage
from pipelines.engine.output import DROPPED, REJECTED
from pipelines.engine.shards import combined_digest, shard_order
from pipelines.engine.stages import Stage, plain, record_name
from pipelines.engine.tally import sum_counts, sum_tallies
from schemas.manifest import Manifest, Receipt, ShardFile, Timing, from_json, to_json

MANIFEST = "manifest.json"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StageFolder:
    """A stage's folder `20-dedup` as it was found: `number` is 20, `manifest` None while it is not done."""

    number: int
    name: str
    path: str
    manifest: Manifest | None
    receipts: list[Receipt]


def stage_folders(run: str) -> list[StageFolder]:
    """The stages in a run folder, in order, each with what it says about itself. Reads every receipt."""
    found = []
    for folder in storage.folders(run):
        number, _, name = folder.partition("-")
        if number.isdecimal() and name:
            path = storage.join(run, folder)
            receipts = read_receipts(path)
            found.append(StageFolder(int(number), name, path, read_manifest(path), receipts))
    return sorted(found, key=lambda stage: (stage.number, stage.name))


def read_manifest(folder: str) -> Manifest | None:
    """The stage's manifest, or None where there is none that can be read."""
    return _read(Manifest, storage.join(folder, MANIFEST))


def write_manifest(folder: str, manifest: Manifest) -> None:
    """The stage is done from here on."""
    storage.write_bytes(storage.join(folder, MANIFEST), to_json(manifest))


def delete_manifest(folder: str) -> None:
    """The stage is not done from here on."""
    storage.delete(storage.join(folder, MANIFEST))


def receipt_path(folder: str, shard: str) -> str:
    """Where a shard's receipt is."""
    return storage.join(folder, f"{shard}.json")


def read_receipt(folder: str, shard: str) -> Receipt | None:
    """The shard's receipt, or None where there is none that can be read."""
    return _read(Receipt, receipt_path(folder, shard))


def read_receipts(folder: str) -> list[Receipt]:
    """All receipts in the folder, in the order of their shards."""
    shards = [name[: -len(".json")] for name in storage.sizes(folder) if is_receipt(name)]
    found = (read_receipt(folder, shard) for shard in sorted(shards, key=shard_order))
    return [receipt for receipt in found if receipt is not None]


def is_receipt(name: str) -> bool:
    """Whether a file of a stage's folder is a shard's receipt, going by its name."""
    return name.startswith("part-") and name.endswith(".json")


def write_receipt(folder: str, receipt: Receipt) -> None:
    """The shard is done from here on."""
    storage.write_bytes(receipt_path(folder, receipt.shard), to_json(receipt))


def is_current(
    done: Receipt | Manifest, stage_digest: str, exclusions: bool, file_sizes: Mapping[str, int | None]
) -> bool:
    """Whether it was made by this stage as it is now, with dropped rows kept if asked for, and its files are
    still there and whole (`file_sizes` in bytes, by name). The input is the caller's to compare.
    """
    return (
        done.stage_digest == stage_digest
        and (done.exclusions or not exclusions)
        and all(file_sizes.get(file.name) == file.bytes for file in all_files(done))
    )


def all_files(done: Receipt | Manifest) -> list[ShardFile]:
    """The files of rows, of dropped and of rejected rows."""
    return [*done.files, *done.rejected_files, *done.dropped_files]


def file_sizes(folder: str) -> dict[str, int | None]:
    """The sizes in bytes of all files of a stage, by name relative to its folder."""
    found: dict[str, int | None] = dict(storage.sizes(folder))
    for kind in (REJECTED, DROPPED):
        for name, size in storage.sizes(storage.join(folder, kind)).items():
            found[f"{kind}/{name}"] = size
    return found


def make_manifest(
    stage: Stage, position: int, inputs: Mapping[str, str], receipts: Sequence[Receipt]
) -> Manifest:
    """The receipts of all of a stage's shards together; `inputs` as `StageWork.input_digests` gives them."""
    record, record_version = record_name(stage.output)
    return Manifest(
        stage=stage.name,
        position=position,
        version=stage.version,
        config=plain(stage.config),
        record=record,
        record_version=record_version,
        format=stage.format,
        stage_digest=stage.digest(),
        input_digests=dict(inputs),
        rows_in=sum(r.rows_in for r in receipts),
        rows_out=sum(r.rows_out for r in receipts),
        dropped=sum_counts(r.dropped for r in receipts),
        rejected=sum_counts(r.rejected for r in receipts),
        files=[file for r in receipts for file in r.files],
        rejected_files=[file for r in receipts for file in r.rejected_files],
        dropped_files=[file for r in receipts for file in r.dropped_files],
        exclusions=all(r.exclusions for r in receipts),
        timing=Timing(
            seconds=round(sum(r.timing.seconds for r in receipts), 3),
            cpu_seconds=round(sum(r.timing.cpu_seconds for r in receipts), 3),
            peak_rss_bytes=max((r.timing.peak_rss_bytes for r in receipts), default=0),
        ),
        sources=sum_tallies(r.sources for r in receipts),
    )


def digest(manifest: Manifest) -> str:
    """SHA-256 over what a stage wrote, and what its `finish` made of it: the files and the stage's digest."""
    return combined_digest([manifest.stage_digest, *(file.sha256 for file in manifest.files)])


def delete_stale_files(folder: str, receipts: Iterable[Receipt]) -> None:
    """Deletes shards and receipts that none of `receipts` accounts for: left by other inputs, or by a shard
    that had more files. Files that are not the engine's are left alone.
    """
    kept = {name for r in receipts for name in [f"{r.shard}.json", *(file.name for file in all_files(r))]}
    for name in file_sizes(folder):
        if name.rpartition("/")[2].startswith("part-") and name not in kept:
            storage.delete(storage.join(folder, name))


def _read(kind: type[T], path: str) -> T | None:
    data = storage.read_bytes(path)
    if data is None:
        return None
    try:
        return from_json(kind, data)
    except ValueError:
        # Written by another version: whatever it described is made again, and it is replaced.
        return None
