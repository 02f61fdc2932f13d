"""What is asked of a model, in tokens, and what comes of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from training.model.config import MixtralConfig

# Why there is no completion.
EMPTY = "empty-prompt"
TOO_LONG = "too-long"
BAD_TOKEN = "bad-token"  # noqa: S105 -- no secret
BAD_REQUEST = "bad-request"
NOT_UNICODE = "not-unicode"


class GenerationError(RuntimeError):
    """The model cannot go on with anything: the message says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampling:
    """How a token is chosen from the model's distribution.

    The logits are divided by `temperature`; 0 takes the most likely token. Then only these can be chosen: the
    `top_k` most likely (0: all; more where the last is a tie), of them the fewest most likely whose
    probabilities add up to `top_p` (nucleus sampling, arXiv 1904.09751), of them those at least `min_p` times
    as likely as the most likely (arXiv 2407.01082).
    """

    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0
    min_p: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.temperature) and self.temperature >= 0):
            raise ValueError(f"temperature is a number from 0, and not {self.temperature}")
        if not 0 < self.top_p <= 1:
            raise ValueError(f"top_p is above 0 and at most 1, and not {self.top_p}")
        if self.top_k < 0:
            raise ValueError(f"top_k is at least 1, or 0 for all, and not {self.top_k}")
        if not 0 <= self.min_p <= 1:
            raise ValueError(f"min_p is from 0 to 1, and not {self.min_p}")


GREEDY = Sampling(temperature=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A prompt's token ids and how to continue them.

    What is chosen depends on the request alone, `seed` among it, and not on what is computed beside it (but
    for the last bits of floating-point sums, whose order does). A completion ends with one of `stop_ids`,
    after a token that `is_end` (given all tokens so far) says yes to, with `max_new_tokens`, or where the
    model's context ends.
    """

    prompt: Sequence[int]
    max_new_tokens: int
    sampling: Sampling = GREEDY
    seed: int = 0
    stop_ids: frozenset[int] = frozenset()
    is_end: Callable[[Sequence[int]], bool] | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote: its `tokens`, a stop token among them, and for each the `logprobs` entry, its log
    probability by the model as it is (temperature 1, nothing left out).

    `finish` is `stop` if it was ended, `length` where there was no more room.
    """

    tokens: list[int]
    logprobs: list[float]
    finish: Literal["stop", "length"]
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no completion: `reason` is a short stable code, `detail` is for people."""

    reason: str
    detail: str


def why_refused(request: Request, config: MixtralConfig) -> Refused | None:
    """Why a model of this shape cannot do what is asked, if so."""
    if request.max_new_tokens < 1:
        return Refused(BAD_REQUEST, f"at least one token is to be written, and not {request.max_new_tokens}")
    return why_unreadable(request.prompt, config)


def why_unreadable(prompt: Sequence[int], config: MixtralConfig, room: int = 1) -> Refused | None:
    """Why a model of this shape cannot read the prompt and `room` tokens more, if so."""
    if not len(prompt):
        return Refused(EMPTY, "the prompt is empty: there is nothing to continue")
    if len(prompt) + room > config.max_position_embeddings:
        return Refused(
            TOO_LONG,
            f"the prompt has {len(prompt):,} tokens, and the model has room for "
            f"{max(0, config.max_position_embeddings - room):,}",
        )
    bad = next((token for token in prompt if not 0 <= token < config.vocab_size), None)
    if bad is not None:
        return Refused(BAD_TOKEN, f"the prompt has token {bad}, and the model has {config.vocab_size:,}")
    return None
