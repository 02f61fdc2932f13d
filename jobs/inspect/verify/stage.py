"""Checks of a stage's folder: files against receipts, receipts against the manifest, rows against schemas."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import pkgutil
from collections import Counter
from functools import cache

import pyarrow as pa

import schemas
from jobs.inspect.place import StageAt, rows_files, side_files
from jobs.inspect.selection import SEQUENCES
from jobs.inspect.shard_file import DamagedFileError, ShardFile, format_of
from jobs.inspect.verify import ids, sequences
from jobs.inspect.verify.report import Report
from pipelines.engine import read_receipts, storage
from pipelines.engine.receipts import all_files, is_receipt, read_manifest
from schemas.arrow import arrow_schema
from schemas.manifest import Manifest, Receipt
from schemas.manifest import ShardFile as ListedFile

_BLOCK = 1 << 20


def check(stage: StageAt, report: Report, *, hashes: bool, unique: bool) -> None:
    """A stage. `unique`: a row that is there twice is a fault and not only worth a note."""
    receipts = read_receipts(stage.path)
    names = storage.sizes(stage.path)
    readable = {f"{receipt.shard}.json" for receipt in receipts}
    for name in sorted(names):
        if is_receipt(name) and name not in readable:
            report.fault(f"{stage.folder}/{name}", "receipt", "it is no receipt that can be read")
        if name.endswith(".tmp"):
            report.note(
                f"{stage.folder}/{name}", "files", "a writer that was killed left it; a new run deletes it"
            )
    if stage.manifest is None:
        report.note(stage.folder, "manifest", "the stage is not finished, or its manifest cannot be read")
    else:
        _check_manifest(stage, stage.manifest, receipts, report)
    # A stage may have been moved without its receipts; its manifest lists the same files.
    listed = _listed(receipts) | _listed([stage.manifest] if stage.manifest else [])
    good = [file for file in listed.values() if check_file(stage.path, file, report, hashes=hashes)]
    for file in [
        *rows_files(stage.path),
        *side_files(stage.path, "rejected"),
        *side_files(stage.path, "dropped"),
    ]:
        if file.name.rpartition("/")[2].startswith("part-") and file.name not in listed:
            report.fault(f"{stage.folder}/{file.name}", "files", "no receipt and no manifest lists it")
    _check_schemas(stage, good, report)
    rows = [storage.join(stage.path, file.name) for file in good if "/" not in file.name]
    if holds_sequences(stage):
        sequences.check(stage.path, stage.folder, {file.name for file in good}, report)
    else:
        ids.check(stage.folder, rows, report, unique=unique)


def holds_sequences(stage: StageAt) -> bool:
    """Whether the stage's rows are packed token sequences."""
    return (stage.manifest.record if stage.manifest else stage.record) == SEQUENCES


def listed_file(folder: str, name: str) -> ListedFile | None:
    """What the manifest or a receipt of the folder says of a file; None where they do not list it."""
    done = [manifest] if (manifest := read_manifest(folder)) else read_receipts(folder)
    return _listed(done).get(name)


def check_file(folder: str, file: ListedFile, report: Report, *, hashes: bool) -> bool:
    """Whether a file is there and whole: its size, its SHA-256 unless `hashes` is false, and its footer."""
    path = storage.join(folder, file.name)
    at = f"{folder.rpartition('/')[2]}/{file.name}"
    report.checked("files")
    size = storage.size(path)
    if size is None:
        report.fault(at, "files", "it is missing")
        return False
    whole = True
    if size != file.bytes:
        report.fault(at, "size", f"it has {size:,} bytes, and its receipt says {file.bytes:,}")
        whole = False
    elif hashes and (found := _sha256(path)) != file.sha256:
        report.fault(at, "hash", f"its SHA-256 is {found}, and its receipt says {file.sha256}")
        whole = False
    try:
        with ShardFile(path) as shard:
            rows = shard.count()
    except DamagedFileError as error:
        report.fault(at, "format", str(error))
        return False
    report.checked("rows", rows)
    report.checked("bytes", size)
    if rows != file.rows:
        report.fault(at, "counts", f"it has {rows:,} rows, and its receipt says {file.rows:,}")
    return whole


def check_readable(path: str, at: str, report: Report) -> None:
    """Whether every row of a file can be read."""
    try:
        with ShardFile(path) as shard:
            for rows in shard.rows():
                rows.batch.validate(full=True)
                report.checked("rows read", rows.batch.num_rows)
    except (DamagedFileError, pa.ArrowInvalid) as error:
        report.fault(at, "format", str(error))


def _check_manifest(stage: StageAt, manifest: Manifest, receipts: list[Receipt], report: Report) -> None:
    """Whether the manifest is the sum of the receipts."""
    at = f"{stage.folder}/manifest.json"
    for name in ("rows_in", "rows_out"):
        total = sum(getattr(receipt, name) for receipt in receipts)
        if getattr(manifest, name) != total:
            report.fault(
                at, "counts", f"{name} is {getattr(manifest, name):,}, and the receipts have {total:,}"
            )
    for name in ("dropped", "rejected"):
        counts: Counter[str] = Counter()
        for receipt in receipts:
            counts.update(getattr(receipt, name))
        if getattr(manifest, name) != dict(counts):
            report.fault(
                at, "counts", f"{name} is {getattr(manifest, name)}, and the receipts have {dict(counts)}"
            )
    if _listed([manifest]) != _listed(receipts):
        names = {name for name, _ in _listed([manifest]).items() ^ _listed(receipts).items()}
        report.fault(at, "files", f"it and the receipts differ in {', '.join(sorted(names))}")
    for receipt in receipts:
        if receipt.stage_digest != manifest.stage_digest:
            report.fault(
                f"{stage.folder}/{receipt.shard}.json",
                "stage",
                "it was made by another stage than the manifest",
            )
    for kind, files in (("rejected", manifest.rejected_files), ("dropped", manifest.dropped_files)):
        kept, told = sum(file.rows for file in files), sum(getattr(manifest, kind).values())
        if kept != told and (kind == "rejected" or manifest.exclusions):
            report.fault(at, "counts", f"{told:,} rows were {kind}, and {kept:,} are in {kind}/")


def _check_schemas(stage: StageAt, files: list[ListedFile], report: Report) -> None:
    """Whether all files have the columns of their record, in the version that the manifest says."""
    expected: pa.Schema | None = None
    for file in files:
        if "/" in file.name or not format_of(file.name):
            continue
        at = f"{stage.folder}/{file.name}"
        with ShardFile(storage.join(stage.path, file.name)) as shard:
            schema = shard.schema
        if expected is None:
            expected = schema
            _check_record(stage, at, schema, report)
        elif not schema.equals(expected, check_metadata=True):
            report.fault(
                at, "schema", "its columns or their metadata differ from those of the stage's first file"
            )


def _check_record(stage: StageAt, at: str, schema: pa.Schema, report: Report) -> None:
    metadata = schema.metadata or {}
    record, version = metadata.get(b"record", b"").decode(), metadata.get(b"version", b"1").decode()
    if stage.manifest and (record, version) != (stage.manifest.record, str(stage.manifest.record_version)):
        told = f"{stage.manifest.record} version {stage.manifest.record_version}"
        report.fault(at, "schema", f"it holds {record} version {version}, and the manifest says {told}")
    known = _records().get(record)
    if known is None:
        return
    own = (arrow_schema(known).metadata or {}).get(b"version", b"1").decode()
    if own != version:
        report.note(
            at, "schema", f"{record} version {version}, and this release writes {own}: run the stage again"
        )
    elif not schema.equals(arrow_schema(known)):
        report.fault(at, "schema", f"its columns are not those of {record} version {version}")


@cache
def _records() -> dict[str, type]:
    """The record classes that the project has, by name. Of two with one name, neither can be checked."""
    found: dict[str, list[type]] = {}
    for module in pkgutil.iter_modules(schemas.__path__):
        for value in vars(importlib.import_module(f"schemas.{module.name}")).values():
            is_record = (
                isinstance(value, type) and dataclasses.is_dataclass(value) and hasattr(value, "VERSION")
            )
            if is_record and value not in found.setdefault(value.__name__, []):
                found[value.__name__].append(value)
    return {name: classes[0] for name, classes in found.items() if len(classes) == 1}


def _listed(done: list[Manifest] | list[Receipt] | list[Manifest | Receipt]) -> dict[str, ListedFile]:
    return {file.name: file for one in done for file in all_files(one)}


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with storage.open_input(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
