"""`roae fetch` for somebody who sits at a terminal."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from tests.jobs.commands import ROOT
from tests.jobs.fetch_server import publisher

NAME = "xxwiki-20240101-pages-articles-multistream.xml.bz2"
DATA = bytes(120_000)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with publisher() as here:
        here.wiki("xxwiki", "20240101", {NAME: DATA})
        yield here


def at_a_terminal(answer: str, *arguments: object) -> tuple[int, str]:
    """`roae ARGUMENTS` at a terminal of 80 columns where `answer` is typed: its exit code, and all of it."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs.cli", *map(str, arguments)],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answer.encode())
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


def make_large(server) -> None:
    """The publisher says that the file has 2 GB."""
    status = server.files["/xxwiki/20240101/dumpstatus.json"]
    jobs = json.loads(status.data)
    jobs["jobs"]["articlesmultistreamdump"]["files"][NAME]["size"] = 2_000_000_000
    status.data = json.dumps(jobs).encode()


def test_a_bar_and_nothing_wider_than_the_terminal(server, tmp_path):
    code, shown = at_a_terminal("", "fetch", "xxwiki", "--mirror", server.url, "--into", tmp_path)
    assert code == 0, shown
    assert (tmp_path / NAME).read_bytes() == DATA
    assert "1/1 xxwiki-20240…" in shown
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    bars = [line for line in re.split(r"[\r\n]+", plain) if "…" in line]
    assert all(len(line) <= 80 for line in bars)


def test_a_large_download_is_asked_about(server, tmp_path):
    make_large(server)
    code, shown = at_a_terminal("n\n", "fetch", "xxwiki", "--mirror", server.url, "--into", tmp_path)
    assert code == 1
    assert "Fetch 2.0 GB? [y/N]" in shown
    assert "nothing was fetched" in shown
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("answer", "options"), [("y\n", []), ("", ["--yes"])])
def test_after_a_yes_it_is_fetched(server, tmp_path, answer, options):
    make_large(server)
    code, shown = at_a_terminal(
        answer, "fetch", "xxwiki", "--mirror", server.url, "--into", tmp_path, *options
    )
    assert code == 1  # the server has less than it announced
    assert ("[y/N]" in shown) == (not options)
    assert "120000 bytes" in shown
