"""A publisher on this machine: files over real HTTP, with the faults that real servers and networks have."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """A file as the server offers it. The lists are used up from their beginnings, one item per GET."""

    data: bytes
    etag: str | None = '"v1"'
    last_modified: str | None = "Mon, 01 Jan 2024 00:00:00 GMT"
    content_type: str = "application/octet-stream"
    ranges: bool = True
    conditions: bool = True  # False: `If-Range` is not looked at
    tells_length: bool = True
    head: bool = True
    cuts: list[int] = field(default_factory=list)  # bytes after which the connection is cut
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # instead of the file
    hold_after: int | None = None  # bytes after which nothing more comes until the server is released


@dataclass
class Publisher:
    """The server, what it serves by path, and what it was asked: (method, path, headers)."""

    port: int
    files: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    holding: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def gets(self, path: str) -> list[dict[str, str]]:
        """The headers of each GET of a path."""
        return [headers for method, asked, headers in self.asked if method == "GET" and asked == path]

    def wiki(self, name: str, date: str, files: dict[str, bytes], status: str = "done", **faults) -> None:
        """A wiki's dump with its list, as dumps.wikimedia.org has it."""
        listed = {}
        for file, data in files.items():
            path = f"/{name}/{date}/{file}"
            self.files[path] = Served(data, **faults)
            listed[file] = {"size": len(data), "url": path, "sha1": hashlib.sha1(data).hexdigest()}
        jobs = {"articlesmultistreamdump": {"status": status, "files": listed}}
        self.files[f"/{name}/{date}/dumpstatus.json"] = Served(json.dumps({"jobs": jobs}).encode())
        dates = sorted({path.split("/")[2] for path in self.files if path.startswith(f"/{name}/2")})
        links = "".join(f'<a href="{d}/">{d}/</a>\n' for d in dates)
        page = f'<a href="../">../</a>\n{links}<a href="latest/">latest/</a>'
        self.files[f"/{name}/"] = Served(page.encode(), content_type="text/html")


class _Handler(BaseHTTPRequestHandler):
    publisher: Publisher
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.publisher.asked.append((self.command, self.path, dict(self.headers)))
        path = self.path.removeprefix("http://proxied.invalid")
        served = self.publisher.files.get(path)
        if served is None or (self.command == "HEAD" and not served.head):
            return self._simple(404 if served is None else 405, {})
        if served.answers and self.command == "GET":
            return self._simple(*served.answers.pop(0))
        data, start, status = served.data, 0, 200
        asked = self.headers.get("Range", "") if served.ranges else ""
        condition = self.headers.get("If-Range") if served.conditions else None
        if asked and condition in (None, served.etag, served.last_modified):
            start, status = int(asked.removeprefix("bytes=").rstrip("-")), 206
            if start >= len(data):
                return self._simple(416, {"Content-Range": f"bytes */{len(data)}"})
        self.send_response(status)
        self.send_header("Content-Type", served.content_type)
        if served.etag:
            self.send_header("ETag", served.etag)
        if served.last_modified:
            self.send_header("Last-Modified", served.last_modified)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        if served.tells_length:
            self.send_header("Content-Length", str(len(data) - start))
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if self.command == "GET":
            self._send(served, data[start:])

    def _simple(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, served: Served, body: bytes) -> None:
        cut = served.cuts.pop(0) if served.cuts else None
        whole = body if cut is None else body[:cut]
        piece = 20_000
        try:
            for position in range(0, len(whole), piece):
                if served.hold_after is not None and position >= served.hold_after:
                    self.publisher.holding.set()
                    self.publisher.released.wait(60)
                self._write(served, whole[position : position + piece])
            if cut is not None:
                self.close_connection = True
            elif not served.tells_length:
                self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True  # the client went away, which is what some tests are about

    def _write(self, served: Served, piece: bytes) -> None:
        framed = piece if served.tells_length else b"%x\r\n%b\r\n" % (len(piece), piece)
        self.wfile.write(framed)
        self.wfile.flush()


@contextmanager
def publisher(context=None) -> Iterator[Publisher]:
    """A running server on a free port; over TLS with an `ssl` context."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    here = Publisher(server.server_port)
    handler.publisher = here
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        here.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
