"""A recipe's tokenizer is any file: ids, types and digests follow from it alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.tokens.encode import TokensConfig, load_encoder
from curation.tokens.pack import PackConfig
from pipelines.engine import RunOptions, run_stages
from schemas.split import InputError
from schemas.token_shards import TokenShards
from tests.curation.tokens.conftest import SENTENCES, lines, train
from tests.jobs.export_run import document, end_stages, given_stage, large_vocabulary


def byte_level() -> tokenizers.Tokenizer:
    """As GPT-2's and Llama 3's."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<|begin|>", "<|end|>"],
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines(), trainer)
    return tokenizer


def metaspace() -> tokenizers.Tokenizer:
    """As Llama 2's and Mistral's conversions: byte fallback, and a normaliser instead of cutting at words."""
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))],
        show_progress=False,
    )
    trained = tokenizers.Tokenizer(tokenizers.models.BPE())
    trained.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    trained.train_from_iterator(lines(), trainer)
    model = json.loads(trained.to_str())["model"]
    merges = [
        tuple(merge) if isinstance(merge, list) else tuple(merge.split(" ")) for merge in model["merges"]
    ]
    bpe = tokenizers.models.BPE(model["vocab"], merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True)
    tokenizer = tokenizers.Tokenizer(bpe)
    tokenizer.normalizer = tokenizers.normalizers.Sequence(
        [tokenizers.normalizers.Prepend("▁"), tokenizers.normalizers.Replace(" ", "▁")]
    )
    tokenizer.add_special_tokens(["<s>", "</s>"])
    return tokenizer


def word_piece() -> tokenizers.Tokenizer:
    """As BERT's, which lower-cases."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    trainer = tokenizers.trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=["[UNK]", "[PAD]", "[CLS]", "[SEP]"], show_progress=False
    )
    tokenizer.train_from_iterator(lines(), trainer)
    return tokenizer


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """tokenizer.json files of three kinds."""
    folder = tmp_path_factory.mktemp("tokenizers")
    found = {}
    for make in (byte_level, metaspace, word_piece):
        found[make.__name__] = folder / f"{make.__name__}.json"
        make().save(str(found[make.__name__]))
    return found


KINDS = ["byte_level", "metaspace", "word_piece"]


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_exactly_those_of_tokenizers(kind: str, saved: dict[str, Path]) -> None:
    ours = load_encoder(TokensConfig(model=str(saved[kind])))
    theirs = tokenizers.Tokenizer.from_file(str(saved[kind]))
    specials = set(theirs.get_added_tokens_decoder()) - {theirs.token_to_id("[UNK]")}

    @settings(max_examples=200, deadline=None)
    @given(
        st.text() | st.lists(st.sampled_from([*" \n\t#|“ü灯👩\u200d", *SENTENCES, "ship", "  "])).map("".join)
    )
    def check(text: str) -> None:
        tokens = ours.encode(text).tolist()
        assert tokens == theirs.encode(text, add_special_tokens=False).ids
        assert not specials & set(tokens)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_special_tokens_are_named(kind: str, saved: dict[str, Path]) -> None:
    names = {
        "byte_level": ("<|begin|>", "<|end|>"),
        "metaspace": (None, None),
        "word_piece": ("[CLS]", "[SEP]"),
    }
    bos, eos = names[kind]
    info = load_encoder(TokensConfig(model=str(saved[kind]), bos_token=bos, eos_token=eos)).info
    theirs = tokenizers.Tokenizer.from_file(str(saved[kind]))
    assert (info.bos_id, info.eos_id) == (theirs.token_to_id(bos or "<s>"), theirs.token_to_id(eos or "</s>"))
    padding = {"byte_level": "<|end|>", "metaspace": "<unk>", "word_piece": "[PAD]"}[kind]
    assert info.pad_id == theirs.token_to_id(padding)


def test_without_names_the_recipe_is_refused_with_what_to_write(saved: dict[str, Path]) -> None:
    with pytest.raises(
        InputError, match="has no bos token: set bos to false, or name one of its tokens in bos_token"
    ):
        stages(TokensConfig(model=str(saved["byte_level"])))


def test_a_run_with_any_file_has_its_ids(saved: dict[str, Path], tmp_path: Path) -> None:
    """In shards of the type that its vocabulary needs."""
    model = tmp_path / "own.model"
    model.write_bytes(train())
    configs = {
        "json": (TokensConfig(model=str(saved["metaspace"])), "uint16"),
        "sentencepiece": (TokensConfig(model=str(model)), "uint16"),
        "large": (large_vocabulary(tmp_path / "large.json"), "uint32"),
    }
    documents = [document(number) for number in range(12)]
    for name, (config, dtype) in configs.items():
        run_stages(stages(config), str(tmp_path / name), RunOptions())
        encoder = load_encoder(config)
        shards = TokenShards(tmp_path / name / "90-sequences")
        assert shards.manifest.dtype == dtype
        assert shards.manifest.tokenizer == encoder.info
        found: dict[str, list[int]] = {}
        for row in shards:
            assert row.tokens.dtype == dtype
            for span in sorted(row.spans, key=lambda span: span.offset):
                found.setdefault(span.document, [])
                found[span.document] += row.tokens[span.start : span.start + span.length].tolist()
        info = encoder.info
        assert found == {
            d.id: [info.bos_id, *encoder.encode(d.text).tolist(), info.eos_id] for d in documents
        }


def test_another_content_under_the_same_name_is_another_stage(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"

    def digests() -> list[str]:
        return [stage.digest() for stage in stages(TokensConfig(model=str(path)))[1:]]

    metaspace().save(str(path))
    first = digests()
    assert digests() == first
    changed = json.loads(path.read_text())
    changed["model"]["merges"] = changed["model"]["merges"][:-1]
    path.write_text(json.dumps(changed))
    assert not set(digests()) & set(first)


def stages(config: TokensConfig) -> list[Any]:
    documents = given_stage("documents", [document(number) for number in range(12)])
    return [documents, *end_stages(config, PackConfig())]
