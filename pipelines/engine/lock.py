"""One run at a time in a run folder, and a way for a worker to see that its run still holds it.

On a local disk the lock is the kernel's (`flock` on `RUN/.lock`), so it is gone the moment its holder is,
however it died. Elsewhere it is an object that its holder rewrites every `HEARTBEAT_SECONDS`; one that has
been silent for `STALE_SECONDS`, or whose holder was a process of this machine that is gone, is taken over.

Each holder has a token of its own, written into the lock. Workers compare it before they commit a shard: a
worker that outlived its run must not overwrite what a later run has made.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from pipelines.engine import storage
from pipelines.engine.failures import RunError, RunFolderBusyError

HEARTBEAT_SECONDS = 20.0
STALE_SECONDS = 120.0
# Two starters may both find the lock free and both write it; after this long, both read the same holder.
_SETTLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a run folder: a process of a machine, its run's token, and its last sign of life (seconds
    since 1970; 0 where the kernel keeps the lock).
    """

    host: str
    pid: int
    token: str
    seen: float = 0.0

    @classmethod
    def here(cls) -> Holder:
        """This process, with a new token."""
        return cls(socket.gethostname(), os.getpid(), secrets.token_hex(8))


@contextlib.contextmanager
def hold(run: str) -> Iterator[str]:
    """Holds the run folder while the context lasts; gives the token.

    Raises RunFolderBusyError, naming the holder, where another run has it, and OSError where the folder
    cannot be written.
    """
    holding = _hold_local if storage.is_local(run) else _hold_object
    with holding(run) as token:
        yield token


def check(run: str, token: str) -> None:
    """Raises RunError unless the run with this token still holds the folder."""
    holder = _read(_path(run))
    if holder is None or holder.token != token:
        raise RunError(f"{run} now belongs to another run; this one has ended or lost its lock")


def _path(run: str) -> str:
    return storage.join(run, ".lock")


def _read(path: str) -> Holder | None:
    data = storage.read_bytes(path)
    if not data:
        return None
    try:
        return Holder(**json.loads(data))
    except (ValueError, TypeError):
        return None


def _busy(run: str, holder: Holder | None, advice: str = "") -> RunFolderBusyError:
    who = f"process {holder.pid} on {holder.host}" if holder else "another process"
    return RunFolderBusyError(
        f"{run} is in use by {who}. Wait for it, end it, or choose another output folder.{advice}"
    )


@contextlib.contextmanager
def _hold_local(run: str) -> Iterator[str]:
    path = _path(run)
    handle = os.open(storage.local_path(path), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(run, _read(path)) from None
        holder = Holder.here()
        # Not deleted at the end: another process may already have opened it and wait for this very inode.
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(asdict(holder)).encode(), 0)
        yield holder.token
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _hold_object(run: str) -> Iterator[str]:
    path = _path(run)
    holder = Holder.here()
    current = _read(path)
    if current is not None and _is_alive(current):
        raise _busy(run, current, f" If no such run is alive, delete {path}.")
    _beat(path, holder)
    time.sleep(_SETTLE_SECONDS)
    current = _read(path)
    if current is None or current.token != holder.token:
        raise _busy(run, current)
    ended = threading.Event()
    beating = threading.Thread(target=_keep_beating, args=(path, holder, ended), daemon=True)
    beating.start()
    try:
        yield holder.token
    finally:
        ended.set()
        beating.join()
        storage.delete(path)


def _beat(path: str, holder: Holder) -> None:
    sign = Holder(holder.host, holder.pid, holder.token, time.time())
    storage.write_bytes(path, json.dumps(asdict(sign)).encode())


def _keep_beating(path: str, holder: Holder, ended: threading.Event) -> None:
    while not ended.wait(HEARTBEAT_SECONDS):
        current = _read(path)
        if current is not None and current.token != holder.token:
            return  # taken over: `check` tells the workers
        # A beat that fails to get through is retried by the next; silence only makes the lock stale.
        with contextlib.suppress(OSError):
            _beat(path, holder)


def _is_alive(holder: Holder) -> bool:
    if time.time() - holder.seen > STALE_SECONDS:
        return False
    if holder.host != socket.gethostname():
        return True
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
