"""Whatever can be asked for samples: an endpoint, a checkpoint of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from curation.endpoint import sample_seed
from curation.responses.config import SamplingPlan
from schemas.questions import Question


@dataclass(frozen=True, slots=True)
class Ask:
    """One sample of one question. `seed` is derived from the recipe's seed, the question's id, the model's
    name and the sample's number, and from nothing else.
    """

    question: Question
    sample: int
    temperature: float
    system: str
    seed: int


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a model said: `finish` is why it ended (`stop`, `length`), tokens are -1 where not known."""

    text: str
    finish: str
    prompt_tokens: int = -1
    completion_tokens: int = -1


@dataclass(frozen=True, slots=True)
class NotSampled:
    """Why there is no answer: `reason` is a short stable code, `detail` is for people."""

    reason: str
    detail: str


class Sampler(Protocol):
    """Gives samples. It is picklable, and loads what is heavy when it is first asked.

    `label` is what responses call the model, `plan` how it is to be sampled.
    """

    @property
    def label(self) -> str:
        """The model's name."""

    @property
    def plan(self) -> SamplingPlan:
        """How it is to be sampled."""

    def sample(self, asks: Iterable[Ask]) -> Iterator[Sampled | NotSampled]:
        """One result per ask, in order; the asks are read as they are needed, in this thread, and may be read
        some way ahead (batches, requests in flight). Closing the iterator gives up what is not done.
        """


def asks_for(sampler: Sampler, question: Question, seed: int) -> Iterator[Ask]:
    """What the sampler's plan asks of one question."""
    for sample, temperature, system in sampler.plan.turns():
        own = sample_seed(seed, question.id, sampler.label, sample)
        yield Ask(question, sample, temperature, system, own)
