"""Files, wherever they are: local paths and any fsspec URL. Nothing else in the engine opens a file.

A file is complete or absent. On a local disk it is written under a temporary name, flushed to the disk and
renamed. An object store shows an object only once its upload is complete, so there it is written in place;
on any other file system it is written under a temporary name and moved.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import os
import socket
from typing import IO, Any

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci"})
_TEMPORARY = ".tmp"
_counter = itertools.count()

WHOLE_DIGEST_BYTES = 256 << 20
_END_BYTES = 1 << 20


def join(folder: str, *names: str) -> str:
    """A path below `folder`, which may be a URL."""
    return "/".join([folder.rstrip("/") or "/", *names])


def is_local(path: str) -> bool:
    """Whether `path` is on a file system of this machine."""
    return isinstance(_locate(path)[0], LocalFileSystem)


def local_path(path: str) -> str:
    """The plain and absolute path of a file of this machine (`file:///run` → `/run`)."""
    return _locate(path)[1]


def absolute(path: str) -> str:
    """The same place for a process that was started elsewhere; a URL is that already."""
    return local_path(path) if is_local(path) else path


def is_private_to_process(path: str) -> bool:
    """Whether other processes cannot see `path` at all (`memory://`)."""
    return "memory" in _protocols(_locate(path)[0])


def open_input(path: str) -> IO[bytes]:
    """A seekable binary file. Raises FileNotFoundError or another OSError."""
    system, inner = _locate(path)
    opened: IO[bytes] = system.open(inner, "rb")
    return opened


def read_bytes(path: str) -> bytes | None:
    """A whole small file, or None where there is none."""
    system, inner = _locate(path)
    try:
        data: bytes = system.cat_file(inner)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return data


def sizes(folder: str) -> dict[str, int]:
    """The files directly in `folder` and their sizes in bytes; empty where there is no such folder."""
    system, inner = _locate(folder)
    system.invalidate_cache(inner)
    try:
        entries = system.ls(inner, detail=True)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {e["name"].rsplit("/", 1)[-1]: int(e["size"] or 0) for e in entries if e["type"] == "file"}


def size(path: str) -> int | None:
    """A file's size in bytes, or None where there is no such file."""
    system, inner = _locate(path)
    system.invalidate_cache(inner)
    try:
        return int(system.size(inner))
    except (FileNotFoundError, NotADirectoryError):
        return None


def folders(folder: str) -> list[str]:
    """The names of the folders directly in `folder`, sorted."""
    system, inner = _locate(folder)
    system.invalidate_cache(inner)
    try:
        entries = system.ls(inner, detail=True)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(e["name"].rstrip("/").rsplit("/", 1)[-1] for e in entries if e["type"] == "directory")


def make_folder(folder: str) -> None:
    """Makes `folder` and those above it; object stores need none."""
    system, inner = _locate(folder)
    system.makedirs(inner, exist_ok=True)


def delete(path: str) -> None:
    """Deletes a file, if it is there."""
    system, inner = _locate(path)
    try:
        system.rm_file(inner)
    except FileNotFoundError:
        return


def delete_folder(folder: str) -> None:
    """Deletes a folder and everything in it, if it is there."""
    system, inner = _locate(folder)
    system.invalidate_cache(inner)
    if system.exists(inner):
        system.rm(inner, recursive=True)


def delete_temporary_files(folder: str) -> None:
    """Deletes what writers that were killed left in `folder`. Only for the holder of the run's lock."""
    for name in sizes(folder):
        if name.endswith(_TEMPORARY):
            delete(join(folder, name))


def write_bytes(path: str, data: bytes) -> None:
    """Writes a small file at once: afterwards it is all there, or as it was before."""
    file = NewFile(path)
    try:
        file.write(data)
        file.commit()
    except BaseException:
        file.discard()
        raise


class NewFile:
    """A file being written: not there until `commit`. Counts and hashes its bytes on the way.

    Has what pyarrow asks of a sink (`write`, `flush`, `tell`, `close`, `closed`).
    """

    def __init__(self, path: str) -> None:
        self._system, inner = _locate(path)
        self._local = isinstance(self._system, LocalFileSystem)
        in_place = bool(_OBJECT_STORES.intersection(_protocols(self._system)))
        self._target = inner
        self._written = inner if in_place else _temporary_name(inner)
        self._file: Any = (
            open(self._written, "wb")  # noqa: PTH123, SIM115
            if self._local
            else self._system.open(self._written, "wb")
        )
        self._hash = hashlib.sha256()
        self._size = 0
        self._settled = False

    def write(self, data: bytes | memoryview) -> int:
        """Appends `data`; returns its length in bytes."""
        self._file.write(data)
        self._hash.update(data)
        length = len(memoryview(data).cast("B"))
        self._size += length
        return length

    def tell(self) -> int:
        """How many bytes were written so far."""
        return self._size

    def flush(self) -> None:
        """Nothing to do before `commit`: half a file is of no use to anybody."""

    def close(self) -> None:
        """Ends the writing (flushed to the disk, if local); the file is still not there under its name."""
        if not self._file.closed:
            if self._local:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()

    @property
    def closed(self) -> bool:
        """Whether the writing has ended."""
        return bool(self._file.closed)

    @property
    def sha256(self) -> str:
        """The digest of the bytes written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def commit(self, path: str = "") -> None:
        """Puts the file in its place: under its own path, or under `path` in the same file system."""
        self.close()
        self._settled = True
        target = _locate(path)[1] if path else self._target
        if self._local:
            os.replace(self._written, target)  # noqa: PTH105
        elif self._written != target:
            self._system.mv(self._written, target)

    def discard(self) -> None:
        """Gives the file up and removes what was written. Does nothing after `commit`."""
        if self._settled:
            return
        self._settled = True
        # What cannot be flushed (a full disk) is given up anyway.
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(FileNotFoundError):
            self._system.rm_file(self._written)


def source_digest(path: str) -> str:
    """A digest of an input file, for telling whether it is still the same.

    Up to 256 MB (2^20 each) it is the SHA-256 of the bytes; above, of the size, the time of the last change
    and the first and last MB, so that planning does not read a 20 GB dump. A remote file gives what its
    store knows about it without reading it (entity tag, checksum, or size and date).
    Raises FileNotFoundError.
    """
    system, inner = _locate(path)
    if not isinstance(system, LocalFileSystem):
        return hashlib.sha256(str(system.ukey(inner)).encode()).hexdigest()
    status = os.stat(inner)  # noqa: PTH116
    return _local_digest(inner, status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=4096)
def _local_digest(path: str, size: int, changed: int) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:  # noqa: PTH123
        if size <= WHOLE_DIGEST_BYTES:
            while block := file.read(_END_BYTES):
                digest.update(block)
        else:
            digest.update(f"{size} {changed} ".encode())
            digest.update(file.read(_END_BYTES))
            file.seek(-_END_BYTES, os.SEEK_END)
            digest.update(file.read(_END_BYTES))
    return digest.hexdigest()


def _locate(path: str) -> tuple[fsspec.AbstractFileSystem, str]:
    system, inner = url_to_fs(path)
    return system, str(inner)


def _protocols(system: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    names = system.protocol
    return (names,) if isinstance(names, str) else tuple(names)


def _temporary_name(path: str) -> str:
    # Unique among processes and machines: a killed worker's twin may still be writing the same shard.
    folder, _, name = path.rpartition("/")
    return f"{folder}/.{name}.{socket.gethostname()}-{os.getpid()}-{next(_counter)}{_TEMPORARY}"
