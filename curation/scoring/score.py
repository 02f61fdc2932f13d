"""One response → its scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from curation.scoring.abstention import abstention
from curation.scoring.claims import ClaimCounts, bounds, f1_at_k, length_penalty, measured
from curation.scoring.config import ScoringConfig
from curation.scoring.premise import premise
from curation.scoring.short_answers import excess, match_answer
from schemas.questions import Question
from schemas.responses import Claim, Response, ScoredResponse, Verdict

SCORED, ABSTAINED, UNSCORED = "scored", "abstained", "unscored"


def score_response(
    question: Question,
    response: Response,
    claims: Sequence[Claim],
    verdicts: Sequence[Verdict],
    config: ScoringConfig,
) -> ScoredResponse:
    """How factual the response is.

    A question that its page does not answer is answered right by saying so. Short answers are matched, open
    ones are measured by their claims; those that nobody judged well enough are not scored. Then what was
    false in the question is seen to.
    """
    counts = ClaimCounts.of(claims, verdicts)
    unscored = _unscored(question, response, counts, config)
    if not response.text.strip():
        return unscored
    refused = abstention(response.text, question.subject)
    if question.kind == "unanswerable":
        return _unanswerable(unscored, refused, config)
    if refused == "whole":
        score = config.abstention.score if config.abstention.answerable == "between" else -1.0
        return replace(unscored, state=ABSTAINED, score=score, low=score, high=score)
    matched = ""
    if question.answers:
        match = match_answer(question, response.text)
        matched = match.label
        long = excess(question, response.text, config.free_words)
        score = match.score * (1 - config.conciseness * long)
        low = high = score
    elif not counts.judged or counts.unscored_share > config.max_unscored_share:
        return unscored
    else:
        score = float(measured(np.array([counts.counted(config)]), counts.judged, config)[0])
        low, high = bounds(counts, config, response.id)
    state = premise(question.inserted, response.text, matched)
    off = {"ignored": config.premise.ignored, "swallowed": config.premise.swallowed}.get(state, 0.0)
    return replace(
        unscored,
        state=SCORED,
        score=max(0.0, score - off),
        low=max(0.0, low - off),
        high=max(0.0, high - off),
        matched=matched,
        premise=state,
    )


def _unanswerable(unscored: ScoredResponse, refused: str, config: ScoringConfig) -> ScoredResponse:
    if refused == "whole":
        return replace(unscored, state=ABSTAINED, score=1.0, low=1.0, high=1.0, matched="right")
    score = config.abstention.partial if refused else 0.0
    matched = "partial" if refused else "wrong"
    return replace(unscored, state=SCORED, score=score, low=score, high=score, matched=matched)


def _unscored(
    question: Question, response: Response, counts: ClaimCounts, config: ScoringConfig
) -> ScoredResponse:
    """What is known without judging the response."""
    precision = counts.supported / counts.judged if counts.judged else -1.0
    return ScoredResponse(
        id=response.id,
        question=question.id,
        model=response.model,
        text=response.text,
        state=UNSCORED,
        score=-1.0,
        low=-1.0,
        high=-1.0,
        precision=precision,
        penalised=precision * length_penalty(counts.judged, config.gamma) if counts.judged else -1.0,
        f1=f1_at_k(counts.supported, counts.judged, config.k) if counts.judged else -1.0,
        supported=counts.supported,
        contradicted=counts.contradicted,
        not_found=counts.not_found,
        unscored=counts.unscored,
        expected=counts.expected,
        matched="",
        premise="",
        words=len(response.text.split()),
        kind=question.kind,
        source=question.source,
        prompt=question.prompt,
        system=response.system,
        finish=response.finish,
        documents=list(question.documents),
        inserted=[part.kind for part in question.inserted],
    )
