"""How claims are checked."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class PassageConfig(BaseModel):
    """Which part of a page a checker reads that cannot read all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: int = Field(
        default=120, ge=20, description="Words of one passage; whole sentences, at least one, go into it."
    )
    top: int = Field(default=3, ge=1, description="Passages per claim, the best by BM25.")
    k1: float = Field(default=1.2, ge=0, description="BM25: how fast a word's repetitions stop counting.")
    b: float = Field(default=0.75, ge=0, le=1, description="BM25: how much long passages are held back.")


class OfflineConfig(BaseModel):
    """The checker that needs no model but the few weights in the package."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calibration: str = Field(
        default="", description="A file that `roae calibrate` wrote. Without one, a warning says so."
    )
    threshold: float = Field(
        default=0.5,
        gt=0,
        lt=1,
        description="Probability above which a claim is supported, after calibration.",
    )
    contradictions: bool = Field(
        default=True,
        description="Whether another number, date or name in the claim's place makes it contradicted.",
    )


class EntailmentConfig(BaseModel):
    """A sequence classifier of transformers' format in a local folder: MiniCheck, or one trained on NLI."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str = Field(description="The folder with `config.json`, the weights and the tokenizer.")
    entailment: str = Field(
        default="",
        description="The label that means supported, where the folder's config names it otherwise than "
        "`entailment`, `supported` or `yes`.",
    )
    contradiction: str = Field(
        default="", description="The label that means contradicted; by default one called `contradiction`."
    )
    batch: int = Field(default=16, ge=1, description="Pairs of passage and claim per forward pass.")
    max_tokens: int = Field(
        default=512, ge=32, description="Longer pairs lose the passage's end; never the claim."
    )
    device: str = Field(default="cpu", description="Where it runs, as torch names it: `cpu`, `cuda:0`.")
    threshold: float = Field(
        default=0.5,
        gt=0,
        lt=1,
        description="Probability above which a claim is supported, after calibration.",
    )
    calibration: str = Field(
        default="", description="A file that `roae calibrate` wrote. Without one, a warning says so."
    )
    passages: PassageConfig = Field(default_factory=PassageConfig, description="What it reads of a page.")
