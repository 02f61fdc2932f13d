"""What was answered, on disk before anybody sees it, so that no answer is paid for twice.

A journal is a folder. Every process that writes into it appends to a file of its own, one line per answer,
flushed to the disk; every process reads all files. An answer is found by its request's key alone: which
worker asked, for which shard and in which run, does not matter. So a killed run goes on wherever its shards
end up, and a shard that is cut differently still finds its answers.

Two live processes never ask the same at the same time: a request in flight holds a lock on one byte of a file
(POSIX record locks, at an offset made from its key), which the kernel gives back whatever its holder dies of.
All processes must see the folder as one file system with such locks: a local disk, or NFS 4.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curation.endpoint.answer import Answer
from curation.endpoint.records import decode_line, encode_line, lines
from schemas.split import InputError

_LOCKS = "in-flight.lock"
_READ_BYTES = 16 << 20
_POLL_SECONDS = 0.05
# Half of a SHA-256 is plenty to tell answers apart, and half the memory: about 225 bytes per answer in all.
_KEY_BYTES = 16


class Journal:
    """Answers by key, and the batches that were handed in, in a folder that is there. Safe for several
    threads; for one folder there must be one per process (`open_journal`), as a process has its record locks
    only once.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._files: list[_File] = []
        self._known: set[str] = set()
        self._places: dict[bytes, tuple[int, int, int]] = {}
        self._batches: list[dict[str, Any]] = []
        self._flying: dict[str, threading.Event] = {}
        self._lock = threading.RLock()
        self._own: tuple[int, int] | None = None
        self._locks = os.open(self._folder / _LOCKS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self.refresh()

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._folder

    def get(self, key: str) -> Answer | None:
        """The answer to the request of this key, if any process has had one."""
        with self._lock:
            place = self._places.get(_short(key))
            if place is None:
                self.refresh()
                place = self._places.get(_short(key))
            if place is None:
                return None
            number, start, length = place
            with self._files[number].path.open("rb") as file:
                record = decode_line(os.pread(file.fileno(), length, start))
        if record is None or record.get("key") != key:
            return None  # another key with the same beginning, or a disk that forgot: it is asked again
        return Answer.from_json(record["answer"])

    def put(self, key: str, answer: Answer, about: str) -> None:
        """Keeps an answer. When this returns, it is on the disk. Raises OSError."""
        self._append({"key": key, "about": about, "answer": answer.as_json()})

    def put_batch(self, record: dict[str, Any]) -> None:
        """Keeps what there is to know of a batch (see `batch_records.py`)."""
        self._append({"batch": record})

    def batches(self) -> list[dict[str, Any]]:
        """What was kept of batches, by whatever process; of one process, in order."""
        with self._lock:
            self.refresh()
            return list(self._batches)

    def __contains__(self, key: str) -> bool:
        """Whether there is an answer to the request of this key, as of the last look."""
        return _short(key) in self._places

    def __len__(self) -> int:
        """The number of answers, as of the last look."""
        return len(self._places)

    @contextlib.contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """Holds the request of this key: others who want the same wait, in this process and in all others."""
        self._enter(key)
        try:
            # A fair share of a 64-bit offset; two keys that share a byte only wait for each other.
            offset = int(key[:15], 16)
            while not self._try_lock(offset):
                time.sleep(_POLL_SECONDS)
            try:
                yield
            finally:
                fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, offset, os.SEEK_SET)
        finally:
            with self._lock:
                self._flying.pop(key).set()

    def refresh(self) -> None:
        """Reads what other processes wrote since the last look. Raises OSError."""
        with self._lock:
            for path in sorted(self._folder.glob("answers-*.jsonl")):
                if path.name not in self._known:
                    self._add(path)
            for number, file in enumerate(self._files):
                if file.path.stat().st_size > file.read:
                    self._read(number)

    def _enter(self, key: str) -> None:
        while True:
            with self._lock:
                flying = self._flying.get(key)
                if flying is None:
                    self._flying[key] = threading.Event()
                    return
            flying.wait()

    def _try_lock(self, offset: int) -> bool:
        try:
            fcntl.lockf(self._locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, offset, os.SEEK_SET)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return False
            raise
        return True

    def _add(self, path: Path) -> int:
        self._files.append(_File(path))
        self._known.add(path.name)
        return len(self._files) - 1

    def _read(self, number: int) -> None:
        """Takes note of the whole lines that were not read yet."""
        file = self._files[number]
        # Every process that ever wrote has a file here: too many to keep open.
        with file.path.open("rb") as opened:
            opened.seek(file.read)
            while data := opened.read(_READ_BYTES):
                data += b"" if data.endswith(b"\n") else opened.readline()
                end = data.rfind(b"\n") + 1
                for start, line in lines(data[:end]):
                    self._note(number, file.read + start, line)
                file.read += end
                if end < len(data):
                    return  # the rest is still being written, or never will be

    def _note(self, number: int, start: int, line: bytes) -> None:
        record = decode_line(line)
        if record is None:
            return  # cut off when its writer was killed or its disk full
        if "batch" in record:
            self._batches.append(record["batch"])
        elif "answer" in record:
            self._places.setdefault(_short(record["key"]), (number, start, len(line)))

    def _append(self, record: dict[str, Any]) -> None:
        line = encode_line(record)
        with self._lock:
            if self._own is None:
                path = self._folder / f"answers-{uuid.uuid4().hex}.jsonl"
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
                self._own = (os.open(path, flags, 0o644), self._add(path))
                _sync_folder(self._folder)
            handle, number = self._own
            end = os.fstat(handle).st_size
            try:
                if os.write(handle, line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._folder))
            except OSError:
                os.ftruncate(handle, end)
                raise
            self._read(number)
        # Outside of the lock: threads that wrote together wait for the disk together.
        os.fsync(handle)


@dataclass
class _File:
    path: Path
    read: int = 0


@dataclass
class _Open:
    """The journals of this process."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    pid: int = 0
    journals: dict[tuple[int, int], Journal] = field(default_factory=dict)


_OPEN = _Open()


def open_journal(folder: str) -> Journal:
    """This process's journal of the folder, which is made if it is not there.

    Raises InputError for a URL that is no local folder: lines cannot be appended to objects in a store.
    """
    folder = _local(folder)
    with _OPEN.lock:
        if os.getpid() != _OPEN.pid:  # a forked child has none of its parent's locks
            _OPEN.pid, _OPEN.journals = os.getpid(), {}
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise InputError(f"the journal {folder} is to be a folder, and is something else") from error
        status = Path(folder).stat()
        identity = (status.st_dev, status.st_ino)
        if identity not in _OPEN.journals:
            _OPEN.journals[identity] = Journal(folder)
        return _OPEN.journals[identity]


def journal_if_there(folder: str) -> Journal | None:
    """The same, but nothing is made: None where there is no such folder, or `folder` is empty."""
    return open_journal(folder) if folder and Path(_local(folder)).is_dir() else None


def _local(folder: str) -> str:
    if "://" in folder and not folder.startswith("file://"):
        raise InputError(
            f"the journal {folder} must be a folder of a file system that all workers share, since "
            "answers are appended to files as they come: give a path"
        )
    return folder.removeprefix("file://")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _short(key: str) -> bytes:
    return bytes.fromhex(key)[:_KEY_BYTES]
