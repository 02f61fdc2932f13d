"""How a language model is asked to split responses and to judge claims."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from curation.endpoint import BudgetConfig, EndpointConfig


class StructuredConfig(EndpointConfig):
    """A model that is to answer in JSON."""

    temperature: float | None = Field(
        default=0.0, ge=0, le=2, description="0: the most likely answer; null: not sent, as some models ask."
    )
    structured_output: Literal["json-schema", "json-object", "none"] = Field(
        default="json-schema",
        description="How the endpoint is told to write JSON (`response_format`). One that refuses it is "
        "asked without (`none` saves the refusals), and `transformers serve` takes no notice of it. Answers "
        "are checked alike.",
    )
    extra: dict[str, Any] = Field(
        default_factory=dict, description="More fields of the request, as the endpoint knows them."
    )
    retries: int = Field(
        default=2,
        ge=0,
        le=6,
        description="How often what came back unfit is asked for again, each time in half as large pieces.",
    )
    budget: BudgetConfig = Field(default=BudgetConfig(), description="What may be spent.")

    @model_validator(mode="after")
    def _has_prices(self) -> StructuredConfig:
        if missing := self.budget.without_price([self.model]):
            raise ValueError(f"a budget in money needs `budget.prices` of {', '.join(missing)}")
        return self


class SplitConfig(StructuredConfig):
    """The model that splits responses into claims."""

    sentences_per_call: int = Field(
        default=40, ge=1, le=200, description="Sentences of a response that go into one request."
    )


class JudgeConfig(StructuredConfig):
    """The model that judges claims."""

    claims_per_call: int = Field(
        default=40, ge=1, le=200, description="Claims of a response that go into one request."
    )
    page_characters: int = Field(
        default=24_000,
        ge=500,
        description="Characters of pages that go into one request; of longer pages, the sentences that have "
        "most in common with the claims, and those beside them.",
    )
    logprobs: bool = Field(
        default=True,
        description="Ask for the probabilities of the label's token. Where the endpoint gives none, the "
        "probability is the one that the model says.",
    )
    controls: bool = Field(
        default=True,
        description="Put a claim that is surely supported and one that is surely not among the others. A "
        "judge that gets them wrong, as one does that obeys a page, is not believed.",
    )


class CascadeConfig(BaseModel):
    """Which claims go on to the judge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    certain_below: float = Field(
        default=0.2, ge=0, le=1, description="At most so probable, a claim is certainly not supported."
    )
    certain_above: float = Field(
        default=0.8, ge=0, le=1, description="At least so probable, a claim is certainly supported."
    )
    audit_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Share of the certain claims that the judge sees too, to measure how often both agree.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> CascadeConfig:
        if self.certain_below > self.certain_above:
            raise ValueError("`certain_below` must not be above `certain_above`")
        return self
