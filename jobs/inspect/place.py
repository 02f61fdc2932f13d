"""What a path is: a run, a stage, a folder or file of rows, JSON that a stage wrote, a lookup table."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from fsspec.core import url_to_fs

from jobs.errors import UsageError
from jobs.inspect.shard_file import DamagedFileError, ShardFile, format_of, sniff
from pipelines.engine import read_manifest, read_receipts, run_stages_of, storage
from pipelines.engine.receipts import MANIFEST, all_files, is_receipt
from pipelines.engine.run_file import RUN_FILE
from pipelines.engine.shards import shard_order
from schemas.manifest import Manifest, Receipt

SIDES = ("rejected", "dropped")
_TABLES = (".keys", ".values", ".npy")
_THREADS = 8


class Kind(enum.Enum):
    """What was found."""

    RUNS = "folder of runs"
    RUN = "run"
    STAGE = "stage"
    FOLDER = "folder of rows"
    FILE = "file of rows"
    JSON = "JSON"
    TABLE = "lookup table"


@dataclass(frozen=True, slots=True)
class RowsFile:
    """A file of rows: `name` is relative to the place, `rows` None while nobody has said how many."""

    name: str
    path: str
    bytes: int
    rows: int | None = None
    format: str = ""

    def open(self) -> ShardFile:
        """Its rows."""
        return ShardFile(self.path, self.format)


@dataclass(frozen=True, slots=True)
class StageAt:
    """A stage in a run: where it is, what it makes and of which stages, as far as the run says."""

    name: str
    path: str
    record: str
    reads: tuple[str, ...]
    uses: tuple[str, ...]
    manifest: Manifest | None

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return self.path.rpartition("/")[2]

    def receipts(self) -> list[Receipt]:
        """The receipts of its shards: read when they are asked for, as there may be thousands."""
        return read_receipts(self.path)


@dataclass(frozen=True, slots=True)
class Place:
    """A path that was recognised, with its files of rows or its stages."""

    path: str
    kind: Kind
    files: tuple[RowsFile, ...] = ()
    stages: tuple[StageAt, ...] = ()
    manifest: Manifest | None = None
    runs: tuple[str, ...] = ()
    others: dict[str, int] = field(default_factory=dict)


def find_place(path: str) -> Place:
    """Recognises a path, local or URL. Raises UsageError if nothing can be shown of what is there."""
    path = path.rstrip("/") or "/"
    try:
        return _find(path)
    except (ValueError, ImportError) as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(f"{path} cannot be opened: {error}") from error  # fsspec, of its protocol


def _find(path: str) -> Place:
    size = None if _is_folder(path) else storage.size(path)
    if size is not None:
        return _file(path, size)
    files, folders = storage.sizes(path), storage.folders(path)
    stages = find_stages(path)
    if stages or RUN_FILE in files:
        return Place(path, Kind.RUN, stages=stages)
    rows = rows_files(path)
    manifest = read_manifest(path)
    held = {file.name for file in rows}
    others = {name: size for name, size in files.items() if name not in held and not is_receipt(name)}
    if MANIFEST in files or any(map(is_receipt, files)):
        done = [manifest] if manifest else read_receipts(path)
        found = tuple(with_counts(rows, done))
        return Place(path, Kind.STAGE, files=found, manifest=manifest, others=others)
    if rows:
        return Place(path, Kind.FOLDER, files=_of_stage(path, rows), others=others)
    runs = tuple(name for name in folders if storage.size(storage.join(path, name, RUN_FILE)) is not None)
    if runs:
        return Place(path, Kind.RUNS, runs=runs)
    if files or folders:
        raise UsageError(
            f"{path} holds nothing that roae wrote, and no rows: give a run, a stage's folder, "
            "a .parquet, .arrow or .jsonl file, or a .json file"
        )
    raise UsageError(f"{path} is an empty folder" if _is_folder(path) else f"{path} does not exist")


def _file(path: str, size: int) -> Place:
    name = path.rpartition("/")[2]
    if path.endswith(".json"):
        return Place(path, Kind.JSON)
    if path.endswith(_TABLES):
        return Place(path, Kind.TABLE, others={name: size})
    format = format_of(path) or sniff(path)
    if not format:
        raise UsageError(
            f"{path} is no file of rows: neither its name nor its first bytes are those of Parquet, Arrow or "
            "JSON lines"
        )
    return Place(path, Kind.FILE, files=(RowsFile(name, path, size, format=format),))


def _is_folder(path: str) -> bool:
    system, inner = url_to_fs(path)
    return bool(system.isdir(inner))


def find_stages(run: str) -> tuple[StageAt, ...]:
    """The stages of a run in the order of its pipeline, as `run.json` has them; what other stages left in
    folders with numbers comes after. Reads manifests and no receipts.
    """
    known = {stage.folder: stage for stage in run_stages_of(run)}
    found = [folder for folder in storage.folders(run) if _is_stage(folder)]
    order = {folder: place for place, folder in enumerate(known)}
    found.sort(key=lambda folder: (order.get(folder, len(order)), int(folder.partition("-")[0]), folder))
    stages: list[StageAt] = []
    for folder in found:
        path = storage.join(run, folder)
        manifest = read_manifest(path)
        record = manifest.record if manifest else ""
        name = folder.partition("-")[2]
        # Of a run by an earlier version it is not known what reads what: then each reads the one before.
        before = (stages[-1].name,) if stages and not known else ()
        if stage := known.get(folder):
            stages.append(StageAt(stage.name, path, stage.record, stage.reads, stage.uses, manifest))
        else:
            stages.append(StageAt(name, path, record, before, (), manifest))
    return tuple(stages)


def _is_stage(folder: str) -> bool:
    number, _, name = folder.partition("-")
    return number.isdecimal() and bool(name)


def rows_files(folder: str) -> list[RowsFile]:
    """The files of rows directly in a folder, in the order of their shards."""
    names = storage.sizes(folder)
    # A stage may have tables beside its rows, which are made to be looked up in.
    begin = "part-" if any(map(is_receipt, names)) else ""
    found = [
        RowsFile(name, storage.join(folder, name), size, format=format_of(name))
        for name, size in names.items()
        if format_of(name) and name.startswith(begin) and not name.startswith(".")
    ]
    return sorted(found, key=lambda file: (shard_order(file.name.partition(".")[0]), file.name))


def with_counts(files: Iterable[RowsFile], done: Iterable[Manifest | Receipt]) -> list[RowsFile]:
    """The files with the numbers of rows that a stage's manifest or receipts give, where the size is still
    the one that they say.
    """
    said = {file.name: file for one in done for file in all_files(one)}
    return [
        replace(file, rows=said[file.name].rows)
        if file.name in said and said[file.name].bytes == file.bytes
        else file
        for file in files
    ]


def _of_stage(path: str, files: list[RowsFile]) -> tuple[RowsFile, ...]:
    """Of a stage's folder of dropped or rejected rows, with the counts of its manifest."""
    stage, _, side = path.rpartition("/")
    manifest = read_manifest(stage) if side in SIDES else None
    if manifest is None:
        return tuple(files)
    inside = with_counts([replace(file, name=f"{side}/{file.name}") for file in files], [manifest])
    return tuple(replace(file, name=file.name.rpartition("/")[2]) for file in inside)


def side_files(stage: str, side: str) -> list[RowsFile]:
    """The files of a stage's rejected or dropped rows, under names such as `dropped/part-00000.parquet`."""
    folder = storage.join(stage, side)
    return [replace(file, name=f"{side}/{file.name}") for file in rows_files(folder)]


def counted(files: Sequence[RowsFile]) -> tuple[list[RowsFile], list[DamagedFileError]]:
    """The files with their numbers of rows: footers are read, several at a time, where nobody has said.
    The second list has the errors of those that cannot be read, which keep None.
    """
    unknown = [file for file in files if file.rows is None]
    with ThreadPoolExecutor(_THREADS) as pool:
        answers = dict(zip((file.path for file in unknown), pool.map(_count, unknown), strict=True))
    damaged = [answer for answer in answers.values() if isinstance(answer, DamagedFileError)]
    found = []
    for file in files:
        answer = answers.get(file.path, file.rows)
        found.append(replace(file, rows=answer if isinstance(answer, int) else None))
    return found, damaged


def _count(file: RowsFile) -> int | DamagedFileError:
    try:
        with file.open() as opened:
            return opened.count()
    except DamagedFileError as error:
        return error
