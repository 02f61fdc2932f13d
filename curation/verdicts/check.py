"""A page and what was answered about it → claims and verdicts."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from curation.checking.entailment import EntailmentChecker
from curation.checking.offline import OfflineChecker
from curation.claims.splitter import OfflineSplitter
from curation.endpoint.errors import BUDGET
from curation.endpoint.estimate import Estimate
from curation.judge.cascade import Cascade
from curation.judge.checker import Checker
from curation.judge.judging import LlmJudge
from curation.judge.splitting import LlmSplitter
from curation.verdicts.config import VerdictsConfig
from curation.verdicts.estimate import beforehand, estimates
from schemas.document import Document
from schemas.outcome import Dropped, Rejected
from schemas.responses import Claim, Response, Verdict
from schemas.verdicts import CheckedResponse, PagePart

Groups: TypeAlias = Iterable[tuple[str, list[PagePart]]]


class _Splitter(Protocol):
    def split_many(
        self, items: Iterable[tuple[Response, str]]
    ) -> Generator[list[Claim] | Rejected, None, None]: ...


@dataclass(frozen=True)
class CheckResponses:
    """Function of a group stage, by the page's id: `PagePart`s → `CheckedResponse`s, by page and question.

    Of a page that came in several revisions the newest counts. A question whose page is not there is rejected
    (`no-page`), and so is a response that could not be split: it has no verdicts, and is never scored. One
    that was not split, or not judged in whole, since a budget is spent, is dropped (`budget`).

    Where a language model is asked, many requests are under way at the same time; `journal` is the folder of
    answers that were paid for, which is not configuration, as it does not decide what comes out. Raises
    EndpointDownError (an InputError) where nobody answers.
    """

    config: VerdictsConfig
    seed: int
    journal: str = ""

    def __call__(self, groups: Groups) -> Iterator[CheckedResponse | Rejected | Dropped]:
        """See the class."""
        lost: deque[Rejected | Dropped] = deque()
        waiting: deque[tuple[Response, Document]] = deque()
        split: deque[tuple[Response, Document, list[Claim]]] = deque()

        def responses() -> Iterator[tuple[Response, str]]:
            for response, topic, page in _answered(groups, lost):
                waiting.append((response, page))
                yield response, topic

        def claims() -> Iterator[tuple[Sequence[Claim], Sequence[Document]]]:
            for found in self._splitter().split_many(responses()):
                response, page = waiting.popleft()
                if isinstance(found, Rejected):
                    lost.append(Dropped(BUDGET, response) if found.reason == BUDGET else found)
                else:
                    split.append((response, page, found))
                    yield [claim for claim in found if claim.checkable], [page]

        for verdicts in _check_many(self._checker(), claims()):
            response, page, found = split.popleft()
            if any(verdict.error == BUDGET for verdict in verdicts):
                yield Dropped(BUDGET, response)
            else:
                yield CheckedResponse(
                    response=response.id,
                    question=response.question,
                    document=page.id,
                    claims=found,
                    verdicts=verdicts,
                )
            while lost:
                yield lost.popleft()
        yield from lost

    @property
    def asks(self) -> bool:
        """Whether an endpoint is asked (see `Asking`)."""
        return self.config.split_by is not None or self.config.judge is not None

    def estimate(self, groups: Groups) -> list[Estimate]:
        """What calling it with these groups would ask of endpoints."""
        return estimates(_answered(groups, deque()), self.config, self.seed, self.journal)

    def beforehand(self) -> list[str]:
        """What is known of that before there are responses."""
        return beforehand(self.config)

    def _splitter(self) -> _Splitter:
        if self.config.split_by is not None:
            return LlmSplitter(self.config.split_by, self.seed, self.journal)
        return OfflineSplitter(self.config.splitter)

    def _checker(self) -> Checker:
        if self.config.entailment is not None:
            return EntailmentChecker(self.config.entailment)
        if self.config.judge is None:
            return OfflineChecker(self.config.offline)
        judge = LlmJudge(self.config.judge, self.seed, self.journal)
        if self.config.cascade is None:
            return judge
        return Cascade(OfflineChecker(self.config.offline), judge, self.config.cascade, self.seed)


def _answered(groups: Groups, lost: deque[Rejected | Dropped]) -> Iterator[tuple[Response, str, Document]]:
    """Each response with what it is about and its page; questions without a page go to `lost`."""
    for key, parts in groups:
        pages = [page for part in parts for page in part.pages]
        asked = [answered for part in parts for answered in part.asked]
        asked.sort(key=lambda answered: answered.question.id)
        if not pages:
            lost += [
                Rejected("no-page", a.question.id, f"its page {key} is not among the documents")
                for a in asked
            ]
            continue
        page = max(pages, key=lambda page: (page.timestamp, page.revision, page.text))
        for answered in asked:
            for response in answered.responses:
                yield response, answered.question.subject, page


def _check_many(
    checker: Checker, items: Iterable[tuple[Sequence[Claim], Sequence[Document]]]
) -> Iterator[list[Verdict]]:
    """The verdicts of each item, in order; with many requests at a time where the checker makes requests."""
    if isinstance(checker, (LlmJudge, Cascade)):
        yield from checker.check_many(items)
    else:
        for claims, pages in items:
            yield checker.check(claims, pages)
