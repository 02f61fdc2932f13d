from __future__ import annotations

import bz2
import html
import importlib.resources
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.tokens import encode as encode_module
from curation.tokens import unit_cache
from curation.tokens.decode import decode_pieces
from curation.tokens.encode import SentencePieceEncoder, TokensConfig, load_encoder
from curation.tokens.unit_cache import TextTooLongError
from tests.curation.tokens.conftest import MODELS, SENTENCES

MISTRAL = [
    "tokenizer.model.v1",
    "mistral_instruct_tokenizer_240216.model.v2",
    "mistral_instruct_tokenizer_240323.model.v3",
]
WHOLE = {
    "user-defined symbol with a space",
    "pieces across spaces",
    "spaces as suffixes",
    "extra spaces removed",
    "NFKC",
    "without byte fallback",
    "unigram",
    "char",
}


@cache
def mistral(name: str = MISTRAL[0]) -> tuple[SentencePieceEncoder, Any]:
    data = (importlib.resources.files("mistral_common") / "data" / name).read_bytes()
    # So few units are remembered that the cache turns over all the time.
    encoder = SentencePieceEncoder(data, name=name, cached_units=50)
    return encoder, sentencepiece.SentencePieceProcessor(model_proto=data)


@cache
def pieces() -> list[str]:
    _, processor = mistral()
    return [processor.id_to_piece(i).replace("▁", " ") for i in range(processor.vocab_size())]


AWKWARD = [
    *[
        "",
        " ",
        "  ",
        "   a",
        "a   ",
        "\n",
        "\n\n ",
        " \n",
        "\t",
        "\r\n",
        "\r",
        "\0",
        "a\0b",
        "▁",
        "▁▁a",
        " ▁ ",
    ],
    *["<s>", "</s>", "<unk>", "[INST]", "[/INST] a", "<0x0A>", "<s></s>", "[REF]", "</s", "s>"],
    *["1984", "12 34", " 1", "1 ", "3.14", "1,000", "m²", "10²."],
    *[
        "灯台守は船を数えた。",
        "一个取获数据",
        "数据 一个",
        "한국어 문장",
        "ประภาคาร",
        "दीपस्तंभ",
        "المنارة",
        "ال",
    ],
    *[
        "é",
        "e\u0301",
        "\u0301",
        "👩\u200d💻",
        "👩🏽‍🚀 a",
        "\ufeffa",
        "\u200b",
        "\ufffd",
        "\U0010ffff",
        "\x85\u2028\xa0",
    ],
    *["a" * 3000, " " * 3000, "=" * 100, "─═" * 20, "語" * 50, "x " * 500],
]

joints = st.sampled_from([*AWKWARD[:40], " ", "\n", ".", ","])
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(alphabet=" \n▁ab.1é一語\u0301|="),
    st.lists(st.one_of(st.deferred(lambda: st.sampled_from(pieces())), joints), max_size=60).map("".join),
)


@pytest.mark.parametrize("name", MISTRAL)
@settings(deadline=None, max_examples=400)
@given(text=texts)
def test_ids_are_sentencepieces_own(name: str, text: str) -> None:
    check(*mistral(name), text)


def check(encoder: SentencePieceEncoder, processor: Any, text: str) -> None:
    """Both as text is encoded, and with wide text cut into units as well."""
    expected = processor.encode(text)
    assert encoder.encode(text).tolist() == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encode_module, "_WIDE_BYTES", 4)
        assert encoder.encode(text).tolist() == expected


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_have_sentencepieces_ids(text: str) -> None:
    for name in MISTRAL:
        check(*mistral(name), text)


def test_mistral_models_are_cut() -> None:
    assert [mistral(name)[0].why_whole for name in MISTRAL] == [""] * 3


@pytest.mark.parametrize("name", MODELS)
@settings(deadline=None, max_examples=150)
@given(
    words=st.lists(
        st.one_of(
            st.sampled_from(" ".join(SENTENCES).split(" ")),
            st.sampled_from(
                ["[REF]", "<|x|>", "ship", "two words", " ", "\n", "ﬁ", "２", "語", "1", "=", "²"]
            ),
            st.text(max_size=4),
        )
    ),
    glue=st.sampled_from(["", " "]),
)
def test_any_kind_of_model_has_its_own_ids(
    trained: dict[str, bytes], name: str, words: list[str], glue: str
) -> None:
    text = glue.join(words).encode(errors="ignore").decode()
    check(*small(trained[name]), text)


@cache
def small(data: bytes) -> tuple[SentencePieceEncoder, Any]:
    return SentencePieceEncoder(data, name="small"), sentencepiece.SentencePieceProcessor(model_proto=data)


@pytest.mark.parametrize("name", MODELS)
def test_only_models_that_allow_it_are_cut(trained: dict[str, bytes], name: str) -> None:
    encoder, _ = small(trained[name])
    assert bool(encoder.why_whole) == (name in WHOLE)


def test_every_reason_for_whole_texts_is_seen(trained: dict[str, bytes]) -> None:
    # Each of these models is refused for a reason of its own: none hides behind another.
    reasons = {small(trained[name])[0].why_whole for name in WHOLE - {"char"}}
    assert len(reasons) == len(WHOLE) - 1


@pytest.mark.parametrize("block", [1, 2, 7, 64])
def test_long_texts_are_encoded_in_blocks(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(encode_module, "_BLOCK_CHARACTERS", block)
    encoder, processor = mistral()
    text = "\n".join(SENTENCES) + "   end" + "a" * 200 + " " * 200 + "語" * 100
    assert encoder.encode(text).tolist() == processor.encode(text)


def test_the_cache_forgets_and_stays_small() -> None:
    encoder, _ = mistral()
    for number in range(400):
        encoder.encode(f"word{number} {chr(97 + number % 26) * (number % 30)} {'z' * 100}")
    assert len(encoder._units) <= 50
    assert 0 < len(encoder._units._before) <= 50
    assert all(len(unit) <= 64 for unit in encoder._units)


def test_what_came_before_changes_nothing() -> None:
    data = (importlib.resources.files("mistral_common") / "data" / MISTRAL[0]).read_bytes()
    fresh = SentencePieceEncoder(data, name="fresh")
    text = SENTENCES[0]
    first = fresh.encode(text).tolist()
    for line in SENTENCES:
        fresh.encode(line)
    assert fresh.encode(text).tolist() == first == mistral()[0].encode(text).tolist()


def test_lone_surrogates_are_an_error() -> None:
    for text in ("a \ud800 b", "\udfff", "word\ud83dword"):
        with pytest.raises(UnicodeEncodeError):
            mistral()[0].encode(text)


def test_surrogates_are_an_error_for_whole_texts_too(trained: dict[str, bytes]) -> None:
    with pytest.raises(UnicodeEncodeError):
        small(trained["unigram"])[0].encode("a \ud800")


def test_a_run_that_cannot_be_cut_is_limited(
    monkeypatch: pytest.MonkeyPatch, trained: dict[str, bytes]
) -> None:
    monkeypatch.setattr(unit_cache, "MOST_CHARACTERS", 1000)
    monkeypatch.setattr(encode_module, "_BLOCK_CHARACTERS", 1000)
    encoder, _ = mistral()
    with pytest.raises(TextTooLongError, match="1201 characters that cannot be cut"):
        encoder.encode("a" * 1200)
    with pytest.raises(TextTooLongError):
        small(trained["unigram"])[0].encode("a b " * 300)
    assert len(encoder.encode("a b " * 3000)) > 6000
    assert len(encoder.encode("語" * 5000)) == 5001


def test_the_default_is_mixtrals_vocabulary() -> None:
    info = load_encoder().info
    assert (info.name, info.vocabulary_size, info.dtype) == (
        "mistral-common:tokenizer.model.v1",
        32000,
        "uint16",
    )
    assert (info.bos_id, info.eos_id, info.pad_id) == (1, 2, 0)
    assert info.sha256 == "dadfd56d766715c61d2ef780a525ab43b8e6da4de6865bda3d95fdef5e134055"
    assert load_encoder().encode("a").dtype == np.uint16


def test_control_tokens_never_come_from_text() -> None:
    encoder, _ = mistral()
    assert not {0, 1, 2} & set(encoder.encode("<s> a </s><unk>").tolist())


def test_a_model_is_read_from_a_file_or_a_url(tmp_path: Path, trained: dict[str, bytes]) -> None:
    path = tmp_path / "mine.model"
    path.write_bytes(trained["like Mixtral"])
    for model in (str(path), path.as_uri()):
        encoder = load_encoder(TokensConfig(model=model, bos_token="s"))
        assert encoder.info.name == model
        assert encoder.piece(encoder.info.bos_id) == "s"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (TokensConfig(model="/nowhere/x.model"), "there is no tokenizer '/nowhere/x.model'"),
        (TokensConfig(model="mistral-common:x"), "there is no tokenizer 'mistral-common:x'"),
        (TokensConfig(eos_token="<end>"), "no token '<end>'"),
    ],
)
def test_what_cannot_be_loaded_is_named(config: TokensConfig, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load_encoder(config)


@pytest.mark.parametrize("content", [b"", b"plain text", b"\x1f\x8b\x08" + bytes(50)])
def test_a_file_that_is_no_model_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.model"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.model: not a SentencePiece model"):
        load_encoder(TokensConfig(model=str(path)))


@settings(deadline=None, max_examples=300)
@given(text=texts, cut=st.integers(0, 200), ends=st.booleans())
def test_decoding_gives_the_text_back(text: str, cut: int, ends: bool) -> None:
    encoder, _ = mistral()
    tokens = encoder.encode(text)
    framed = np.array([1, *tokens, 2], dtype=np.uint16) if ends else tokens
    expected = text.replace("▁", " ")
    assert encoder.decode(framed) == expected
    head = encoder.decode(tokens[:cut])
    # Where no character was cut in two, the parts are the text too.
    if cut and head == expected[: len(head)]:
        assert head + encoder.decode(tokens[cut:], continued=True) == expected


def test_pieces_show_bytes_spaces_and_control_tokens() -> None:
    encoder, _ = mistral()
    tokens = np.array([1, *encoder.encode("Hé 12\nᚠ"), 2], dtype=np.uint16)
    assert decode_pieces(encoder, tokens) == [
        *["<s>", " H", "é", " ", "1", "2", "<0x0A>", "<0xE1>", "<0x9A>", "<0xA0>", "</s>"]
    ]


@pytest.mark.parametrize("token", [32000, 65535])
def test_ids_outside_the_vocabulary_are_an_error(token: int) -> None:
    encoder, _ = mistral()
    with pytest.raises(ValueError, match="outside the vocabulary of 32000"):
        encoder.decode(np.array([token], dtype=np.uint16))
    with pytest.raises(ValueError, match="outside the vocabulary of 32000"):
        decode_pieces(encoder, np.array([token], dtype=np.uint16))


@pytest.mark.real
def test_real_pages_in_many_languages_have_sentencepieces_ids(real_data: Path) -> None:
    encoder, (_, processor) = load_encoder(), mistral()
    pages = 0
    for path in sorted((real_data / "wiki").rglob("*")):
        if path.suffix not in (".bz2", ".xml", ".txt"):
            continue
        for text in bodies(path):
            check(encoder, processor, text)
            if not path.name.startswith("enwiki-"):
                check(encoder, processor, unicodedata.normalize("NFD", text))
            pages += 1
    assert pages > 1000


def bodies(path: Path) -> list[str]:
    data = path.read_bytes()
    if path.suffix == ".bz2":
        data = bz2.decompress(data)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    if path.suffix == ".txt":
        return [text]
    return [html.unescape(body) for body in re.findall(r"<text[^>]*>(.*?)</text>", text, re.DOTALL)]
