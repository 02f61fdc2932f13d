"""Local worker processes for Beam's FnApiRunner, watched.

Beam's own multi-processing mode waits for ever for the answer of a worker process that was killed (as the
kernel does when memory runs out), and prints the traceback of everything that happens to one. Here a worker's
end ends the job, and tracebacks go to a file. With `beam.py` this is all that knows Beam.
"""

# Beam's own annotations are incomplete.
# mypy: allow-untyped-calls

from __future__ import annotations

import contextlib
import os
import shlex
import sys
import threading
from collections.abc import Iterator

from apache_beam.portability import python_urns
from apache_beam.runners.portability.fn_api_runner.worker_handlers import (
    SubprocessSdkWorkerHandler,
    WorkerHandler,
)
from apache_beam.transforms.environments import SubprocessSDKEnvironment

from pipelines.engine.failures import KEPT, worker_error

_CHECK_SECONDS = 0.2
# Beam's threads that report the loss of a worker, each by an exception that nobody catches.
_BEAM_THREADS = ("run_worker", "beam_control_read", "read_grpc_client_inputs")


def worker_processes(log: str) -> SubprocessSDKEnvironment:
    """The environment in which FnApiRunner starts worker processes; their stderr is appended to `log`."""
    # What this process can import, as a script beside its modules can, its workers must be able to import.
    imports = f"PYTHONPATH={shlex.quote(os.pathsep.join(sys.path))}"
    command = f"exec {shlex.quote(sys.executable)} -m apache_beam.runners.worker.sdk_worker_main"
    return SubprocessSDKEnvironment.from_command_string(f"{imports} {command} 2>>{shlex.quote(log)}")


@contextlib.contextmanager
def quiet_threads() -> Iterator[None]:
    """Keeps the threads that talk to workers from printing tracebacks of what is reported anyway."""
    print_exception = threading.excepthook

    def hook(failed: threading.ExceptHookArgs) -> None:
        if failed.thread is None or not failed.thread.name.startswith(_BEAM_THREADS):
            print_exception(failed)

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = print_exception


class _WatchedWorkerHandler(SubprocessSdkWorkerHandler):
    """Starts a worker process as Beam does, and fails what waits for it once it is gone."""

    def start_worker(self) -> None:
        self._closing = threading.Event()
        super().start_worker()
        threading.Thread(target=self._watch, name="watch-worker", daemon=True).start()

    def close(self) -> None:
        self._closing.set()
        super().close()

    def _watch(self) -> None:
        self.worker_thread.join()
        gone = worker_error(
            "a worker process ended in the middle of its work. Mostly that is the kernel, when memory runs "
            f"out: use fewer workers. Its last words, if any, are in workers.log in the run folder. {KEPT}"
        )
        # Again and again, as requests may still be made of it.
        while not self._closing.wait(_CHECK_SECONDS):
            self.control_conn.abort(gone)


WorkerHandler.register_environment(python_urns.SUBPROCESS_SDK, bytes)(_WatchedWorkerHandler)
