"""Which endpoint is asked, how patiently, and how much may be spent."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

# Money is counted in integers, so that a sum does not depend on the order of its parts.
NANO = 1_000_000_000


class EndpointConfig(BaseModel):
    """Which model answers, and how patiently it is asked. The API key is never part of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: str = Field(
        description="The endpoint's address up to and including its version, such as `…/v1`."
    )
    model: str = Field(description="The model's name, as the endpoint calls it.")
    api_key_variable: str = Field(
        default="OPENAI_API_KEY",
        description="The environment variable with the API key; the key itself is never configuration.",
    )
    token_limit: Literal["max_tokens", "max_completion_tokens"] = Field(
        default="max_tokens",
        description="What the endpoint calls the limit of an answer's tokens. vLLM and `transformers serve` "
        "know `max_tokens`; OpenAI's newer models only `max_completion_tokens`.",
    )
    timeout_seconds: float = Field(
        default=120.0, gt=0, description="For one request, from sending it to the last byte of its answer."
    )
    attempts: int = Field(default=4, ge=1, description="Requests until one is given up.")
    backoff_seconds: float = Field(
        default=1.0, ge=0, description="Wait after the first failure; twice as long after each further one."
    )
    longest_wait_seconds: float = Field(
        default=120.0,
        ge=0,
        description="The longest wait between two attempts. An endpoint that asks for more (Retry-After) "
        "is not asked again for this request.",
    )
    concurrency: int = Field(default=16, ge=1, description="Requests at the same time, per worker.")
    give_up_after: int = Field(
        default=20,
        ge=0,
        description="So many requests given up one after the other, and the endpoint is taken to be down: "
        "the run stops, and the same command goes on from there. 0: never; each is rejected by itself.",
    )

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            fine = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            fine = False
        if not fine:
            raise ValueError("an endpoint's address begins with http:// or https://, and a host's name")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError(
                "an endpoint's address has no user, password, query or fragment: a key goes into the "
                "environment variable that `api_key_variable` names"
            )
        return value.rstrip("/")


class Price(BaseModel):
    """What a million tokens cost, in the money that the budget is in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: float = Field(ge=0, description="A million tokens of prompts.")
    completion: float = Field(ge=0, description="A million tokens of answers.")

    def nano(self, prompt_tokens: int, completion_tokens: int) -> int:
        """The price of so many tokens, in billionths, rounded up."""
        tokens = prompt_tokens * self.prompt + completion_tokens * self.completion
        return -int(-tokens * NANO // 1_000_000)


class BudgetConfig(BaseModel):
    """What may be spent, over all workers and all runs that share a journal. What does not fit any more is
    not asked.

    Hard: before a request is sent, the most that it can cost is set aside (a prompt has at most as many
    tokens as bytes), and afterwards what it did not cost is given back. What a killed worker had set aside
    stays spent, since it may have been billed; so does a request that timed out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    calls: int | None = Field(
        default=None, ge=0, description="Requests sent, each attempt counted; null: no limit."
    )
    tokens: int | None = Field(
        default=None, ge=0, description="Tokens of prompts and answers together; null: no limit."
    )
    money: float | None = Field(
        default=None, ge=0, description="Money, by `prices`, which must name every model; null: no limit."
    )
    prices: dict[str, Price] = Field(
        default_factory=dict, description="The price of each model, by its name, in any one currency."
    )
    when_spent: Literal["stop", "go-on"] = Field(
        default="stop",
        description="`stop`: the run ends once it is spent, and goes on from there when it is raised. "
        "`go-on`: what was answered until then has to do, and the rest is left out.",
    )

    @property
    def limited(self) -> bool:
        """Whether there is a limit at all."""
        return not (self.calls is None and self.tokens is None and self.money is None)

    def without_price(self, models: list[str]) -> list[str]:
        """The models whose price is needed and missing, sorted."""
        return [] if self.money is None else sorted(set(models) - set(self.prices))

    @property
    def limits(self) -> str:
        """The limits in words; empty if there is none."""
        limits = {"calls": self.calls, "tokens": self.tokens, "in money": self.money}
        return ", ".join(f"{limit:,} {name}" for name, limit in limits.items() if limit is not None)

    def nano(self, model: str, prompt_tokens: int, completion_tokens: int) -> int:
        """The price of so many tokens in billionths; 0 for a model without one."""
        price = self.prices.get(model)
        return 0 if price is None else price.nano(prompt_tokens, completion_tokens)
