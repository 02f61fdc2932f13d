"""A run on real files, exported to every format and read back by other projects' readers."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.jobs.commands import roae
from tests.jobs.export_readers import (
    check_sequences,
    datatrove,
    ends,
    lines,
    megatron,
    packed,
    streaming_base,
    tokenized,
)
from tests.jobs.export_run import export

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def run(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wiki pages in English and Japanese, Stack Exchange threads and tuples."""
    folder = tmp_path_factory.mktemp("real") / "run"
    inputs = {
        "wikis.en2022.input": "wiki/enwiki-2022-first251-truncated.xml.bz2",
        "wikis.japanese.input": "wiki/jawiki-2006-schema0.3-truncated.xml.bz2",
        "stackexchange.beer.input": "stackexchange/beer.stackexchange.com.7z",
        "tuples.input": "tuples/conceptnet/assertions*.csv",
    }
    settings = [f"{key}={real_data / path}" for key, path in inputs.items()]
    done = roae(
        "run", "corpus", *settings, f"output={folder}", "rejected_limit=0.1", "partitions=3", "--quiet"
    )
    assert done.returncode == 0, done.stderr
    return folder


def tokenizer(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "export.json").read_text())["tokenizer"]
    return found


def documents(run: Path) -> list[dict[str, Any]]:
    """Those that became tokens, as they are in the run, with maps as lists of keys and values."""
    reads = {s["name"]: s["reads"] for s in json.loads((run / "run.json").read_text())["stages"]}["tokens"]
    folder = next(path for path in run.iterdir() if path.name.partition("-")[2] == reads[0])
    files = json.loads((folder / "manifest.json").read_text())["files"]
    rows = [row for file in files for row in pq.read_table(folder / file["name"]).to_pylist()]
    for row, name in itertools.product(rows, ("constructs", "lost_templates", "metadata")):
        row[name] = [{"key": key, "value": value} for key, value in row[name]]
    return rows


def test_megatron(run: Path, tmp_path: Path) -> None:
    folder = export("megatron", run, tmp_path / "out", "--verify", "--file-size", "1MB", "--workers", 2)
    assert len(list(folder.glob("*.bin"))) > 1
    assert megatron(folder) == [[*tokens, tokenizer(folder)["eos_id"]] for tokens in tokenized(run)]


def test_datatrove(run: Path, tmp_path: Path) -> None:
    folder = export("datatrove", run, tmp_path / "out", "--verify")
    pieces = packed(run)
    assert ends(folder) == np.cumsum([len(piece) for piece in pieces]).tolist()
    read = [token for window in datatrove(folder, 2) for token in window]
    tokens = [token for piece in pieces for token in piece]
    assert read == tokens[: len(read)] and len(tokens) - len(read) < 16


def test_streaming(run: Path, tmp_path: Path) -> None:
    streaming = streaming_base()
    folder = export("mds", run, tmp_path / "out", "--verify", "--compression", "zstd", "--file-size", "1MB")
    dataset = streaming.StreamingDataset(local=str(folder), batch_size=1, validate_hash="sha256")
    check_sequences(dataset, run)
    texts = streaming.LocalDataset(str(export("mds", run / "46-survivors", tmp_path / "texts")))
    manifest = json.loads((run / "46-survivors" / "manifest.json").read_text())
    assert len(texts) == manifest["rows_out"]


def test_datasets(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    folder = export("datasets", run, tmp_path / "sequences")
    check_sequences(datasets.load_from_disk(str(folder))["train"], run)
    expected = documents(run)
    folder = export("datasets", run, tmp_path / "documents", "--stage", "without-boilerplate")
    assert datasets.load_from_disk(str(folder))["train"].to_list() == expected
    folder = export("jsonl", run, tmp_path / "lines", "--file-size", "500kB", "--verify")
    assert len(list((folder / "data").iterdir())) > 1
    assert lines(folder, "data/*") == expected
    # Where all of a column's values are times, Arrow's JSON reader takes them for such.
    for row in expected:
        row["timestamp"] = row["timestamp"].replace("T", " ").replace("Z", "")
    loaded = datasets.load_dataset(str(folder), split="train").to_list()
    for row in loaded:
        row["timestamp"] = row["timestamp"].replace("T", " ").replace("Z", "")
    assert loaded == expected
