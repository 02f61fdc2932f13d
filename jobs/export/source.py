"""What an export reads: the finished stage of a run that a format can use, its files and its tokenizer."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.errors import UsageError
from pipelines import mixture, sequences
from pipelines.engine import ShardError, read_manifest, storage
from schemas.manifest import Manifest, ShardFile
from schemas.token_shards import MANIFEST_NAME, TokenizerInfo, TokenShards, TokenShardsError

DOCUMENTS, TOKENS, SEQUENCES = "Document", "TokenizedDocument", "TokenSequence"
ANY_RECORD = ""

# Of the stages that hold the same record, the one to train on: the last is what is held out to validate on.
_TO_TRAIN_ON = {TOKENS: mixture.MIXTURE, SEQUENCES: sequences.SEQUENCES}

_STAGE_FOLDER = re.compile(r"(\d+)-(.+)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A shard: where it is, and what its stage's manifest says of it. `label` is the same wherever the run
    lies (`80-tokens/part-00017.parquet`).
    """

    path: str
    label: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ExportSource:
    """`stages` are folder names, `record` names what the rows are, `tokenizer` is None for rows of text.

    `columns` are the names of all columns, in order.
    """

    stages: tuple[str, ...]
    record: str
    files: tuple[SourceFile, ...]
    tokenizer: TokenizerInfo | None
    columns: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows the files hold."""
        return sum(file.rows for file in self.files)

    @property
    def name(self) -> str:
        """For people."""
        return " and ".join(self.stages)


@dataclass(frozen=True, slots=True)
class _Stage:
    folder: str
    path: str
    manifest: Manifest | None

    @property
    def name(self) -> str:
        found = _STAGE_FOLDER.fullmatch(self.folder)
        return found[2] if found else self.folder


def find_source(path: str, wanted: Sequence[str], why: str, *, stage: str = "") -> ExportSource:
    """The files to export. `path` is a run folder or the folder of one stage.

    `wanted` are the records that the format can use, the best first, of which a run's last stage is taken (of
    documents, those that became tokens); `ANY_RECORD` stands for every record. `why` says, for an error, what
    the format needs. `stage` names the stage of a run.

    Raises UsageError for a folder that holds none of these, that is unfinished, or whose files are not as
    long as its manifest says.
    """
    path = path.rstrip("/") or "/"
    if path.endswith((".parquet", ".arrow")):
        raise UsageError(f"{path} is one shard: give the folder of its stage, or of the run")
    stages = _stages_of_run(path)
    if stages:
        chosen = [_named(stages, stage, path)] if stage else _choose(stages, wanted, why, path)
    elif stage:
        raise UsageError(f"{path} is no run folder, so there is no stage {stage!r} in it")
    else:
        chosen = [_Stage(path.rpartition("/")[2], path, read_manifest(path))]
    return _source(chosen, wanted, why)


def read_schema(path: str) -> pa.Schema:
    """A shard's Arrow schema. Raises ShardError for a file that is damaged."""
    with storage.open_input(path) as file:
        try:
            return pq.read_schema(file) if path.endswith(".parquet") else pa.ipc.open_file(file).schema
        except pa.ArrowInvalid as error:
            raise ShardError(f"{path} is damaged: {error}. Run the stage that wrote it again.") from error


def _stages_of_run(path: str) -> list[_Stage]:
    found = []
    for folder in storage.folders(path):
        if match := _STAGE_FOLDER.fullmatch(folder):
            inner = storage.join(path, folder)
            found.append((int(match[1]), match[2], _Stage(folder, inner, read_manifest(inner))))
    return [stage for _, _, stage in sorted(found, key=lambda item: item[:2])]


def _named(stages: Sequence[_Stage], wanted: str, run: str) -> _Stage:
    for stage in stages:
        if wanted in (stage.folder, stage.name):
            return stage
    names = [stage.folder for stage in stages]
    near = difflib.get_close_matches(wanted, [*names, *(stage.name for stage in stages)], n=1)
    hint = f" Did you mean {near[0]}?" if near else f" It has {', '.join(names)}."
    raise UsageError(f"{run} has no stage {wanted!r}.{hint}")


def _choose(stages: Sequence[_Stage], wanted: Sequence[str], why: str, run: str) -> list[_Stage]:
    for record in wanted:
        if record == DOCUMENTS and (documents := _tokenized_documents(stages, run)):
            return documents
        of_record = [s for s in stages if s.manifest and record in (s.manifest.record, ANY_RECORD)]
        if of_record:
            named = [s for s in of_record if s.name == _TO_TRAIN_ON.get(record)]
            return named or of_record[-1:]
    held = sorted({stage.manifest.record for stage in stages if stage.manifest})
    raise UsageError(
        f"{run}: {why}, and its finished stages hold {', '.join(held) or 'nothing'}. "
        "Finish the run, or name another"
    )


def _tokenized_documents(stages: Sequence[_Stage], run: str) -> list[_Stage]:
    """The stages whose documents became tokens, with some recipes several; none of a run without tokens."""
    tokens = next((s for s in stages if s.manifest and s.manifest.record == TOKENS), None)
    if tokens is None or tokens.manifest is None:
        return []
    documents = [s for s in stages if s.manifest and s.manifest.record == DOCUMENTS]
    reads = _reads(run).get(tokens.name)
    chosen = [s for s in documents if s.name in reads] if reads else documents[-1:]
    if sum(s.manifest.rows_out for s in chosen if s.manifest) != tokens.manifest.rows_in:
        raise UsageError(
            f"which documents of {run} became {tokens.folder} cannot be told: name a stage with --stage, "
            f"one of {', '.join(stage.folder for stage in documents)}"
        )
    return chosen


def _reads(run: str) -> Mapping[str, list[str]]:
    """What each stage read, as far as run.json says so."""
    try:
        described = json.loads(storage.read_bytes(storage.join(run, "run.json")) or b"{}")
        return {stage["name"]: list(stage.get("reads", ())) for stage in described["stages"]}
    except (ValueError, KeyError, TypeError):
        return {}


def _source(stages: Sequence[_Stage], wanted: Sequence[str], why: str) -> ExportSource:
    files: list[SourceFile] = []
    records = set()
    tokenizer = None
    for stage in stages:
        record, shards, stage_tokenizer = _contents(stage)
        if record not in wanted and ANY_RECORD not in wanted:
            raise UsageError(f"{stage.path}: {why}, and this stage holds {record or 'rows of another kind'}")
        records.add(record)
        tokenizer = tokenizer or stage_tokenizer
        _check_sizes(stage.path, shards)
        files += [
            SourceFile(
                storage.absolute(storage.join(stage.path, shard.name)),
                f"{stage.folder}/{shard.name}",
                shard.rows,
                shard.bytes,
                shard.sha256,
            )
            for shard in shards
        ]
    if not files:
        raise UsageError(f"{stages[0].path} has no rows: there is nothing to export")
    if tokenizer is None and TOKENS in records:
        tokenizer = _tokenizer_of_run(stages[0].path.rpartition("/")[0])
        if tokenizer is None:
            raise UsageError(
                f"{stages[0].path} does not say which tokenizer made its tokens: leave it in its run"
            )
    columns = tuple(read_schema(files[0].path).names)
    return ExportSource(
        tuple(stage.folder for stage in stages), records.pop(), tuple(files), tokenizer, columns
    )


def _contents(stage: _Stage) -> tuple[str, list[ShardFile], TokenizerInfo | None]:
    """What a stage's rows are, its files, and the tokenizer of its tokens."""
    if storage.size(storage.join(stage.path, MANIFEST_NAME)) is not None:
        try:
            manifest = TokenShards(stage.path).manifest
        except TokenShardsError as error:
            raise UsageError(str(error)) from error
        return SEQUENCES, manifest.shards, manifest.tokenizer
    if stage.manifest is None:
        names = storage.sizes(stage.path)
        if any(name.startswith("part-") for name in names):
            raise UsageError(f"{stage.path} is not finished, or its manifest.json is missing: run it again")
        raise UsageError(f"{stage.path} is neither a run folder nor the folder of a stage")
    tokenizer = _tokenizer(stage.manifest.config) if stage.manifest.record == TOKENS else None
    return stage.manifest.record, stage.manifest.files, tokenizer


def _tokenizer(config: Any) -> TokenizerInfo | None:
    try:
        return TokenizerInfo(**config.get("tokenizer", config))
    except (TypeError, AttributeError):
        return None


def _tokenizer_of_run(path: str) -> TokenizerInfo | None:
    """That of the stage that made tokens, of which others only choose."""
    found = (
        _tokenizer(stage.manifest.config)
        for stage in _stages_of_run(path)
        if stage.manifest and stage.manifest.record == TOKENS
    )
    return next((tokenizer for tokenizer in found if tokenizer), None)


def _check_sizes(folder: str, shards: Sequence[ShardFile]) -> None:
    found = storage.sizes(folder)
    for shard in shards:
        if found.get(shard.name) != shard.bytes:
            state = "is missing" if shard.name not in found else f"has {found[shard.name]} bytes"
            raise UsageError(
                f"{folder}/{shard.name} {state}, and the stage's manifest says {shard.bytes} bytes: "
                "run the stage again, or copy it again"
            )
