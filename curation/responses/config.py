"""What is sampled: from which models, how often, how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from curation.endpoint import BudgetConfig, EndpointConfig

# What a request holds by other fields, or what would change the form of its answer.
_OWN = frozenset(
    "model messages prompt temperature seed max_tokens max_completion_tokens stop stream n logprobs".split()
)


class SamplingPlan(BaseModel):
    """How a model is sampled: sample i has the temperature and the system prompt whose turn it is, the system
    prompt changing once all temperatures were had.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(
        default="", description="What responses call the model; empty: the name that its endpoint knows."
    )
    samples: int = Field(default=4, ge=1, description="Answers to each question.")
    temperatures: tuple[float, ...] = Field(
        default=(1.0,), min_length=1, description="Temperatures, from 0 to 2, used in turn."
    )
    systems: tuple[str, ...] = Field(
        default=("",), min_length=1, description="System prompts, used in turn; an empty one is not sent."
    )
    max_tokens: int = Field(default=512, ge=1, description="Tokens of an answer.")

    @model_validator(mode="after")
    def _temperatures_in_range(self) -> SamplingPlan:
        if not all(0 <= value <= 2 for value in self.temperatures):
            raise ValueError("temperatures are from 0 to 2")
        return self

    def turns(self) -> Iterator[tuple[int, float, str]]:
        """Number, temperature and system prompt of each sample."""
        for sample in range(self.samples):
            turn, place = divmod(sample, len(self.temperatures))
            yield sample, self.temperatures[place], self.systems[turn % len(self.systems)]


class SampledModel(EndpointConfig, SamplingPlan):
    """A model at an endpoint, and how it is sampled."""

    form: Literal["chat", "completion"] = Field(
        default="chat",
        description="`chat`: the question is a user's message. `completion`: it is put into `template`, for "
        "models without a chat template.",
    )
    template: str = Field(
        default="{system}Question: {prompt}\nAnswer:",
        description="The text of a completion, with {prompt} and {system}; a system prompt is followed by an "
        "empty line.",
    )
    stop: tuple[str, ...] = Field(
        default=("\nQuestion:",), max_length=4, description="Where a completion ends; not used in a chat."
    )
    extra: dict[str, Any] = Field(
        default_factory=dict,
        description="More fields of the request, as the endpoint knows them: top_p, top_k, reasoning_effort. "
        "`transformers serve` takes the most likely token whatever the temperature, unless the model's own "
        """configuration or generation_config='{"do_sample": true}' here says otherwise.""",
    )
    mode: Literal["direct", "batch"] = Field(
        default="direct",
        description="`batch`: through the Batch API, which may take a day and costs half. Needs a journal.",
    )
    batch_poll_seconds: float = Field(
        default=60.0, gt=0, description="Time between two looks at a batch that is being worked on."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> SampledModel:
        if clash := sorted(_OWN & self.extra.keys()):
            raise ValueError(f"`extra` must not have {', '.join(clash)}: there are fields for what they mean")
        if "{prompt}" not in self.template:
            raise ValueError("`template` needs {prompt}, where the question goes")
        return self

    @property
    def label(self) -> str:
        """What responses call it."""
        return self.name or self.model


class ResponsesConfig(BaseModel):
    """The models, and what asking them may cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    models: tuple[SampledModel, ...] = Field(default=(), description="The endpoints that are asked.")
    budget: BudgetConfig = Field(default=BudgetConfig(), description="What may be spent on all of them.")
    check_language: bool = Field(
        default=True,
        description="Reject answers that are clearly in another language than their question.",
    )

    @model_validator(mode="after")
    def _names_and_prices(self) -> ResponsesConfig:
        labels = self.labels
        if twice := sorted({label for label in labels if labels.count(label) > 1}):
            raise ValueError(f"two models are called {', '.join(twice)}: give them different names")
        if missing := self.budget.without_price([model.model for model in self.models]):
            raise ValueError(f"a budget in money needs `budget.prices` of {', '.join(missing)}")
        return self

    @property
    def labels(self) -> list[str]:
        """What responses call those who answer."""
        return [model.label for model in self.models]
