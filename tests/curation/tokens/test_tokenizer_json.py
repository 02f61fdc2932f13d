from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curation.tokens.decode import decode_pieces
from curation.tokens.encode import TokensConfig, load_encoder
from curation.tokens.pack import PackConfig, PackSequences
from tests.curation.tokens.conftest import lines


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A byte-level BPE tokenizer that also adds `<s>`, cuts to 5 tokens and pads, none of which we want."""
    tokenizers = pytest.importorskip("tokenizers", reason="the package tokenizers is not installed")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<s>", "</s>", "<|end|>"],
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines(), trainer)
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 0)]
    )
    tokenizer.enable_truncation(5)
    tokenizer.enable_padding(length=8, pad_id=1)
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def test_ids_are_those_of_the_text_alone(saved: Path) -> None:
    encoder = load_encoder(TokensConfig(model=str(saved)))
    text = "The lighthouse keeper\n\n  counted 灯台守 👩\u200d💻 \0"
    tokens = encoder.encode(text)
    assert tokens.dtype == np.uint16
    assert encoder.decode(tokens) == text
    assert len(tokens) > 8
    assert not {0, 1, 2} & set(tokens.tolist())


def test_special_tokens_in_a_text_are_text(saved: Path) -> None:
    encoder = load_encoder(TokensConfig(model=str(saved)))
    tokens = encoder.encode("a</s>b<s><|end|>")
    assert not {0, 1, 2} & set(tokens.tolist())
    assert encoder.decode(tokens) == "a</s>b<s><|end|>"


def test_begin_and_end_tokens_are_found_or_named(saved: Path) -> None:
    info = load_encoder(TokensConfig(model=str(saved))).info
    assert (info.bos_id, info.eos_id, info.pad_id, info.vocabulary_size) == (0, 1, 1, 400)
    assert load_encoder(TokensConfig(model=str(saved), eos_token="<|end|>")).info.eos_id == 2
    with pytest.raises(ValueError, match=r"tokenizer\.json: the vocabulary has no token '<end>'"):
        load_encoder(TokensConfig(model=str(saved), eos_token="<end>"))


def test_a_tokenizer_without_them_can_be_packed_without_them(tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="the package tokenizers is not installed")
    path = tmp_path / "tokenizer.json"
    tokenizers.Tokenizer(tokenizers.models.WordLevel({"a": 0, "b": 70_000}, "a")).save(str(path))
    info = load_encoder(TokensConfig(model=str(path))).info
    assert (info.bos_id, info.eos_id, info.dtype) == (-1, -1, "uint32")
    with pytest.raises(ValueError, match=r"tokenizer\.json has no bos token: set bos to false"):
        PackSequences(PackConfig(), info)
    PackSequences(PackConfig(bos=False, eos=False), info)


def test_pieces_and_ids_outside_the_vocabulary(saved: Path) -> None:
    encoder = load_encoder(TokensConfig(model=str(saved)))
    assert decode_pieces(encoder, np.array([0, 2], dtype=np.uint16)) == ["<s>", "<|end|>"]
    for wrong in (decode_pieces, type(encoder).decode):
        with pytest.raises(ValueError, match="4000 is not in the vocabulary"):
            wrong(encoder, np.array([4000], dtype=np.uint16))


def test_json_that_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="the package tokenizers is not installed")
    path = tmp_path / "other.json"
    path.write_text('{"version": "1.0"}')
    with pytest.raises(ValueError, match=r"other\.json is not a tokenizer\.json"):
        load_encoder(TokensConfig(model=str(path)))


def test_without_the_package_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "tokenizers":
            raise ImportError(name)
        return importing(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    path = tmp_path / "tokenizer.json"
    path.write_text("{}")
    with pytest.raises(ValueError, match="pip install tokenizers"):
        load_encoder(TokensConfig(model=str(path)))
