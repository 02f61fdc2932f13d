"""A file system in memory that counts what is read of it, as a store that is paid for by the byte would."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

import fsspec
from fsspec.implementations.memory import MemoryFileSystem


class CountingFileSystem(MemoryFileSystem):
    """`counted://folder/file`: `read_bytes` has the bytes that were read, by file."""

    protocol = "counted"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    read_bytes: ClassVar[Counter[str]] = Counter()

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        stripped: str = super()._strip_protocol(path.replace("counted://", "memory://", 1))
        return stripped

    def _open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        options.pop("cache_type", None)
        opened = super()._open(path, mode, **options)
        return _Counted(opened, path) if mode == "rb" else opened


class _Counted:
    def __init__(self, file: Any, path: str) -> None:
        self._file = file
        self._path = path

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._file.read(size)
        CountingFileSystem.read_bytes[self._path] += len(data)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Counted:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


fsspec.register_implementation("counted", CountingFileSystem, clobber=True)
