"""Megatron's and datatrove's files: every token id and every document boundary, by their own readers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from curation.tokens.encode import load_encoder
from jobs.cli import main
from pipelines.engine import RunOptions, run_stages
from schemas.tokens import TokenizedDocument
from tests.jobs.export_readers import datatrove, ends, megatron, packed, tokenized
from tests.jobs.export_run import contents, export, given_stage, large_vocabulary, make_run

BOS, EOS = 1, 2


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("export") / "run")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    return make_run(folder / "run", large_vocabulary(folder / "tokenizer.json"))


def test_megatron_reads_every_document_with_its_end_token(run: Path, tmp_path: Path) -> None:
    folder = export("megatron", run, tmp_path / "out")
    assert megatron(folder) == [[*tokens, EOS] for tokens in tokenized(run)]
    assert sorted(path.name for path in folder.iterdir()) == [
        "export.json",
        "part-00000.bin",
        "part-00000.idx",
    ]


def test_megatron_in_several_files_with_other_boundaries(run: Path, tmp_path: Path) -> None:
    folder = export("megatron", run, tmp_path / "out", "--bos", "--no-eos", "--file-size", 1)
    assert len(list(folder.glob("*.bin"))) == 6
    assert megatron(folder) == [[BOS, *tokens] for tokens in tokenized(run)]


def test_megatron_stores_a_large_vocabulary_as_int32(large: Path, tmp_path: Path) -> None:
    folder = export("megatron", large, tmp_path / "out")
    info = json.loads((folder / "export.json").read_text())["tokenizer"]
    documents = megatron(folder)
    assert documents == [[*tokens, info["eos_id"]] for tokens in tokenized(large)]
    assert max(map(max, documents)) > 65_535


def test_megatron_writes_the_same_bytes(run: Path, tmp_path: Path) -> None:
    from megatron.core.datasets.indexed_dataset import IndexedDatasetBuilder

    folder = export("megatron", run, tmp_path / "out")
    builder = IndexedDatasetBuilder(str(tmp_path / "theirs.bin"), dtype=np.uint16)
    for tokens in tokenized(run):
        builder.add_document(torch.tensor([*tokens, EOS]), [len(tokens) + 1])
    builder.finalize(str(tmp_path / "theirs.idx"))
    for ending in ("bin", "idx"):
        ours, theirs = folder / f"part-00000.{ending}", tmp_path / f"theirs.{ending}"
        assert ours.read_bytes() == theirs.read_bytes()


def test_megatron_of_sequences_has_a_document_per_piece(run: Path, tmp_path: Path) -> None:
    folder = export("megatron", run / "90-sequences", tmp_path / "out")
    assert megatron(folder) == packed(run)


def test_datatrove_reads_every_piece_in_the_order_of_the_sequences(run: Path, tmp_path: Path) -> None:
    folder = export("datatrove", run, tmp_path / "out")
    pieces = packed(run)
    tokens = [token for piece in pieces for token in piece]
    windows = datatrove(folder, 2)
    read = [token for document in windows for token in document]
    assert read == tokens[: len(read)] and len(tokens) - len(read) < 16
    assert ends(folder) == np.cumsum([len(piece) for piece in pieces]).tolist()
    # Wherever a piece begins inside a window, datatrove begins to count anew.
    starts = {0, *ends(folder)}
    seen = set(np.cumsum([0, *(len(document) for document in windows)])[:-1].tolist())
    assert {start for start in starts if start % 16 and start < len(read)} <= seen <= starts


def test_datatrove_of_documents_and_of_a_large_vocabulary(run: Path, large: Path, tmp_path: Path) -> None:
    folder = export("datatrove", run / "80-tokens", tmp_path / "small", "--file-size", 1)
    assert ends(folder) == np.cumsum([len(tokens) + 1 for tokens in tokenized(run)]).tolist()
    folder = export(
        "datatrove", large, tmp_path / "large", "--stage", "tokens", "--tokenizer-name", "me/mine"
    )
    info = json.loads((folder / "export.json").read_text())["tokenizer"]
    expected = [token for tokens in tokenized(large) for token in [*tokens, info["eos_id"]]]
    read = [token for document in datatrove(folder, 4) for token in document]
    assert read == expected[: len(read)] and len(expected) - len(read) < 16
    assert (folder / "part-00000.ds.metadata").read_text().startswith(f"me/mine|4\n{len(expected)}\n")


def test_datatrove_writes_the_same_bytes(run: Path, tmp_path: Path) -> None:
    from datatrove.pipeline.tokens.tokenizer import TokenizedFile

    folder = export("datatrove", run, tmp_path / "out", "--stage", "80-tokens")
    info = json.loads((folder / "export.json").read_text())["tokenizer"]
    theirs = TokenizedFile(
        str(tmp_path / "theirs"),
        "part-00000.ds",
        tokenizer_name_or_path=info["name"],
        save_final_metadata=True,
    )
    for tokens in tokenized(run):
        theirs.write([*tokens, EOS], None)
    theirs.close()
    ours = contents(folder)
    del ours["export.json"]
    assert ours == contents(tmp_path / "theirs")


@pytest.mark.parametrize(
    "count", [0, 7, 99, 100, 999, 1000, 1234, 99_950, 999_499, 1_234_567, 12_345_678_901]
)
def test_datatrove_metadata_counts_for_people(count: int) -> None:
    from humanize import metric

    from jobs.export.datatrove import _with_prefix

    assert f"{_with_prefix(count)}T" == metric(count, "T")


def test_documents_without_tokens_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = [[5, 6], [], [7], []]
    documents = [
        TokenizedDocument(id=f"a:{number}", source="a", tokens=tokens, text_bytes=1)
        for number, tokens in enumerate(rows)
    ]
    run_stages(
        [given_stage("tokens", documents, number=80, config=load_encoder().info)],
        str(tmp_path / "run"),
        RunOptions(),
    )
    for format in ("megatron", "datatrove", "mds"):
        folder = export(format, tmp_path / "run", tmp_path / format)
        manifest = json.loads((folder / "export.json").read_text())
        assert (manifest["rows"], manifest["left_out"]) == (2, {"no tokens": 2})
    assert megatron(tmp_path / "megatron") == [[5, 6, EOS], [7, EOS]]


def test_of_a_mixture_what_is_trained_on_is_exported(run: Path, tmp_path: Path) -> None:
    """And what is held out only by name; both choose among tokens of the run's tokenizer."""
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    chosen = {"mixture": [[5, 6], [5, 6], [7]], "validation": [[8]]}
    for number, (name, rows) in enumerate(chosen.items(), 84):
        documents = [
            TokenizedDocument(id=f"a:{place}", source="a", tokens=tokens, text_bytes=1)
            for place, tokens in enumerate(rows)
        ]
        run_stages([given_stage(name, documents, number)], str(copy), RunOptions())
    assert megatron(export("megatron", copy, tmp_path / "one")) == [[5, 6, EOS], [5, 6, EOS], [7, EOS]]
    assert megatron(export("megatron", copy, tmp_path / "two", "--stage", "validation")) == [[8, EOS]]
    folder = export("megatron", copy / "85-validation", tmp_path / "three")
    assert contents(folder) == contents(tmp_path / "two")
    shutil.copytree(copy / "85-validation", tmp_path / "alone")
    assert main(["export", "megatron", str(tmp_path / "alone"), str(tmp_path / "four")]) == 2
