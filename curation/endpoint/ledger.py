"""Hard budgets: what may be spent is set aside before a request is sent."""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.endpoint.config import NANO, BudgetConfig
from curation.endpoint.errors import BUDGET, STOPPED, EndpointError
from curation.endpoint.journal import journal_if_there, open_journal
from curation.endpoint.request import Request
from schemas.split import InputError

_LOOK_SECONDS = 0.2
_LAYOUT = struct.Struct("<3qI")


@dataclass(frozen=True, slots=True)
class Spent:
    """Requests sent, tokens of prompts and answers, money in billionths."""

    calls: int = 0
    tokens: int = 0
    nano: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.calls + other.calls, self.tokens + other.tokens, self.nano + other.nano)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.calls - other.calls, self.tokens - other.tokens, self.nano - other.nano)


@dataclass
class Aside:
    """What was set aside for one request, until it is settled."""

    most: Spent
    model: str
    under_way: bool = False
    settled: bool = False


class Ledger:
    """What was spent, of a budget. With a file, over all processes and runs that use it; else in this one.

    A request that does not fit beside what others have set aside waits until theirs is settled, so that what
    is asked does not depend on how quickly answers come. Once one did not fit, nothing more is set aside.
    """

    def __init__(self, budget: BudgetConfig, path: Path | None) -> None:
        self._budget = budget
        self._path = path
        self._memory = Spent()
        self._changed = threading.Condition()
        self._unsettled = self._under_way = 0
        self._stopped = False

    def set_aside(
        self,
        requests: Sequence[Request],
        given_up: Callable[[], bool] = lambda: False,
        *,
        again: bool = False,
    ) -> list[Aside]:
        """The most that these requests can cost, all of them or none. Raises EndpointError: `budget` if less
        is left, `stopped` if it was `given_up` while it waited for others to be settled. Whatever is set
        aside must be settled.

        What is asked `again` is asked by a thread that others wait for: it waits only for requests that are
        under way, and not for those that wait for a thread, or nothing would ever go on. Of several, the
        first is under way at once: the others wait for the same thread.
        """
        asides = [self._aside(request) for request in requests]
        most = sum((aside.most for aside in asides), Spent())
        with self._changed:
            while not self._stopped:
                with self._total() as total:
                    if self._fits(total.spent + most):
                        total.spent += most
                        self._unsettled += len(asides)
                        if again:
                            self._begin(asides[0])
                        return asides
                if not self._unsettled:
                    self._stopped = True
                elif again and not self._under_way:
                    break
                elif given_up():
                    raise EndpointError(STOPPED, "the run was stopped while this waited for the budget")
                else:
                    self._changed.wait(_LOOK_SECONDS)
        limits = self._budget.limits
        raise EndpointError(BUDGET, f"not asked: what is left of the budget ({limits}) is too little")

    def begin(self, aside: Aside) -> None:
        """Says that the request is under way: it will be settled whatever others wait for."""
        with self._changed:
            self._begin(aside)

    def _begin(self, aside: Aside) -> None:
        self._under_way += not (aside.under_way or aside.settled)
        aside.under_way = True

    def _aside(self, request: Request) -> Aside:
        prompt, completion = request.prompt_tokens_at_most, request.completion_tokens_at_most
        return Aside(self.cost(request.model, prompt, completion), request.model)

    def settle(self, aside: Aside, prompt_tokens: int = -1, completion_tokens: int = -1) -> None:
        """Says what the request did cost: tokens as the endpoint counted them. Where it did not (-1), all
        that was set aside is taken to be spent. What is settled stays so.
        """
        if prompt_tokens < 0 or completion_tokens < 0:
            self._settle(aside, aside.most)
        else:
            self._settle(aside, self.cost(aside.model, prompt_tokens, completion_tokens))

    def refuse(self, aside: Aside) -> None:
        """Says that the request was sent and not billed: the endpoint refused it."""
        self._settle(aside, Spent(calls=1))

    def give_back(self, aside: Aside) -> None:
        """Says that the request was not sent after all."""
        self._settle(aside, Spent())

    def cost(self, model: str, prompt_tokens: int, completion_tokens: int) -> Spent:
        """What one request of so many tokens costs."""
        nano = self._budget.nano(model, prompt_tokens, completion_tokens)
        return Spent(1, prompt_tokens + completion_tokens, nano)

    def correct(self, difference: Spent) -> None:
        """Adds to what was spent, or takes away from it, once the price of what is settled is known."""
        with self._changed, self._total() as total:
            total.spent += difference

    def spent(self) -> Spent:
        """All that was spent or is set aside."""
        with self._changed, self._total() as total:
            return total.spent

    def _settle(self, aside: Aside, spent: Spent) -> None:
        with self._changed:
            if aside.settled:
                return
            with self._total() as total:
                total.spent += spent - aside.most
            aside.settled = True
            self._unsettled -= 1
            self._under_way -= aside.under_way
            self._changed.notify_all()

    def _fits(self, spent: Spent) -> bool:
        budget = self._budget
        return (
            (budget.calls is None or spent.calls <= budget.calls)
            and (budget.tokens is None or spent.tokens <= budget.tokens)
            and (budget.money is None or spent.nano <= budget.money * NANO)
        )

    @contextlib.contextmanager
    def _total(self) -> Iterator[_Total]:
        """The total, to be read and changed while no one else does."""
        if self._path is None or not self._budget.limited:
            total = _Total(self._memory)
            yield total
            self._memory = total.spent
            return
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            before = _read(handle, self._path)
            total = _Total(before)
            yield total
            if total.spent != before:
                _write(handle, total.spent)
        finally:
            os.close(handle)


@dataclass
class _Total:
    spent: Spent


def open_ledger(budget: BudgetConfig, journal: str, account: str) -> Ledger:
    """The account of this name that is kept with the journal; without a journal, one for this process. All
    that one process spends on one account must go through one ledger.
    """
    return Ledger(budget, open_journal(journal).folder / _file(account) if journal else None)


def spent_before(journal: str, account: str) -> Spent:
    """What the account says, as of now; nothing where there is none."""
    found = journal_if_there(journal)
    path = None if found is None else found.folder / _file(account)
    if path is None or not path.exists():
        return Spent()
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return _read(file.fileno(), path)


def _file(account: str) -> str:
    return f"spent-{account}"


def _read(handle: int, path: Path) -> Spent:
    data = os.pread(handle, _LAYOUT.size, 0)
    if not data:
        return Spent()
    if len(data) == _LAYOUT.size:
        *numbers, checksum = _LAYOUT.unpack(data)
        if checksum == zlib.crc32(data[:-4]):
            return Spent(*numbers)
    raise InputError(
        f"{path} says what was spent, and is damaged. Delete it to count from zero, or set the budget "
        "to what you know is left"
    )


def _write(handle: int, spent: Spent) -> None:
    data = struct.pack("<3q", spent.calls, spent.tokens, spent.nano)
    os.pwrite(handle, data + struct.pack("<I", zlib.crc32(data)), 0)
