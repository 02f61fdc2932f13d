"""Many requests at the same time, results in the order of the requests.

Threads, and no event loop: what an engine calls is a plain generator, the journal waits for the disk, and a
thread that waits for a server costs next to nothing. (See benchmarks/endpoint_throughput.py.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


def in_order(
    items: Iterable[ItemT],
    begin: Callable[[ItemT], Callable[[], ResultT]],
    threads: int,
    stop: Callable[[], None] = lambda: None,
) -> Generator[ResultT, None, None]:
    """The results of `begin(item)()`, in the order of the items.

    `begin` runs here, one item after the other; what it returns runs in one of the threads. At most twice as
    many items as threads are begun and not yet given out, so memory is bounded and no thread waits for the
    first of a row that is slow. What one raises is raised in its place; then, or when the generator is
    closed, `stop` is called, which is to make those that were begun end soon, and they are waited for.
    """
    waiting: deque[Future[ResultT]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(begin(item)))
                if len(waiting) >= 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            stop()


def run_all(calls: Iterable[Callable[[], ResultT]]) -> list[ResultT]:
    """The results of all calls, one after the other. If some raise, the others are called all the same, and
    then the first error is raised: what was begun must be ended.
    """
    results: list[ResultT] = []
    failed: Exception | None = None
    for call in calls:
        try:
            results.append(call())
        except Exception as error:  # noqa: PERF203 (raised below)
            failed = failed or error
    if failed is not None:
        raise failed
    return results
