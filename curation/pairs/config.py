"""Which two responses to a question make a preference pair."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.pairs.split import SplitConfig


class PairsConfig(BaseModel):
    """Which two responses to a question make a preference pair."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    margin: float = Field(
        default=0.2, gt=0, le=1, description="How far apart the scores have to be at least."
    )
    min_claims: int = Field(
        default=4, ge=1, description="Claims that an open answer has at least, on both sides."
    )
    min_precision_gap: float = Field(
        default=0.05,
        ge=-1,
        le=1,
        description="How much more precise the chosen of two open answers is at least, whatever the measure: "
        "else a penalty for length, or F1, would prefer the longer of two that are equally true. -1: it need "
        "not be.",
    )
    confidence: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="Share of the bootstrap's draws in which the chosen answer stays ahead, at least.",
    )
    per_question: int = Field(default=3, ge=1, description="Pairs of one question at most.")
    per_response: int = Field(default=2, ge=1, description="Pairs that one response is in at most.")
    per_abstention: int = Field(
        default=1, ge=0, description="Pairs of one question at most in which one side abstains."
    )
    lengths: Literal["any", "matched"] = Field(
        default="any",
        description="`any`: the widest margins first. `matched`: the most equal lengths first, and none "
        "beyond `max_length_ratio`, so that length tells little about which is better.",
    )
    max_length_ratio: float = Field(
        default=1.25, ge=1, description="Words of the longer answer per word of the shorter, where matched."
    )
    system: Literal["as-sampled", "none"] = Field(
        default="as-sampled",
        description="`as-sampled`: the prompt has the system prompt that both answers were sampled with, and "
        "answers to different ones make no pair. `none`: system prompts are left out.",
    )
    truncated: bool = Field(
        default=False, description="Whether an answer that was cut off at its longest may be the chosen one."
    )
    split: SplitConfig = SplitConfig()
    licences: dict[str, str] = Field(
        default_factory=dict, description="SPDX expressions by source, for the rows and the card."
    )
