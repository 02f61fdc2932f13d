from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from curation.tokens import unit_cache
from curation.tokens.encode import TokensConfig, load_encoder
from curation.tokens.tokenize import TokenizeDocuments
from schemas.arrow import batch_to_rows, rows_to_batch
from schemas.document import Document
from schemas.outcome import Dropped, Rejected
from schemas.tokens import TokenizedDocument


def document(text: str, **fields: Any) -> Document:
    nothing = {"url": "", "title": "", "language": "en", "licence": "", "revision": "", "timestamp": ""}
    lists = {"links": [], "infobox": [], "constructs": {}, "lost_templates": {}}
    return Document(**{"id": "wiki:1", "source": "wiki", "text": text} | nothing | lists | fields)


def test_documents_become_their_ids() -> None:
    text = "The lighthouse, as it stands:\n\n| é | 灯台 |"
    (row,) = TokenizeDocuments()([document(text, id="wiki:7", source="enwiki")])
    assert isinstance(row, TokenizedDocument)
    assert (row.id, row.source, row.text_bytes) == ("wiki:7", "enwiki", len(text.encode()))
    assert list(row.tokens) == load_encoder().encode(text).tolist()


def test_rows_survive_the_way_to_disk() -> None:
    (row,) = TokenizeDocuments()([document("a b c")])
    batch = rows_to_batch(TokenizedDocument, [row])
    (back,) = batch_to_rows(TokenizedDocument, batch)
    assert (back.id, list(back.tokens)) == (row.id, list(row.tokens))


@pytest.mark.parametrize("text", ["", " ", "\n\t \u3000"])
def test_documents_without_text_are_dropped(text: str) -> None:
    empty = document(text)
    assert list(TokenizeDocuments()([empty])) == [Dropped("empty", empty)]


def test_broken_documents_are_rejected_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_cache, "MOST_CHARACTERS", 1000)
    documents = [document("ok \ud800 x", id="wiki:1"), document("z" * 2000, id="wiki:2"), document("fine")]
    surrogate, long, fine = TokenizeDocuments()(documents)
    assert isinstance(surrogate, Rejected) and isinstance(long, Rejected)
    assert (surrogate.reason, surrogate.where) == ("invalid-unicode", "wiki:1")
    assert "character 3" in surrogate.detail and surrogate.excerpt.isascii()
    assert (long.reason, long.where) == ("too-long", "wiki:2")
    assert isinstance(fine, TokenizedDocument)


def test_a_used_instance_can_be_sent_to_a_worker() -> None:
    tokenize = TokenizeDocuments(TokensConfig())
    before = list(tokenize([document("once")]))
    sent = pickle.dumps(tokenize)
    assert len(sent) < 1000, "the configuration travels, not the model"
    assert list(pickle.loads(sent)([document("once")])) == before


def test_a_missing_model_is_an_error_when_work_starts(tmp_path: Path) -> None:
    tokenize = TokenizeDocuments(TokensConfig(model=str(tmp_path / "none.model")))
    with pytest.raises(ValueError, match=r"none\.model"):
        list(tokenize([document("x")]))
