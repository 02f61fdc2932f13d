"""Tasks spread over processes, which end with their parent whatever it dies of."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from pipelines.engine import RunError
from pipelines.engine.failures import KEPT, explain

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_tasks(
    function: Callable[[Task], Result], tasks: Sequence[tuple[str, Task]], workers: int
) -> Iterator[Result]:
    """`function` of each task, as they are done, in `workers` processes (1: in this one).

    A task comes with what it is called in errors. Raises RunError for the first that fails, and when a
    process is killed; the others are then ended.
    """
    if workers == 1 or len(tasks) < 2:
        for name, task in tasks:
            failed, result = _attempt(function, name, task)
            if failed:
                raise RunError(result)
            yield result
        return
    context = multiprocessing.get_context("spawn")
    left = list(reversed(tasks))
    running: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(min(workers, len(tasks))):
            ours, theirs = context.Pipe()
            process: BaseProcess = context.Process(target=_work, args=(function, theirs), daemon=True)
            process.start()
            theirs.close()
            running[ours] = process
            ours.send(left.pop())
        while running:
            for connection in wait(list(running)):
                assert isinstance(connection, Connection)
                failed, result = _receive(connection, running[connection])
                if failed:
                    raise RunError(result)
                if left:
                    connection.send(left.pop())
                else:
                    connection.send(None)
                    running.pop(connection).join()
                yield result
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.join()


def _receive(connection: Connection, process: BaseProcess) -> tuple[bool, Any]:
    try:
        failed, result = connection.recv()
        return failed, result
    except EOFError:
        process.join()
        raise RunError(
            f"a worker process ended with exit code {process.exitcode}: if it was killed for its memory, use "
            f"fewer workers. {KEPT}"
        ) from None


def _attempt(function: Callable[[Any], Any], name: str, task: Any) -> tuple[bool, Any]:
    try:
        return False, function(task)
    except Exception as error:
        return True, explain(error, name)


def _work(function: Callable[[Any], Any], connection: Connection) -> None:
    # Ctrl-C goes to the parent, which ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while (task := connection.recv()) is not None:
        connection.send(_attempt(function, *task))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
