"""Small things to train on: a tokenizer of words, token shards, conversations, pairs that follow a rule."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers
from tokenizers import decoders as token_decoders

from tests.training.packed_shards import pack_shards

NUMBERS = 60
SHAPE = {
    "vocab_size": 72,
    "hidden_size": 32,
    "intermediate_size": 48,
    "layers": 2,
    "heads": 4,
    "kv_heads": 2,
    "head_dim": 8,
    "experts": 4,
    "max_position_embeddings": 256,
}


def write_tokenizer(folder: Path, more: str = "count up down from system user assistant please") -> Path:
    """A `tokenizer.json` whose words are numbers and a few others."""
    words = ["<unk>", "<s>", "</s>", *map(str, range(NUMBERS)), *more.split(), "\n"]
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(words)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "removed")
    tokenizer.decoder = token_decoders.WordPiece(prefix="", cleanup=False)
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def write_shards(folder: Path, tokenizer: Path, count=120, seed=0) -> str:
    """A folder of token shards made with the tokenizer: documents that count up from somewhere."""
    random = np.random.default_rng(seed)
    documents = []
    for _ in range(count):
        first, length = int(random.integers(NUMBERS)), int(random.integers(8, 50))
        documents.append([1, *(3 + (first + place) % NUMBERS for place in range(length)), 2])
    return pack_shards(folder, "count", documents, tokenizer=tokenizer)


def counted(first: int, step: int, length: int = 6) -> str:
    """Numbers up or down from the one after `first`."""
    return " ".join(str((first + step * place) % NUMBERS) for place in range(1, length + 1))


def pair_rows(count: int, seed=0) -> list[dict]:
    """Pairs whose chosen response counts up, and whose rejected one counts down."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        first = int(random.integers(NUMBERS))
        rows.append(
            {
                "id": str(number),
                "prompt": [{"role": "user", "content": f" count from {first} "}],
                "chosen": [{"role": "assistant", "content": f" {counted(first, 1)} "}],
                "rejected": [{"role": "assistant", "content": f" {counted(first, -1)} "}],
                "group": f"{first} {number % 3}",
            }
        )
    return rows


def conversation_rows(count: int, seed=0) -> list[dict]:
    """Conversations in which the assistant counts up or down, as often the one as the other."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        first = int(random.integers(NUMBERS))
        answer = counted(first, 1 if random.random() < 0.5 else -1)
        question = {"role": "user", "content": f" count from {first} "}
        rows.append(
            {
                "messages": [question, {"role": "assistant", "content": f" {answer} "}],
                "split": "train" if number % 10 else "validation",
            }
        )
    return rows


def write_rows(path: Path, rows) -> str:
    """As JSON lines."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


def write_config(path: Path, **changes) -> str:
    """A configuration for all kinds of training."""
    values = {
        "model": {"dtype": "float32"},
        "mesh": {"recompute": False},
        "optimizer": {"learning_rate": 3e-3, "warmup_steps": 3, "weight_decay": 0.0},
        "pretrain": {
            "model": {"shape": SHAPE},
            "sequences_per_step": 8,
            "sequences_per_batch": 4,
        },
        "sft": {"conversations_per_step": 16, "tokens_per_batch": 256},
        "dpo": {"pairs_per_step": 16, "tokens_per_batch": 256, "validation_share": 0.2},
    }
    path.write_text(json.dumps(values | changes), encoding="utf-8")  # YAML reads JSON
    return str(path)
