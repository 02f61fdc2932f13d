"""All that belongs to a question → its scored responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.scoring.config import ScoringConfig
from curation.scoring.parts import gather
from curation.scoring.score import score_response
from schemas.outcome import Rejected
from schemas.responses import Claim, QuestionPart, ScoredResponse, Verdict


@dataclass(frozen=True)
class ScoreResponses:
    """Function of a group stage, by question: parts (see `ToParts`) → scored responses, by their ids.

    A response that came twice is scored once. Responses whose question is missing are rejected
    (`no-question`), and so are claims and verdicts whose response is (`no-response`): an earlier stage lost
    something.
    """

    config: ScoringConfig

    def __call__(
        self, groups: Iterable[tuple[str, list[QuestionPart]]]
    ) -> Iterator[ScoredResponse | Rejected]:
        """See the class. Holds what belongs to one question."""
        for key, parts in groups:
            material = gather(parts)
            responses = {response.id: response for response in material.responses}
            if not material.questions:
                yield Rejected("no-question", key, f"{len(responses)} responses without their question")
                continue
            claims: dict[str, list[Claim]] = defaultdict(list)
            verdicts: dict[str, list[Verdict]] = defaultdict(list)
            for claim in material.claims:
                claims[claim.response].append(claim)
            for verdict in material.verdicts:
                verdicts[verdict.response].append(verdict)
            for lost in sorted({*claims, *verdicts} - responses.keys()):
                told = f"{len(claims[lost])} claims and {len(verdicts[lost])} verdicts without their response"
                yield Rejected("no-response", lost, told)
            for name in sorted(responses):
                yield score_response(
                    material.questions[0], responses[name], claims[name], verdicts[name], self.config
                )
