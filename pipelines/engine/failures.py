"""Errors for people, and how one gets from a worker process to the driver whole."""

from __future__ import annotations

import base64
import errno
import json
import re

from schemas.split import InputError

KEPT = "Finished shards are kept: the same command goes on from there."


class RunError(RuntimeError):
    """A run cannot start or go on. The message says what, where and what to do."""


class RunFolderBusyError(RunError):
    """Another run holds the run folder."""


class ShardError(RunError):
    """A shard could not be made, for a reason that is not one of its records."""


class FunctionError(ShardError):
    """A stage's function broke its contract: a mistake in code, not in data."""


_FATAL = (OSError, MemoryError, ImportError, RunError, InputError)


def is_fatal(error: BaseException) -> bool:
    """Whether an error says nothing about the record at hand: a full disk, no memory, a missing module."""
    return not isinstance(error, Exception) or isinstance(error, _FATAL)


def innermost_frame(error: BaseException) -> str:
    """`module:line in function` of the frame that raised; without paths, so alike on every machine."""
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame
    return f"{frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} in {frame.f_code.co_name}"


def explain(error: BaseException, where: str) -> str:
    """One message for people: where, what happened, what to do."""
    return f"{where}: {_cause(error)}"


def _cause(error: BaseException) -> str:
    if isinstance(error, (RunError, InputError)):
        return str(error)
    if isinstance(error, MemoryError):
        return f"out of memory. Use fewer workers, or smaller shards or partitions. {KEPT}"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full ({_os_error(error)}). Free some space and run again. {KEPT}"
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"not allowed to read or write there ({_os_error(error)}). {KEPT}"
    if isinstance(error, OSError):
        return f"reading or writing failed ({_os_error(error)}). {KEPT}"
    if isinstance(error, ImportError):
        return f"{error}. Install what is missing where the workers run. {KEPT}"
    return f"{type(error).__name__}: {error} (at {innermost_frame(error)})"


def _os_error(error: OSError) -> str:
    return f"{error.strerror}: {error.filename}" if error.strerror and error.filename else str(error)


# Beam hands a worker's exception to the driver as text: bare in process, inside a traceback inside a
# RuntimeError from another process or a cluster. Base64 between marks survives every wrapping.
_MARK = re.compile(r"\[roae:([A-Za-z0-9+/=]+)\]")


class WorkerError(RuntimeError):
    """What a worker raises through Beam, which makes it anew on the way, with more text."""


def worker_error(message: str) -> WorkerError:
    """An error whose text is the message for people, readable and marked."""
    code = base64.b64encode(json.dumps(message).encode()).decode()
    return WorkerError(f"{message} [roae:{code}]")


def message_from_worker(error: BaseException) -> str | None:
    """The message that `worker_error` put into the text of `error`, or None if there is none."""
    found = _MARK.search(str(error))
    return None if found is None else str(json.loads(base64.b64decode(found.group(1))))
