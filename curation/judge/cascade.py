"""A quick checker first, and a judge for what it is not sure of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass

from curation.endpoint import sample_seed
from curation.endpoint.in_order import in_order
from curation.judge.checker import Checker
from curation.judge.config import CascadeConfig
from curation.judge.judging import LlmJudge
from schemas.document import Document
from schemas.responses import SUPPORTED, UNSCORED, Claim, Verdict

_DRAWS = 1 << 31


@dataclass
class Cascade:
    """A `Checker`: the first one's verdicts where it is certain, the judge's elsewhere.

    Of the certain claims a share, drawn by the seed and the claim's id, goes to the judge all the same, and
    takes its verdict, unless the judge had none. Every verdict of the judge keeps what the first checker
    said, from which `cascade_report` counts. A claim that needs the judge, and of which it has no verdict, is
    unscored: the first checker's guess would pass for a judgement.
    """

    first: Checker
    judge: LlmJudge
    config: CascadeConfig
    seed: int

    def check(self, claims: Sequence[Claim], pages: Sequence[Document]) -> list[Verdict]:
        """See `Checker`. Raises EndpointDownError."""
        return self._begin(self.judge.begin, claims, pages)()

    def check_many(
        self, items: Iterable[tuple[Sequence[Claim], Sequence[Document]]]
    ) -> Generator[list[Verdict], None, None]:
        """`check` of each item, in order, with many requests at the same time. Raises EndpointDownError."""
        with self.judge.opened() as judge:
            threads = self.judge.config.concurrency
            yield from in_order(items, lambda item: self._begin(judge.begin, *item), threads, judge.stop)

    def _begin(
        self,
        ask: Callable[[Sequence[Claim], Sequence[Document]], Callable[[], list[Verdict]]],
        claims: Sequence[Claim],
        pages: Sequence[Document],
    ) -> Callable[[], list[Verdict]]:
        firsts = self.first.check(claims, pages)
        to_ask = [
            place for place, verdict in enumerate(firsts) if claims[place].checkable and self._wanted(verdict)
        ]
        finish = ask([claims[place] for place in to_ask], pages) if to_ask else list

        def join() -> list[Verdict]:
            verdicts = list(firsts)
            for place, judged in zip(to_ask, finish(), strict=True):
                first = firsts[place]
                certain = is_certain(first.label, first.probability, self.config)
                if judged.label == UNSCORED and (certain or first.label == UNSCORED):
                    continue
                verdicts[place] = dataclasses.replace(
                    judged, earlier_label=first.label, earlier_probability=first.probability
                )
            return verdicts

        return join

    def _wanted(self, first: Verdict) -> bool:
        """Whether the judge is to see it too."""
        return not is_certain(first.label, first.probability, self.config) or self._audited(first)

    def _audited(self, verdict: Verdict) -> bool:
        return sample_seed(self.seed, "audit", verdict.claim) < self.config.audit_share * _DRAWS


def is_certain(label: str, probability: float, config: CascadeConfig) -> bool:
    """Whether a first checker's verdict stands without a judge."""
    return label != UNSCORED and not config.certain_below < probability < config.certain_above


@dataclass
class CascadeReport:
    """Counts over verdicts of a cascade. `audited` are claims of which the first checker was certain and the
    judge has a verdict too, `agreed` those of them where both or neither say `supported`; `calls` the
    requests that judged, one per started `claims_per_call` of a response, `calls_without` what it would have
    been without the first checker. Attempts and retries are not counted.
    """

    responses: int = 0
    claims: int = 0
    judged: int = 0
    unscored: int = 0
    audited: int = 0
    agreed: int = 0
    calls: int = 0
    calls_without: int = 0

    @property
    def agreement(self) -> float:
        """Share of the audited on which both agree; -1 where none was."""
        return self.agreed / self.audited if self.audited else -1.0

    @property
    def saved(self) -> float:
        """Share of the requests that were not needed; 0 where none would be."""
        return 1 - self.calls / self.calls_without if self.calls_without else 0.0

    def __str__(self) -> str:
        agreement = f"{self.agreement:.1%} of {self.audited:,}" if self.audited else "not measured"
        return (
            f"{self.claims:,} claims of {self.responses:,} responses: {self.judged:,} went to the judge in "
            f"{self.calls:,} requests (without the cascade {self.calls_without:,}: {self.saved:.1%} saved); "
            f"agreement where the first checker was certain: {agreement}; unscored: {self.unscored:,}"
        )


def cascade_report(verdicts: Iterable[Verdict], config: CascadeConfig, claims_per_call: int) -> CascadeReport:
    """Counts over all verdicts, in any order."""
    report = CascadeReport()
    of_response: dict[str, list[int]] = {}
    for verdict in verdicts:
        counts = of_response.setdefault(verdict.response, [0, 0])
        counts[0] += 1
        report.unscored += verdict.label == UNSCORED
        if not verdict.earlier_label:
            continue
        counts[1] += 1
        if verdict.label != UNSCORED and is_certain(
            verdict.earlier_label, verdict.earlier_probability, config
        ):
            report.audited += 1
            report.agreed += (verdict.label == SUPPORTED) == (verdict.earlier_label == SUPPORTED)
    report.responses = len(of_response)
    for claims, judged in of_response.values():
        report.claims += claims
        report.judged += judged
        report.calls += -(-judged // claims_per_call)
        report.calls_without += -(-claims // claims_per_call)
    return report
