"""A real OpenAI-compatible server on this machine, which can do everything wrong that servers do.

It speaks chat completions, completions, and the Batch API with its files. What it answers is a function of
the request; what it does wrong is a function of the request's key and of how often it was asked, so that a
test goes the same way however its threads are scheduled.
"""

from __future__ import annotations

import contextlib
import email.utils
import json
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What is wrong with the transport, before or while an answer is sent.
TRANSPORT = ("reset", "timeout", "drip", "cut", "cut-chunked")
# Statuses.
STATUS = ("401", "429", "429-after", "429-date", "429-ms", "500", "503")
# 200, and then something that is no answer.
NO_ANSWER = ("empty-choices", "no-choices", "null-text", "invalid-json", "truncated-json", "html", "not-utf8")
# An answer that is as the protocol says, and unfit for use.
UNFIT = ("content-filter", "content-filter-400", "surrogates", "empty-text")
FAULTS = (*TRANSPORT, *STATUS, *NO_ANSWER, *UNFIT)

Reply = Callable[[dict[str, Any]], Any]
Fault = Callable[[str, int], str]


def no_fault(key: str, attempt: int) -> str:
    return ""


def random_faults(share: float, kinds: tuple[str, ...] = FAULTS, seed: int = 0) -> Fault:
    """So large a share of all requests goes wrong, in any of these ways."""

    def fault(key: str, attempt: int) -> str:
        chance = random.Random(f"{seed} {key} {attempt}")
        return chance.choice(kinds) if chance.random() < share else ""

    return fault


def completion(text: str | None, *, chat: bool = True, finish: str = "stop", **choice: Any) -> dict[str, Any]:
    """The JSON of a whole answer."""
    inner = {"message": {"role": "assistant", "content": text}} if chat else {"text": text}
    words = len((text or "").split())
    return {
        "id": "cmpl-1",
        "object": "chat.completion" if chat else "text_completion",
        "created": 0,
        "model": "test",
        "choices": [{"index": 0, "finish_reason": finish, **inner, **choice}],
        "usage": {"prompt_tokens": 10, "completion_tokens": words, "total_tokens": 10 + words},
    }


class EndpointServer:
    """Use it with `with`. `reply` gives a text, or the JSON of an answer, for the JSON of a request.

    `asked` has the requests in order, `tries` and `answered` count them and the whole, usable answers by key
    (the Idempotency-Key). `gate(n)` makes it keep requests waiting once it has answered n.
    """

    def __init__(self, reply: Reply, fault: Fault = no_fault, slow_seconds: float = 0.8) -> None:
        self.reply, self.fault, self.slow_seconds = reply, fault, slow_seconds
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.tries: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.in_flight = self.most_in_flight = 0
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.polls_until_done = 1
        self.batch_ends_as = "completed"
        self.unanswered_in_batch: Callable[[str], bool] = lambda key: False
        self.errors: list[Exception] = []
        self.lock = threading.RLock()
        self._limit: int | None = None
        self._open = threading.Event()
        outer = self

        class Handler(_Handler):
            server_state = outer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> EndpointServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if self.errors:
            raise self.errors[0]

    def gate(self, answers: int) -> None:
        self._limit = answers

    def open_gate(self) -> None:
        """Those that wait lose their connection, later ones are answered."""
        self._limit = None
        self._open.set()

    def passes(self, key: str) -> bool:
        """Waits at the gate; whether the answer may be sent. Counts it."""
        with self.lock:
            if self._limit is None or sum(self.answered.values()) < self._limit:
                self.answered[key] += 1
                return True
        self._open.wait()
        return False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_state: EndpointServer

    def do_POST(self) -> None:
        with self._errors_kept():
            size = int(self.headers["content-length"])
            data = self.rfile.read(size)
            if len(data) < size:  # the client died while it asked
                raise ConnectionError
            if self.path == "/v1/files":
                self._file(data)
            elif self.path == "/v1/batches":
                self._batch(json.loads(data))
            else:
                self._completion(json.loads(data))

    @contextlib.contextmanager
    def _errors_kept(self) -> Iterator[None]:
        """A client that goes away is none; a mistake of the test fails it."""
        try:
            yield
        except ConnectionError:
            self.close_connection = True
        except Exception as error:
            self.server_state.errors.append(error)
            self._reset()

    def do_GET(self) -> None:
        with self._errors_kept():
            self._get()

    def _get(self) -> None:
        state = self.server_state
        path = self.path.partition("?")[0]
        if path == "/v1/batches":
            with state.lock:
                found = [_public(batch) for batch in reversed(state.batches.values())]
            self._json({"object": "list", "data": found, "has_more": False})
        elif path.startswith("/v1/batches/"):
            self._json(_public(self._look(path.removeprefix("/v1/batches/"))))
        elif match := re.fullmatch(r"/v1/files/(.+)/content", path):
            self._send(200, state.files[match.group(1)], {"content-type": "application/octet-stream"})
        else:
            self._json({"error": {"message": "no such path"}}, 404)

    def _completion(self, asked: dict[str, Any]) -> None:
        state = self.server_state
        key = self.headers.get("idempotency-key", "")
        with state.lock:
            state.asked.append(asked)
            state.headers.append(dict(self.headers.items()))
            attempt = state.tries[key]
            state.tries[key] += 1
            state.in_flight += 1
            state.most_in_flight = max(state.most_in_flight, state.in_flight)
        try:
            fault = state.fault(key, attempt)
            if fault:
                with state.lock:
                    state.faults[fault] += 1
                self._go_wrong(fault)
                return
            answer = self._answer(asked)
            if self._client_is_gone() or not state.passes(key):
                self._reset()
                return
            self._json(answer)
        finally:
            with state.lock:
                state.in_flight -= 1

    def _client_is_gone(self) -> bool:
        """Whether nobody is there to answer."""
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        found = self.server_state.reply(asked)
        return found if isinstance(found, dict) else completion(found, chat="messages" in asked)

    def _go_wrong(self, fault: str) -> None:
        body = json.dumps(completion("Half of an answer, and then")).encode()
        if fault == "reset":
            self._reset()
        elif fault == "timeout":
            time.sleep(self.server_state.slow_seconds)
            self._reset()
        elif fault == "drip":
            self._head(200, {"content-length": str(len(body))})
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(self.server_state.slow_seconds / 8)
        elif fault == "cut":
            self._head(200, {"content-length": str(len(body))})
            self.wfile.write(body[: len(body) // 2])
            self._close()
        elif fault == "cut-chunked":
            self._head(200, {"transfer-encoding": "chunked"})
            self.wfile.write(b"%x\r\n%s\r\n" % (len(body) // 2, body[: len(body) // 2]))
            self._close()
        elif fault in _STATUSES:
            status, headers, error = _STATUSES[fault]
            headers = {name: value() if callable(value) else value for name, value in headers.items()}
            self._json({"error": error}, status, headers)
        else:
            self._send(200, _bodies()[fault], {"content-type": "application/json"})

    def _file(self, data: bytes) -> None:
        state = self.server_state
        content = re.search(rb'name="file".*?\r\n\r\n(.*?)\r\n--', data, re.S)
        assert content is not None
        with state.lock:
            name = f"file-{len(state.files)}"
            state.files[name] = content.group(1)
        self._json({"id": name, "object": "file", "bytes": len(data), "created_at": 0, "filename": "x"})

    def _batch(self, asked: dict[str, Any]) -> None:
        state = self.server_state
        with state.lock:
            name = f"batch_{len(state.batches)}"
            state.batches[name] = {"asked": asked, "polls": 0, "id": name, "status": "in_progress"}
            fault = state.fault(f"batch {asked['metadata']['roae']}", 0)
        if fault:  # made, and the client never hears of it
            self._go_wrong(fault)
            return
        self._json(_public(state.batches[name]))

    def _look(self, name: str) -> dict[str, Any]:
        """A batch; it is worked on when it was looked at often enough."""
        state = self.server_state
        with state.lock:
            batch = state.batches[name]
            batch["polls"] += 1
            if batch["polls"] >= state.polls_until_done and batch["status"] == "in_progress":
                self._work(batch)
            return batch

    def _work(self, batch: dict[str, Any]) -> None:
        state = self.server_state
        batch["status"] = state.batch_ends_as
        if batch["status"] == "failed":
            batch["errors"] = {"object": "list", "data": [{"code": "token_limit_exceeded", "message": "…"}]}
            return
        done, failed = [], []
        for line in state.files[batch["asked"]["input_file_id"]].splitlines():
            wanted = json.loads(line)
            key = wanted["custom_id"]
            if state.unanswered_in_batch(key):
                failed.append({"custom_id": key, "response": None, "error": {"code": "batch_expired"}})
                continue
            state.answered[key] += 1
            body = self._answer(wanted["body"])
            done.append({"custom_id": key, "response": {"status_code": 200, "body": body}, "error": None})
        random.Random(0).shuffle(done)  # the order of the output is not that of the input
        for field, rows in (("output_file_id", done), ("error_file_id", failed)):
            if rows:
                batch[field] = f"{batch['id']}-{field}"
                state.files[batch[field]] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    def _json(self, value: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), {"content-type": "application/json"} | (headers or {}))

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self._head(status, {"content-length": str(len(data))} | headers)
        self.wfile.write(data)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _reset(self) -> None:
        """The other side sees the connection reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _close(self) -> None:
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the client went away between two requests
            super().handle()

    def finish(self) -> None:
        with contextlib.suppress(ValueError, OSError):  # it was closed on purpose
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        pass


_STATUSES: dict[str, tuple[int, dict[str, Any], dict[str, Any]]] = {
    "401": (401, {}, {"message": "bad key", "type": "invalid_request_error", "code": "invalid_api_key"}),
    "429": (429, {}, {"message": "slow down", "code": "rate_limit_exceeded"}),
    "429-after": (429, {"retry-after": "0.02"}, {"message": "slow down"}),
    "429-ms": (429, {"retry-after-ms": "20"}, {"message": "slow down"}),
    "429-date": (429, {"retry-after": lambda: email.utils.formatdate(usegmt=True)}, {"message": "slow down"}),
    "429-long": (429, {"retry-after": "86400"}, {"message": "tomorrow"}),
    "429-quota": (429, {}, {"message": "no money", "code": "insufficient_quota"}),
    "400-long": (400, {}, {"message": "too long", "code": "context_length_exceeded"}),
    "400": (400, {}, {"message": "unknown field", "type": "invalid_request_error"}),
    "500": (500, {}, {"message": "oops"}),
    "503": (503, {"retry-after": "0"}, {"message": "busy"}),
    "content-filter-400": (400, {}, {"message": "filtered", "code": "content_filter"}),
}


def _bodies() -> dict[str, bytes]:
    whole = json.dumps(completion("This is no answer, as it is cut off.")).encode()
    return {
        "empty-choices": json.dumps(completion("x") | {"choices": []}).encode(),
        "no-choices": b"{}",
        "null-text": json.dumps(completion(None)).encode(),
        "invalid-json": b'{"choices": [}',
        "truncated-json": whole[: len(whole) // 2],
        "html": b"<html><body>502 Bad Gateway</body></html>",
        "not-utf8": whole.replace(b"answer", b"\xff\xfe\xfa"),
        "content-filter": json.dumps(completion("", finish="content_filter")).encode(),
        "surrogates": json.dumps(completion("A broken \ud83d character")).encode(),
        "empty-text": json.dumps(completion("")).encode(),
    }


def _public(batch: dict[str, Any]) -> dict[str, Any]:
    asked = batch["asked"]
    shown = {name: value for name, value in batch.items() if name not in ("asked", "polls")}
    return {
        "object": "batch",
        "endpoint": asked["endpoint"],
        "input_file_id": asked["input_file_id"],
        "completion_window": asked["completion_window"],
        "metadata": asked["metadata"],
        "created_at": 0,
        **shown,
    }
