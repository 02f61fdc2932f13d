"""What other projects' own readers see in an export, and what the run itself holds."""

from __future__ import annotations

import dataclasses
import gzip
import importlib
import importlib.util
import io
import itertools
import json
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch
import zstandard

from schemas.token_shards import TokenShards


def tokenized(run: Path) -> list[list[int]]:
    """The documents' tokens, as the run has them."""
    files = json.loads((run / "80-tokens" / "manifest.json").read_text())["files"]
    tables = [pq.read_table(run / "80-tokens" / file["name"]) for file in files]
    return [tokens for table in tables for tokens in table.column("tokens").to_pylist()]


def packed(run: Path) -> list[list[int]]:
    """The documents' pieces, as the run packed them."""
    rows = TokenShards(run / "90-sequences")
    return [row.tokens[s.start : s.start + s.length].tolist() for row in rows for s in row.spans]


def megatron(folder: Path) -> list[list[int]]:
    """The documents that Megatron sees."""
    from megatron.core.datasets.indexed_dataset import IndexedDataset

    found = []
    for path in sorted(folder.glob("*.bin")):
        dataset = IndexedDataset(str(path.with_suffix("")))
        bounds = dataset.document_indices
        assert bounds[0] == 0 and bounds[-1] == len(dataset)
        for first, after in itertools.pairwise(bounds.tolist()):
            found.append(np.concatenate([dataset[number] for number in range(first, after)]).tolist())
    return found


def datatrove(folder: Path, token_size: int) -> list[list[int]]:
    """The documents in datatrove's windows of 16 tokens, of which its files' last tokens may be none."""
    from datatrove.utils.dataset import DatatroveFolderDataset

    windows = DatatroveFolderDataset(str(folder), seq_len=15, token_size=token_size, return_positions=True)
    found: list[list[int]] = []
    for number in range(len(windows)):
        window = windows[number]
        starts = set(torch.where(window["positions"] == 0)[0].tolist()[1:])
        for place, token in enumerate(window["input_ids"].tolist()):
            # A window begins at position 0 whatever it begins with, so its first token may go on.
            if place in starts or not found:
                found.append([])
            found[-1].append(token)
    return found


def ends(folder: Path) -> list[int]:
    """Where documents end, in all files' tokens together."""
    found: list[int] = []
    for path in sorted(folder.glob("*.ds")):
        before = found[-1] if found else 0
        found += [before + int(end) for end in np.fromfile(f"{path}.index", np.uint64)]
    return found


def with_pairs(row: dict[str, Any]) -> dict[str, Any]:
    """A document as `datasets` has it."""
    maps = {
        name: [{"key": key, "value": value} for key, value in sorted(row[name].items())]
        for name in ("constructs", "lost_templates", "metadata")
    }
    return row | maps


def lines(folder: Path, pattern: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob(pattern)):
        data = path.read_bytes()
        if path.suffix == ".zst":
            data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
        elif path.suffix == ".gz":
            data = gzip.decompress(data)
        found += [json.loads(line) for line in data.decode().splitlines()]
    return found


def check_sequences(samples: Any, run: Path) -> None:
    expected = TokenShards(run / "90-sequences")
    assert len(samples) == len(expected)
    for number, row in enumerate(expected):
        sample = samples[number]
        assert np.array_equal(sample["tokens"], row.tokens)
        assert sample["length"] == row.length
        assert sample["spans"] == [dataclasses.asdict(span) for span in row.spans]


def streaming_base() -> Any:
    """MosaicML's `streaming.base`. The package around it imports its vision datasets, which need torchvision,
    so that stays unimported.
    """
    if "streaming" not in sys.modules:
        spec = importlib.util.find_spec("streaming")
        if spec is None or spec.submodule_search_locations is None:
            pytest.skip("mosaicml-streaming is not installed: `make test` installs it")
        package = types.ModuleType("streaming")
        package.__path__ = list(spec.submodule_search_locations)
        sys.modules["streaming"] = package
    return importlib.import_module("streaming.base")
