"""How responses are scored, and what abstaining and a false premise count for."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_FROZEN = ConfigDict(extra="forbid", frozen=True)


class AbstentionPolicy(BaseModel):
    """What an answer like "I don't know" is worth. To a question that its page does not answer it is right,
    whatever this says.
    """

    model_config = _FROZEN

    answerable: Literal["between", "excluded"] = Field(
        default="between",
        description="Where the page has the answer: `between` ranks it below what is right and above what is "
        "wrong, `excluded` makes no pair of it.",
    )
    score: float = Field(
        default=0.25,
        ge=0,
        le=1,
        description="What `between` is worth. An open answer that scores less is worse than none.",
    )
    partial: float = Field(
        default=0.7,
        ge=0,
        le=1,
        description="Where the page has no answer: the score of one that says so and then goes on.",
    )


class PremisePolicy(BaseModel):
    """What is taken off the score of an answer to a question with something false in it."""

    model_config = _FROZEN

    ignored: float = Field(default=0.25, ge=0, le=1, description="It says nothing about what is false.")
    swallowed: float = Field(default=0.5, ge=0, le=1, description="It repeats what is false as true.")


class ScoringConfig(BaseModel):
    """How responses are scored."""

    model_config = _FROZEN

    measure: Literal["precision", "penalised", "f1"] = Field(
        default="penalised", description="What open answers are ranked by."
    )
    counted: Literal["verdicts", "probabilities"] = Field(
        default="verdicts",
        description="What makes a claim count as supported for the measure: the verdict, or by how much the "
        "checker's probability says so. The offline checker's probabilities tell answers apart of which its "
        "verdicts are alike, but their gaps are smaller, so that fewer pairs pass the same margin.",
    )
    gamma: float = Field(
        default=10.0,
        ge=0,
        description="Fewer claims than this are penalised: FActScore's γ (https://arxiv.org/abs/2305.14251, "
        "section 3.1). 0: none.",
    )
    k: int = Field(
        default=20,
        ge=1,
        description="Supported claims that a full answer has: K of F1@K (SAFE, "
        "https://arxiv.org/abs/2403.18802, section 4).",
    )
    max_unscored_share: float = Field(
        default=0.2,
        ge=0,
        le=1,
        description="An open answer is not scored if nobody judged more than this share of its claims.",
    )
    draws: int = Field(default=1000, ge=100, description="Draws of the bootstrap over claims.")
    level: float = Field(default=0.95, gt=0, lt=1, description="What share of draws lies within the bounds.")
    conciseness: float = Field(
        default=0.15,
        ge=0,
        lt=1,
        description="How much a short answer loses at most for being long. Below the margin of pairs it only "
        "decides which of several right answers is preferred.",
    )
    free_words: int = Field(
        default=12, ge=0, description="Words beside the answer itself that cost nothing: a sentence."
    )
    abstention: AbstentionPolicy = AbstentionPolicy()
    premise: PremisePolicy = PremisePolicy()
