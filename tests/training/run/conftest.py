"""A base model and data for tests of whole runs, made once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("torch")

from jobs.cli import main
from tests.training.run.tiny_data import (
    conversation_rows,
    pair_rows,
    write_config,
    write_rows,
    write_shards,
    write_tokenizer,
)


@dataclass(frozen=True)
class Setting:
    """Paths of what runs need. `base` was pretrained for a few steps, without ChatML's tokens."""

    folder: Path
    config: str
    tokenizer: str
    shards: str
    held_out: str
    conversations: str
    pairs: str
    base: str

    def train(self, kind, output, *settings) -> int:
        """Runs the command with this data; returns its exit code."""
        return main(self.command(kind, output, *settings))

    def command(self, kind, output, *settings) -> list[str]:
        """What comes after `roae`."""
        data = {"pretrain": self.shards, "sft": self.conversations, "dpo": self.pairs}[kind]
        base = [] if kind == "pretrain" else [f"model.base={self.base}"]
        given = [f"data={data}", *base, f"output={output}", *settings]
        return ["train", kind, self.config, *given]


@pytest.fixture(scope="session")
def setting(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    tokenizer = write_tokenizer(folder / "tokenizer")
    config = write_config(folder / "config.yaml")
    shards = write_shards(folder / "shards", tokenizer)
    found = Setting(
        folder=folder,
        config=config,
        tokenizer=str(tokenizer),
        shards=shards,
        held_out=write_shards(folder / "held-out", tokenizer, count=40, seed=1),
        conversations=write_rows(folder / "conversations.jsonl", conversation_rows(120)),
        pairs=write_rows(folder / "pairs.jsonl", pair_rows(120)),
        base=str(folder / "base" / "model"),
    )
    assert found.train("pretrain", folder / "base", "steps=12", f"validation={found.held_out}") == 0
    return found
