"""Small tokenizers of every kind, trained here: what decides where text may be cut differs between them."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
import sentencepiece

SENTENCES = [
    "The lighthouse keeper counted 1984 ships, 27 gulls and one (very) small whale.",
    "state-of-the-art e-mail: a@b.example, v1.2.3, 10^6 m², x=y+z; f(x)=2x",
    "Der Leuchtturmwärter zählte Schiffe, Möwen und einen kleinen Wal.",
    "灯台守は船とカモメと小さな鯨を数えた。灯台守は眠った。",
    "Смотритель маяка считал корабли и чаек, чаек и корабли.",
    "2024-11-05 12:30 12345 67890 1234512345 4123 1231",
    "one two  three   four    five\tsix | seven | eight || nine",
]


def lines() -> list[str]:
    """The sentences, and their words in many other orders."""
    words = " ".join(SENTENCES).split(" ")
    chance = random.Random(0)
    return SENTENCES + [" ".join(chance.choices(words, k=12)) for _ in range(400)]


def train(**options: Any) -> bytes:
    """A SentencePiece model of the lines above; by default like Mixtral's."""
    model = io.BytesIO()
    settings: dict[str, Any] = {
        "model_type": "bpe",
        "vocab_size": 480,
        "byte_fallback": True,
        "normalization_rule_name": "identity",
        "remove_extra_whitespaces": False,
        "split_digits": True,
        "character_coverage": 0.995,
        "minloglevel": 2,
    }
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines()), model_writer=model, **(settings | options)
    )
    return model.getvalue()


MODELS: dict[str, dict[str, Any]] = {
    "like Mixtral": {},
    # Pieces such as `x=`, `2x` or `v1.` join what the patterns would otherwise cut apart.
    "mixed pieces": {"split_by_unicode_script": False, "split_digits": False, "split_by_number": False},
    "without dummy prefix": {"add_dummy_prefix": False},
    "user-defined symbols": {"user_defined_symbols": ["[REF]", "<|x|>", "ship"]},
    "user-defined symbol with a space": {"user_defined_symbols": ["two words"]},
    "pieces across spaces": {
        "split_by_whitespace": False,
        "split_by_unicode_script": False,
        "vocab_size": 800,
    },
    "spaces as suffixes": {"treat_whitespace_as_suffix": True},
    "extra spaces removed": {"remove_extra_whitespaces": True},
    "NFKC": {"normalization_rule_name": "nmt_nfkc"},
    "without byte fallback": {"byte_fallback": False, "vocab_size": 200},
    "unigram": {"model_type": "unigram", "vocab_size": 380},
    "char": {"model_type": "char", "vocab_size": 340},
}


@pytest.fixture(scope="session")
def trained() -> dict[str, bytes]:
    """The models by name."""
    return {name: train(**options) for name, options in MODELS.items()}
