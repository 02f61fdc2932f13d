"""Questions to responses."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field

from curation.endpoint.answer import without_surrogates
from curation.endpoint.errors import BUDGET
from curation.endpoint.estimate import Estimate
from curation.endpoint.ledger import open_ledger
from curation.language.identify import LanguageIdentifier, known, same_language
from curation.responses.config import ResponsesConfig
from curation.responses.endpoint_sampler import EndpointSampler
from curation.responses.estimate import ACCOUNT, beforehand, estimate
from curation.responses.sampler import Ask, NotSampled, Sampled, Sampler, asks_for
from schemas.outcome import Dropped, Rejected
from schemas.questions import Question
from schemas.responses import Response
from schemas.split import InputError

# Below so many letters, or so little certainty, a language is a guess: names look like any.
_LETTERS = 60
_SURE = 0.98
_DETAIL_CHARACTERS = 2000


@dataclass(frozen=True)
class QuestionsToResponses:
    """Function of a map stage: questions → responses, of every model in turn, sample by sample, in the order
    of the questions.

    Every sample is accounted for: what did not become a Response is told by a Rejected, one per question and
    reason, whose `detail` lists the samples (`model/number`). The reasons are those of
    `curation/endpoint/errors.py`, `empty` and `language`. A question that was not asked as often as it should
    be, since the budget is spent, is no failure: it is dropped (`budget`), besides the responses it has.

    `journal` is the folder of answers that were paid for (see `curation/endpoint/journal.py`): give every
    worker and every run the same one. It is not configuration, since it does not decide what comes out;
    without one, what a killed worker was answered is asked again. `samplers` are asked after the
    configuration's models.

    Changing the stage's configuration, such as the budget or the number of attempts, runs it again: what was
    answered comes from the journal, and only what is missing is asked.
    """

    config: ResponsesConfig
    seed: int
    journal: str = ""
    samplers: tuple[Sampler, ...] = ()
    _languages: LanguageIdentifier = field(default_factory=LanguageIdentifier, compare=False, repr=False)

    def __call__(self, questions: Iterable[Question]) -> Iterator[Response | Rejected | Dropped]:
        """See the class. Raises EndpointDownError, ImportError if the package `openai` is not installed, and
        InputError for a journal that cannot be one or is missing, and if there is nothing to sample.
        """
        batched = [model.label for model in self.config.models if model.mode == "batch"]
        if batched and not self.journal:
            raise InputError(f"model {batched[0]}: the Batch API needs a journal, to find its batches again")
        ledger = open_ledger(self.config.budget, self.journal, ACCOUNT)
        samplers = [
            *(EndpointSampler(model, self.journal, ledger) for model in self.config.models),
            *self.samplers,
        ]
        if not samplers:
            raise InputError("there is no model to sample: name one in `models`")
        own, *copies = itertools.tee(questions, len(samplers) + 1)
        with contextlib.ExitStack() as stack:
            streams = [
                self._stream(stack, sampler, copy) for sampler, copy in zip(samplers, copies, strict=True)
            ]
            for question in own:
                problems: dict[str, list[str]] = {}
                for sampler, stream in zip(samplers, streams, strict=True):
                    for ask, result in itertools.islice(stream, sampler.plan.samples):
                        result = self._checked(question, result)  # noqa: PLW2901
                        if isinstance(result, NotSampled):
                            detail = f"{sampler.label}/{ask.sample}: {result.detail}"
                            problems.setdefault(result.reason, []).append(detail)
                        else:
                            yield _response(question, sampler.label, ask, result)
                if problems.pop(BUDGET, None):
                    yield Dropped(BUDGET, question)
                for reason, details in problems.items():
                    yield Rejected(
                        reason, question.id, _joined(details), without_surrogates(question.prompt)[0]
                    )
            for stream in streams:
                next(stream, None)  # a sampler says at the end whether anything was answered at all

    @property
    def asks(self) -> bool:
        """Whether an endpoint is asked (see `Asking`)."""
        return bool(self.config.models)

    def estimate(self, questions: Iterable[Question]) -> list[Estimate]:
        """What calling it with these questions would ask of endpoints."""
        return [estimate(questions, self.config, self.seed, self.journal)]

    def beforehand(self) -> list[str]:
        """What is known of that before there are questions."""
        return beforehand(self.config)

    def _stream(
        self, stack: contextlib.ExitStack, sampler: Sampler, questions: Iterable[Question]
    ) -> Iterator[tuple[Ask, Sampled | NotSampled]]:
        """Each ask with its result. Closed with the stack, also in the middle."""
        asks = itertools.chain.from_iterable(asks_for(sampler, q, self.seed) for q in questions)
        asked, given = itertools.tee(asks)
        results = sampler.sample(given)
        if isinstance(results, Generator):
            stack.callback(results.close)
        return zip(asked, results, strict=True)

    def _checked(self, question: Question, result: Sampled | NotSampled) -> Sampled | NotSampled:
        wanted = known(question.language)
        if isinstance(result, NotSampled) or not self.config.check_language or not wanted:
            return result
        if sum(map(str.isalpha, result.text)) < _LETTERS:
            return result
        language, sure = self._languages.identify(result.text)
        if sure < _SURE or same_language(language, wanted):
            return result
        return NotSampled("language", f"the answer is in {language}, the question in {wanted}")


def _response(question: Question, label: str, ask: Ask, sampled: Sampled) -> Response:
    return Response(
        id=f"{question.id}/{label}/{ask.sample}",
        question=question.id,
        model=label,
        sample=ask.sample,
        text=sampled.text,
        system=ask.system,
        temperature=ask.temperature,
        seed=ask.seed,
        finish=sampled.finish,
        prompt_tokens=sampled.prompt_tokens,
        completion_tokens=sampled.completion_tokens,
    )


def _joined(details: list[str]) -> str:
    """Samples that failed alike are told together."""
    by_detail: dict[str, list[str]] = {}
    for detail in details:
        sample, _, why = detail.partition(": ")
        by_detail.setdefault(why, []).append(sample)
    text = "; ".join(f"{', '.join(samples)}: {why}" for why, samples in by_detail.items())
    return text[:_DETAIL_CHARACTERS]
