"""How factual a response is: claims counted, short answers matched, abstentions and premises told apart."""

from curation.scoring.abstention import abstention
from curation.scoring.claims import ClaimCounts, bounds, f1_at_k, length_penalty, measured
from curation.scoring.config import AbstentionPolicy, PremisePolicy, ScoringConfig
from curation.scoring.parts import ToParts
from curation.scoring.score import score_response
from curation.scoring.short_answers import Match, match_answer
from curation.scoring.stage import ScoreResponses

__all__ = [
    "AbstentionPolicy",
    "ClaimCounts",
    "Match",
    "PremisePolicy",
    "ScoreResponses",
    "ScoringConfig",
    "ToParts",
    "abstention",
    "bounds",
    "f1_at_k",
    "length_penalty",
    "match_answer",
    "measured",
    "score_response",
]
