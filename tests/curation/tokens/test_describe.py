"""Shards as they lie on disk: described, read with random access, by pyarrow and by `datasets`."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pickle
import random
from pathlib import Path

import fsspec
import numpy as np
import pyarrow as pa
import pytest

from curation.tokens.describe import WriteTokensManifest, describe_shards
from curation.tokens.pack import PackConfig, PackSequences
from schemas.manifest import Manifest, ShardFile, Timing
from schemas.token_shards import SourceCount, TokenShards, TokenShardsError, TokensManifest
from tests.curation.tokens.test_pack import TOKENIZER, numbered, table

CONFIG = PackConfig(sequence_length=32)
LENGTHS = [random.Random(i).randrange(1, 60) for i in range(700)]


def write_shard(path: Path, batches: list[pa.RecordBatch], rows: int | None = None) -> ShardFile:
    with pa.ipc.new_file(str(path), batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    data = path.read_bytes()
    rows = sum(batch.num_rows for batch in batches) if rows is None else rows
    return ShardFile(name=path.name, rows=rows, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def finished(files: list[ShardFile]) -> Manifest:
    return Manifest(
        stage="sequences",
        position=3,
        version=1,
        config=None,
        record="TokenSequence",
        record_version=1,
        format="arrow",
        stage_digest="",
        input_digests={},
        rows_in=0,
        rows_out=0,
        dropped={},
        rejected={},
        files=files,
        rejected_files=[],
        dropped_files=[],
        exclusions=False,
        timing=Timing(seconds=0, cpu_seconds=0, peak_rss_bytes=0),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two shards: one of two batches, one of a full and a partial batch."""
    batches = list(PackSequences(CONFIG, TOKENIZER)(table(numbered(LENGTHS))))
    assert len(batches) >= 3 and batches[-1].num_rows < 256
    files = [
        write_shard(tmp_path / "part-00000.arrow", batches[:2]),
        write_shard(tmp_path / "part-00001.arrow", batches[2:]),
    ]
    WriteTokensManifest(CONFIG, TOKENIZER)(str(tmp_path), finished(files))
    return tmp_path


def test_the_description_says_everything(folder: Path) -> None:
    said = json.loads((folder / "tokens.json").read_text())
    assert said["format"] == "roae-token-shards" and said["version"] == 1
    assert said["tokenizer"] == dataclasses.asdict(TOKENIZER)
    assert (said["dtype"], said["sequence_length"], said["rows_per_batch"]) == ("uint16", 32, 256)
    assert said["bos"] is True and said["eos"] is True
    totals = said["totals"]
    assert totals["documents"] == len(LENGTHS)
    assert totals["documents_split"] == sum(length + 2 > 32 for length in LENGTHS)
    assert totals["tokens"] == sum(LENGTHS) + 2 * len(LENGTHS)
    assert totals["tokens"] + totals["padding"] == totals["sequences"] * 32
    assert totals["sequences"] == sum(shard["rows"] for shard in said["shards"])
    assert said["sources"] == {"wiki": {"documents": len(LENGTHS), "tokens": totals["tokens"]}}
    assert sorted(path.name for path in folder.iterdir()) == [
        "part-00000.arrow",
        "part-00001.arrow",
        "tokens.json",
    ]


def test_the_description_can_be_read_back(folder: Path) -> None:
    data = (folder / "tokens.json").read_bytes()
    manifest = TokensManifest.from_json(data)
    assert manifest.to_json() == data
    assert manifest.sources["wiki"] == SourceCount(documents=700, tokens=manifest.totals.tokens)


def test_a_source_is_what_comes_before_the_colon(tmp_path: Path) -> None:
    ids = ["a:1", "b:x:y", "a:2\n:3", "alone"]
    documents = table(numbered([5, 6, 40, 8])).set_column(0, "id", pa.array(ids))
    batches = list(PackSequences(CONFIG, TOKENIZER)(documents))
    files = [write_shard(tmp_path / "x.arrow", batches)]
    described = describe_shards(str(tmp_path), files, CONFIG, TOKENIZER)
    assert {name: (c.documents, c.tokens) for name, c in described.sources.items()} == {
        "a": (2, 49),
        "alone": (1, 10),
        "b": (1, 8),
    }


def test_no_shards_are_described_as_nothing(tmp_path: Path) -> None:
    WriteTokensManifest(CONFIG, TOKENIZER)(str(tmp_path), finished([]))
    shards = TokenShards(tmp_path)
    assert len(shards) == 0 and list(shards) == []
    with pytest.raises(IndexError):
        shards[0]


def test_shards_of_another_layout_are_named(tmp_path: Path) -> None:
    batches = list(PackSequences(CONFIG, TOKENIZER)(table(numbered(LENGTHS))))
    files = [write_shard(tmp_path / "x.arrow", batches)]
    with pytest.raises(ValueError, match=r"x\.arrow: expected tokens"):
        describe_shards(str(tmp_path), files, PackConfig(sequence_length=64), TOKENIZER)
    halves = [batches[0].slice(0, 100), batches[0].slice(100)]
    files = [write_shard(tmp_path / "y.arrow", halves)]
    with pytest.raises(ValueError, match=r"y\.arrow is not 256 rows in batches of 256"):
        describe_shards(str(tmp_path), files, CONFIG, TOKENIZER)
    files = [write_shard(tmp_path / "z.arrow", batches, rows=3)]
    with pytest.raises(ValueError, match=r"z\.arrow"):
        describe_shards(str(tmp_path), files, CONFIG, TOKENIZER)


def test_rows_come_back_at_random(folder: Path) -> None:
    shards = TokenShards(folder)
    tables = [pa.ipc.open_file(str(p)).read_all() for p in sorted(folder.glob("*.arrow"))]
    rows = pa.concat_tables(tables).to_pylist()
    assert len(shards) == len(rows)
    for index in [0, 255, 256, 511, 512, len(rows) - 1, -1, -len(rows), 300, 5]:
        row, expected = shards[index], rows[index]
        assert row.tokens.tolist() == expected["tokens"] and row.length == expected["length"]
        assert [dataclasses.asdict(span) for span in row.spans] == expected["spans"]
    assert [row.length for row in shards] == [row["length"] for row in rows]
    assert [row.length for row in shards[10:300:100]] == [row["length"] for row in rows[10:300:100]]
    for index in (len(rows), -len(rows) - 1):
        with pytest.raises(IndexError):
            shards[index]


def test_tokens_are_views_of_the_mapped_file(folder: Path) -> None:
    shards = TokenShards(folder)
    row, again = shards[300].tokens, shards[300].tokens
    assert np.shares_memory(row, again)
    assert not row.flags.owndata and not row.flags.writeable
    address = row.__array_interface__["data"][0]
    assert any(
        int(start, 16) <= address < int(end, 16) for start, end in mapped(folder / "part-00000.arrow")
    ), "the row's memory is not the file's"


def mapped(path: Path) -> list[list[str]]:
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("the system does not say what it has mapped")
    return [line.split()[0].split("-") for line in maps.read_text().splitlines() if line.endswith(str(path))]


def test_a_row_is_found_without_reading_those_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = TokenShards(folder)
    read: list[int] = []
    opening = pa.ipc.open_file

    class Counting:
        def __init__(self, source: object) -> None:
            self._reader = opening(source)

        def __getattr__(self, name: str) -> object:
            return getattr(self._reader, name)

        def get_batch(self, number: int) -> pa.RecordBatch:
            read.append(number)
            return self._reader.get_batch(number)

    monkeypatch.setattr(pa.ipc, "open_file", Counting)
    assert shards[511].length > 0
    assert shards[256].length > 0
    assert read == [1]


def test_a_folder_behind_a_url(folder: Path) -> None:
    memory = fsspec.filesystem("memory")
    for path in folder.iterdir():
        memory.pipe_file(f"/token-shards/{path.name}", path.read_bytes())
    try:
        local, remote = TokenShards(folder), TokenShards("memory://token-shards/")
        for index in (0, 300, 600, 2):
            assert np.array_equal(local[index].tokens, remote[index].tokens)
            assert local[index].spans == remote[index].spans
        remote.verify()
        memory.rm_file("/token-shards/part-00001.arrow")
        with pytest.raises(TokenShardsError, match=r"part-00001\.arrow is missing"):
            TokenShards("memory://token-shards")
    finally:
        memory.rm("/token-shards", recursive=True)


def test_shards_can_be_sent_to_a_loading_process(folder: Path) -> None:
    shards = TokenShards(folder)
    assert shards[3].length
    sent = pickle.dumps(shards)
    assert len(sent) < 1000
    assert np.array_equal(pickle.loads(sent)[3].tokens, shards[3].tokens)


def test_what_is_missing_or_cut_short_is_named(folder: Path) -> None:
    shard = folder / "part-00001.arrow"
    data = shard.read_bytes()
    shard.write_bytes(data[:-8])
    with pytest.raises(TokenShardsError, match=rf"part-00001\.arrow has {len(data) - 8} bytes"):
        TokenShards(folder)
    shard.unlink()
    with pytest.raises(TokenShardsError, match=r"part-00001\.arrow is missing"):
        TokenShards(folder)
    (folder / "tokens.json").unlink()
    with pytest.raises(TokenShardsError, match=r"tokens\.json is missing"):
        TokenShards(folder)


def test_a_changed_byte_is_found_by_verifying(folder: Path) -> None:
    TokenShards(folder).verify()
    shard = folder / "part-00000.arrow"
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)
    with pytest.raises(TokenShardsError, match=r"part-00000\.arrow is damaged"):
        TokenShards(folder).verify()


def test_a_shard_that_is_no_arrow_file_is_named(folder: Path) -> None:
    shard = folder / "part-00000.arrow"
    shard.write_bytes(bytes(shard.stat().st_size))
    with pytest.raises(TokenShardsError, match=r"part-00000\.arrow is not an Arrow file"):
        TokenShards(folder)[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda said: said | {"version": 2}, "format version 2, and this reader knows only 1"),
        (lambda said: said | {"format": "other"}, "does not describe token shards"),
        (lambda said: {k: v for k, v in said.items() if k != "totals"}, "incomplete or damaged"),
        (lambda said: said | {"tokenizer": {"name": "x"}}, "incomplete or damaged"),
        (lambda said: said | {"surplus": 1}, "incomplete or damaged"),
        (lambda said: [said], "does not describe token shards"),
    ],
)
def test_a_description_that_is_not_ours_is_refused(folder: Path, change: object, message: str) -> None:
    path = folder / "tokens.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))  # type: ignore[operator]
    with pytest.raises(TokenShardsError, match=message):
        TokenShards(folder)
    path.write_text("{")
    with pytest.raises(TokenShardsError, match=r"tokens\.json is not JSON"):
        TokenShards(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sequence_length": 64}, "other columns"),
        ({"dtype": "uint32"}, "other columns"),
        ({"rows_per_batch": 128}, "batches"),
    ],
)
def test_a_description_of_other_shards_is_refused(
    folder: Path, change: dict[str, object], message: str
) -> None:
    path = folder / "tokens.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(TokenShardsError, match=message):
        TokenShards(folder)[0]


def test_datasets_reads_the_shards(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    datasets = pytest.importorskip("datasets", reason="the package datasets is not installed")
    loaded = datasets.load_dataset(
        "arrow",
        data_files=[str(path) for path in sorted(folder.glob("*.arrow"))],
        split="train",
        cache_dir=str(tmp_path_factory.mktemp("cache")),
    )
    shards = TokenShards(folder)
    assert len(loaded) == len(shards)
    assert loaded.features["tokens"] == datasets.List(datasets.Value("uint16"), length=32)
    for index in (0, 300, len(shards) - 1):
        row = loaded[index]
        assert row["tokens"] == shards[index].tokens.tolist()
        assert [span["document"] for span in row["spans"]] == [s.document for s in shards[index].spans]
