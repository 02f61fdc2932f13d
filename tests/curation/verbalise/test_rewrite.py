"""Against a real server on this machine, by the real client."""

import json
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, completion
from through_stages import said, verbalise

from curation.endpoint import Client, EndpointError
from curation.verbalise import RewriteConfig, RewriteParagraphs
from pipelines.engine import Map
from pipelines.engine.testing import apply_map
from schemas.document import Document

pytest.importorskip("openai", reason="the package openai, which rewriting needs, is not installed")
KEY = "sk-very-secret-0815"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def config(server: ChatServer, **more: Any) -> RewriteConfig:
    settings = {"model": "writer-1", "backoff_seconds": 0.0, "timeout_seconds": 5.0, "attempts": 3} | more
    return RewriteConfig(base_url=server.url, **settings)


def documents(count: int = 1) -> list[Document]:
    heads = ["cat", *(f"zorb{number}" for number in range(count - 1))]
    rows = [said(head, "CapableOf", tail, "conceptnet") for head in heads for tail in ("purr", "climb tree")]
    return list(verbalise(rows).rows)


def rewritten(config: RewriteConfig, given: list[Document]) -> list[Document]:
    stage = Map(
        name="rewrite", input=Document, function=RewriteParagraphs(config), output=Document, config=config
    )
    applied = apply_map(stage, given)
    assert not applied.dropped and not applied.rejected
    return applied.rows


def polished(asked: dict[str, Any], _: int) -> tuple[int, bytes]:
    return completion("Indeed: " + asked["messages"][1]["content"])


def test_a_faithful_rewrite_replaces_the_text() -> None:
    given = documents()
    with ChatServer(polished) as server:
        [document] = rewritten(config(server, seed=5, temperature=0.3), given)
    assert document.text == "Indeed: " + given[0].text
    assert document.metadata["rewrite"] == "kept" and document.metadata["rewrite_model"] == "writer-1"
    assert document.id == given[0].id and document.metadata["tuples"] == given[0].metadata["tuples"]
    asked = server.requests[0]
    assert (asked["model"], asked["seed"], asked["temperature"]) == ("writer-1", 5, 0.3)
    assert server.keys == [f"Bearer {KEY}"]


def test_an_unfaithful_one_does_not() -> None:
    given = documents()
    with ChatServer(lambda *_: completion("Cats purr.")) as server:
        [document] = rewritten(config(server), given)
    assert (document.text, document.metadata["rewrite"]) == (given[0].text, "lost-content")


@pytest.mark.parametrize(
    "bad", [(429, b"{}"), (500, b"oops"), (503, b""), None, (200, b"{not json"), (200, b"{}")]
)
def test_failures_are_retried(bad: tuple[int, bytes] | None) -> None:
    given = documents()
    with ChatServer(lambda asked, number: bad if number < 2 else polished(asked, number)) as server:
        [document] = rewritten(config(server), given)
    assert document.metadata["rewrite"] == "kept"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("bad", "requests"),
    [((500, b"oops"), 3), (None, 3), ((200, b"{not json"), 3), ((401, b"{}"), 1), (completion(None), 3)],
)
def test_an_error_leaves_the_paragraph_as_it_was(bad: tuple[int, bytes] | None, requests: int) -> None:
    given = documents()
    with ChatServer(lambda *_: bad) as server:
        [document] = rewritten(config(server), given)
    assert (document.text, document.metadata["rewrite"]) == (given[0].text, "error")
    assert document.metadata["rewrite_error"]
    assert len(server.requests) == requests


def test_a_server_that_is_not_there_is_an_error_too() -> None:
    with ChatServer(polished) as server:
        settings = config(server, attempts=2)
    [document] = rewritten(settings, documents())
    assert document.metadata["rewrite"] == "error"
    assert "Connection" in document.metadata["rewrite_error"]


def test_documents_leave_in_the_order_in_which_they_came() -> None:
    given = documents(30)
    release = threading.Event()

    def first_is_slowest(asked: dict[str, Any], number: int) -> tuple[int, bytes]:
        if "purr" in asked["messages"][1]["content"] and given[0].text == asked["messages"][1]["content"]:
            release.wait(2)
        elif number > 5:
            release.set()
        return polished(asked, number)

    with ChatServer(first_is_slowest) as server:
        found = rewritten(config(server, concurrency=4), given)
    assert [document.id for document in found] == [document.id for document in given]
    assert all(document.metadata["rewrite"] == "kept" for document in found)


def test_an_endpoint_that_is_down_is_not_asked_for_ever() -> None:
    given = documents(60)
    with ChatServer(lambda *_: (500, b"")) as server:
        found = rewritten(config(server, attempts=1, concurrency=1, give_up_after=20), given)
    assert all(document.metadata["rewrite"] == "error" for document in found)
    assert len(server.requests) < len(given)
    assert found[-1].metadata["rewrite_error"] == "endpoint down"


def test_answers_are_remembered_on_disk(tmp_path: Path) -> None:
    given = documents(3)
    with ChatServer(polished) as server:
        settings = config(server, cache=str(tmp_path / "answers"))
        first = rewritten(settings, given)
        assert rewritten(settings, given) == first
        assert len(server.requests) == 3
        rewritten(settings.model_copy(update={"model": "writer-2"}), given)
        assert len(server.requests) == 6
        rewritten(settings.model_copy(update={"temperature": 1.0}), given)
        assert len(server.requests) == 9
    # The server is gone, the answers are not.
    assert rewritten(settings, given) == first


def test_a_broken_file_in_the_cache_is_asked_for_again(tmp_path: Path) -> None:
    given = documents()
    with ChatServer(polished) as server:
        settings = config(server, cache=str(tmp_path))
        first = rewritten(settings, given)
        [place] = tmp_path.glob("*.jsonl")
        whole = place.read_bytes()
        for number, broken in enumerate([whole[:-30], b"{}\n", whole.replace(b"Indeed", b"Indoor")]):
            folder = tmp_path / str(number)
            folder.mkdir()
            (folder / place.name).write_bytes(broken)
            again = settings.model_copy(update={"cache": str(folder)})
            assert rewritten(again, given) == first
            assert len(server.requests) == number + 2
            assert rewritten(again, given) == first
            assert len(server.requests) == number + 2


def test_errors_are_not_remembered(tmp_path: Path) -> None:
    with ChatServer(lambda *_: (500, b"")) as server:
        rewritten(config(server, cache=str(tmp_path), attempts=1), documents())
    assert not list(tmp_path.rglob("*.jsonl"))


def test_the_key_is_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ChatServer(
        lambda *_: (401, json.dumps({"error": {"message": f"bad key {KEY}"}}).encode())
    ) as server:
        settings = config(server, cache=str(tmp_path))
        [document] = rewritten(settings, documents())
        with pytest.raises(EndpointError) as raised:
            Client(settings).ask(RewriteParagraphs(settings).request(documents()[0]))
    everything = [str(document), settings.model_dump_json(), str(raised.value), caplog.text]
    everything += [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY in text for text in everything)
