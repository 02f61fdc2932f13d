"""Who splits responses, and who judges the claims."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator
from typing_extensions import Self

from curation.checking.config import EntailmentConfig, OfflineConfig
from curation.claims.splitter import SplitterConfig
from curation.judge.config import CascadeConfig, JudgeConfig, SplitConfig


class VerdictsConfig(BaseModel):
    """How responses to open questions are checked. Without a judge or classifier nothing but this package is
    needed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    splitter: SplitterConfig = SplitterConfig()
    split_by: SplitConfig | None = Field(
        default=None, description="A language model that splits responses; null: the rules of `splitter` do."
    )
    offline: OfflineConfig = OfflineConfig()
    judge: JudgeConfig | None = Field(
        default=None, description="A language model that judges claims; null: none does."
    )
    entailment: EntailmentConfig | None = Field(
        default=None, description="A local classifier that judges claims; null: none does."
    )
    cascade: CascadeConfig | None = Field(
        default=None, description="With a judge: it is asked only what the offline checker is unsure of."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.judge is not None and self.entailment is not None:
            raise ValueError("claims are judged by `judge` or by `entailment`: name one")
        if self.cascade is not None and self.judge is None:
            raise ValueError("`cascade` needs a `judge` to ask what the offline checker is unsure of")
        return self
