"""MDS shards, `datasets` folders and JSON lines: every row, by the readers of other projects."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curation.tokens.encode import TokensConfig
from curation.tokens.pack import PackConfig
from jobs.cli import main
from pipelines.engine import RunOptions, run_stages
from schemas.document import Document
from schemas.preferences import ChatMessage, PreferencePair
from tests.jobs.export_readers import check_sequences, lines, streaming_base, with_pairs
from tests.jobs.export_run import (
    contents,
    document,
    end_stages,
    export,
    given_stage,
    large_vocabulary,
    make_run,
)

DOCUMENTS = [document(number) for number in range(60)]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("export") / "run")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose last stage holds preference pairs."""
    folder = tmp_path_factory.mktemp("pairs") / "run"
    records = [
        PreferencePair(
            id=f"q:{number}",
            prompt=[ChatMessage(role="user", content=f"Which gull is number {number}?\n")],
            chosen=[ChatMessage(role="assistant", content="The herring gull.")],
            rejected=[ChatMessage(role="assistant", content="“A whale.”")],
            kind="fact",
            source="wiki",
            chosen_score=0.1 * number,
            rejected_score=0.0,
            margin=0.1 * number,
            confidence=1.0,
            split="train",
            group=f"wiki:{number}",
        )
        for number in range(25)
    ]
    run_stages([given_stage("pairs", records)], str(folder), RunOptions())
    return folder


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The package `datasets`, with a cache of its own."""
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    return datasets


@pytest.mark.parametrize("options", [(), ("--compression", "zstd"), ("--file-size", "2kB")])
def test_streaming_reads_every_sequence(run: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    streaming = streaming_base()
    folder = export("mds", run, tmp_path / "out", *options)
    dataset = streaming.StreamingDataset(local=str(folder), batch_size=1, validate_hash="sha256")
    check_sequences(dataset, run)
    if "2kB" in options:
        sizes = [path.stat().st_size for path in folder.glob("*.mds")]
        assert len(sizes) > 10 and max(sizes) <= 2000


def test_streaming_reads_documents_tokens_and_pairs(run: Path, pairs: Path, tmp_path: Path) -> None:
    streaming = streaming_base()
    documents = streaming.LocalDataset(str(export("mds", run, tmp_path / "a", "--stage", "documents")))
    assert [documents[number] for number in range(len(documents))] == list(map(dataclasses.asdict, DOCUMENTS))
    chosen = streaming.LocalDataset(
        str(export("mds", pairs, tmp_path / "b", "--columns", "margin,chosen,id"))
    )
    assert chosen[3] == {
        "chosen": [{"role": "assistant", "content": "The herring gull."}],
        "id": "q:3",
        "margin": 0.1 * 3,
    }


@pytest.mark.parametrize("large", [False, True])
def test_streaming_reads_arrays_of_the_vocabularys_type(large: bool, tmp_path: Path) -> None:
    streaming = streaming_base()
    tokens = large_vocabulary(tmp_path / "tokenizer.json") if large else None
    run = make_run(tmp_path / "run", tokens, count=20)
    samples = streaming.LocalDataset(str(export("mds", run / "80-tokens", tmp_path / "out")))
    rows = lines(export("jsonl", run, tmp_path / "lines", "--stage", "tokens"), "data/*")
    assert len(samples) == len(rows) == 20
    for number, row in enumerate(rows):
        assert samples[number]["tokens"].dtype == (np.uint32 if large else np.uint16)
        assert samples[number]["tokens"].tolist() == row["tokens"]


def test_streaming_writes_the_same_bytes(run: Path, tmp_path: Path) -> None:
    streaming = streaming_base()
    folder = export("mds", run, tmp_path / "out", "--stage", "documents", "--file-size", 20_000)
    index = json.loads((folder / "index.json").read_text())["shards"]
    columns = dict(zip(index[0]["column_names"], index[0]["column_encodings"], strict=True))
    theirs = {"out": str(tmp_path / "theirs"), "columns": columns, "hashes": ["sha256"], "size_limit": 20_000}
    with streaming.MDSWriter(**theirs) as writer:
        for record in DOCUMENTS:
            writer.write(dataclasses.asdict(record))
    expected = [path.read_bytes() for path in sorted((tmp_path / "theirs").glob("*.mds"))]
    ours = [path.read_bytes() for path in sorted(folder.glob("*.mds"))]
    assert ours == expected
    assert len(ours) > 1


def test_datasets_loads_a_folder_of_sequences_both_ways(run: Path, tmp_path: Path, hub: Any) -> None:
    folder = export("datasets", run, tmp_path / "out", "--file-size", 1)
    assert len(list(folder.glob("train/*.arrow"))) == 3
    loaded = hub.load_from_disk(str(folder))["train"]
    check_sequences(loaded, run)
    check_sequences(hub.load_dataset(str(folder), split="train"), run)
    assert loaded.cache_files[0]["filename"] == str(
        folder / "train" / "data-00000.arrow"
    )  # mapped, not copied


def test_datasets_loads_a_folder_of_documents_and_of_pairs(
    run: Path, pairs: Path, tmp_path: Path, hub: Any
) -> None:
    folder = export("datasets", run, tmp_path / "documents", "--stage", "10-documents")
    expected = [with_pairs(dataclasses.asdict(record)) for record in DOCUMENTS]
    assert hub.load_from_disk(str(folder))["train"].to_list() == expected
    assert hub.load_dataset(str(folder), split="train").to_list() == expected
    folder = export("datasets", pairs, tmp_path / "pairs", "--columns", "prompt,chosen,rejected")
    loaded = hub.load_from_disk(str(folder))["train"]
    assert loaded.column_names == ["prompt", "chosen", "rejected"]
    assert loaded[2]["rejected"] == [{"role": "assistant", "content": "“A whale.”"}]


@pytest.mark.parametrize("compression", ["zstd", "gzip", "none"])
def test_datasets_loads_lines_although_lists_are_empty_at_first(
    compression: str, run: Path, tmp_path: Path, hub: Any
) -> None:
    folder = export("jsonl", run, tmp_path / "out", "--compression", compression, "--file-size", 1)
    expected = [with_pairs(dataclasses.asdict(record)) for record in DOCUMENTS]
    assert len(list((folder / "data").iterdir())) == 6
    assert lines(folder, "data/*") == expected
    assert hub.load_dataset(str(folder), split="train").to_list() == expected


def test_lines_of_pairs_and_of_sequences(run: Path, pairs: Path, tmp_path: Path, hub: Any) -> None:
    folder = export("jsonl", pairs, tmp_path / "pairs")
    rows = hub.load_dataset(str(folder), split="train").to_list()
    assert rows[2]["prompt"] == [{"role": "user", "content": "Which gull is number 2?\n"}]
    assert [row["margin"] for row in rows] == [0.1 * number for number in range(25)]
    folder = export("jsonl", run, tmp_path / "sequences", "--stage", "sequences")
    check_sequences(hub.load_dataset(str(folder), split="train"), run)


def test_dolmas_layout(run: Path, tmp_path: Path) -> None:
    folder = export("jsonl", run, tmp_path / "out", "--layout", "dolma")
    rows = lines(folder, "documents/*.jsonl.zst")
    assert [row["text"] for row in rows] == [record.text for record in DOCUMENTS]
    assert rows[7] == {
        "id": "wiki:7",
        "text": DOCUMENTS[7].text,
        "source": "wiki",
        "created": "2024-01-01T00:00:00Z",
        "metadata": {
            "url": "https://example.org/7",
            "title": "The “7”",
            "language": "en",
            "licence": "CC-BY-SA-4.0",
            "revision": "7",
            "links": [],
            "infobox": [],
            "constructs": {"construct-7": 7},
            "lost_templates": {},
            "key 2": "ü",
        },
    }
    assert "created" not in rows[8]


def test_datatrove_reads_dolmas_layout(run: Path, tmp_path: Path) -> None:
    pytest.importorskip("orjson", reason="datatrove's JsonlReader needs orjson")
    from datatrove.pipeline.readers import JsonlReader

    folder = export("jsonl", run, tmp_path / "out", "--layout", "dolma")
    read = list(JsonlReader(str(folder / "documents"), compression="zstd").run())
    assert [(r.id, r.text) for r in read] == [(record.id, record.text) for record in DOCUMENTS]
    assert read[7].metadata["licence"] == "CC-BY-SA-4.0"


def test_documents_of_several_stages_are_those_that_became_tokens(tmp_path: Path) -> None:

    stages = [
        given_stage("zero", DOCUMENTS[:10], 10),
        given_stage("one", DOCUMENTS[10:30], 11),
        given_stage("two", DOCUMENTS[30:50], 12),
        *end_stages(TokensConfig(), PackConfig(), inputs=("one", "two")),
    ]
    run_stages(stages, str(tmp_path / "run"), RunOptions())
    folder = export("jsonl", tmp_path / "run", tmp_path / "out", "--columns", "id")
    assert [row["id"] for row in lines(folder, "data/*")] == [record.id for record in DOCUMENTS[10:50]]
    (tmp_path / "run" / "run.json").unlink()
    command = ["export", "jsonl", str(tmp_path / "run"), str(tmp_path / "other")]
    assert main(command) == 2  # which they are, cannot be told any more
    assert not (tmp_path / "other").exists()


def test_the_same_rows_give_the_same_bytes(run: Path, tmp_path: Path) -> None:
    """Wherever run and export lie, and in any number of processes."""
    (tmp_path / "moved").symlink_to(run)
    for format in ("mds", "datasets", "jsonl", "megatron", "datatrove"):
        once = export(format, run, tmp_path / f"{format}-1", "--file-size", "1kB")
        again = export(format, tmp_path / "moved", tmp_path / f"{format}-2", "--file-size", "1kB")
        assert contents(once) == contents(again)
    several = export("jsonl", run, tmp_path / "several", "--file-size", "1kB", "--workers", 2)
    assert contents(several) == contents(tmp_path / "jsonl-1")


def test_documents_of_a_later_version_have_their_columns(run: Path) -> None:
    """What the tests above compare is all of a document."""
    assert {f.name for f in dataclasses.fields(Document)} == set(with_pairs(dataclasses.asdict(DOCUMENTS[0])))
