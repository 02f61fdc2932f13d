"""Continuous batching: a text that has ended makes room for the next prompt at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import torch

from training.generate.cache import KeyValueCache
from training.generate.choose import Chooser, Draws
from training.generate.forward import Going, NewPrompt, advance
from training.generate.request import Completion, GenerationError, Refused, Request, why_refused
from training.model.mixtral import Mixtral
from training.out_of_memory import explaining_memory


class Engine:
    """Continues prompts with one model, `rows` texts at a time.

    A step reads at most `prompt_tokens` tokens of new prompts (or one prompt that is longer). `vocabulary` is
    how many of the first ids can be chosen, where the model has more of them than its tokenizer (0: all).
    """

    def __init__(
        self, model: Mixtral, *, rows: int = 32, prompt_tokens: int = 4096, vocabulary: int = 0
    ) -> None:
        if rows < 1 or prompt_tokens < 1:
            raise ValueError(f"rows and prompt_tokens are at least 1, and not {rows} and {prompt_tokens}")
        self.model = model
        self.rows = rows
        self.prompt_tokens = prompt_tokens
        self.vocabulary = vocabulary or model.config.vocab_size

    def generate(self, requests: Iterable[Request | Refused]) -> Iterator[Completion | Refused]:
        """What comes of each request, in their order; requests are read as rows become free. What cannot be
        continued is Refused in its place, and so is what comes refused already.

        Raises MemoryShortError, and GenerationError if the model computes no numbers.
        """
        waiting = _Waiting(requests)
        batch = _Batch(self)
        done: dict[int, Completion | Refused] = {}
        following = 0
        while batch.texts or waiting.has_more():
            done.update(batch.step(self._admit(waiting, self.rows - len(batch.texts), done)))
            while following in done:
                yield done.pop(following)
                following += 1

    def _admit(
        self, waiting: _Waiting, room: int, done: dict[int, Completion | Refused]
    ) -> dict[tuple[int, ...], list[_Text]]:
        """The texts that begin now, by their prompts: those that are equal are read once."""
        new: dict[tuple[int, ...], list[_Text]] = {}
        tokens = 0
        while room and waiting.has_more():
            number, request = waiting.first()
            refused = request if isinstance(request, Refused) else why_refused(request, self.model.config)
            room -= 1  # also for what is refused: it is told before more is read
            if refused is None and isinstance(request, Request):
                prompt = tuple(map(int, request.prompt))
                if prompt not in new:
                    if new and tokens + len(prompt) > self.prompt_tokens:
                        break
                    tokens += len(prompt)
                left = self.model.config.max_position_embeddings - len(prompt)
                new.setdefault(prompt, []).append(_Text(number, request, min(request.max_new_tokens, left)))
            elif refused is not None:
                done[number] = refused
            waiting.take()
        return new


class _Waiting:
    """Requests with their numbers, one of which is looked at before it is taken."""

    def __init__(self, requests: Iterable[Request | Refused]) -> None:
        self._left = enumerate(requests)
        self._first: tuple[int, Request | Refused] | None = None

    def has_more(self) -> bool:
        if self._first is None:
            self._first = next(self._left, None)
        return self._first is not None

    def first(self) -> tuple[int, Request | Refused]:
        assert self._first is not None
        return self._first

    def take(self) -> None:
        self._first = None


@dataclass
class _Text:
    """What is being written for request `number`, of `most` tokens at most."""

    number: int
    request: Request
    most: int
    tokens: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._draws = Draws(self.request.seed)

    @property
    def position(self) -> int:
        """Of its last token."""
        return len(self.request.prompt) + len(self.tokens) - 1

    def draw(self) -> float:
        """For its next token."""
        return self._draws.next() if self.request.sampling.temperature else 0.0

    def add(self, token: int, logprob: float) -> Completion | None:
        """Takes the next token; the completion if it is the last."""
        self.tokens.append(token)
        self.logprobs.append(logprob)
        request, prompt = self.request, len(self.request.prompt)
        if token in request.stop_ids or (request.is_end is not None and request.is_end(self.tokens)):
            return Completion(self.tokens, self.logprobs, "stop", prompt)
        if len(self.tokens) >= self.most:
            return Completion(self.tokens, self.logprobs, "length", prompt)
        return None


class _Batch:
    """The texts being written, the i-th with row i of the cache."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        weight = engine.model.embedding.weight
        self._device = weight.device
        self._cache = KeyValueCache(engine.model.config, weight.dtype, weight.device)
        self._chooser: Chooser | None = None
        self.texts: list[_Text] = []

    def step(self, new: dict[tuple[int, ...], list[_Text]]) -> dict[int, Completion]:
        """A token more for every text, the new ones too; returns what was completed, by number."""
        going = Going([text.tokens[-1] for text in self.texts], [text.position for text in self.texts])
        prompts = []
        for prompt, texts in new.items():
            first = len(self.texts)
            prompts.append(NewPrompt(prompt, list(range(first, first + len(texts)))))
            self.texts += texts
            self._chooser = None
        if not self.texts:
            return {}
        with explaining_memory(f"Write fewer texts at a time: lower `rows`, which is {self._engine.rows}"):
            tokens, logprobs = self._choose(going, prompts)
        done = {}
        # Backwards, since the last text takes the row of one that has ended.
        for row in reversed(range(len(self.texts))):
            text = self.texts[row]
            completion = text.add(tokens[row], logprobs[row])
            if completion is not None:
                done[text.number] = completion
                self._remove(row)
        return done

    def _choose(self, going: Going, prompts: list[NewPrompt]) -> tuple[list[int], list[float]]:
        logits_NV = advance(self._engine.model, self._cache, going, prompts)
        logits_NV[:, self._engine.vocabulary :] = -torch.inf
        if self._chooser is None:
            self._chooser = Chooser([text.request.sampling for text in self.texts], self._device)
        chosen = self._chooser(logits_NV, [text.draw() for text in self.texts])
        logprobs: list[float] = chosen.logprob.tolist()
        if not all(map(math.isfinite, logprobs)):
            raise GenerationError(
                "the model's logits are no numbers: its weights are damaged, or overflow in this type"
            )
        return chosen.token.tolist(), logprobs

    def _remove(self, row: int) -> None:
        last = self.texts.pop()
        if row < len(self.texts):
            self._cache.copy(len(self.texts), row)
            self.texts[row] = last
        self._chooser = None
