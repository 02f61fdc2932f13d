"""How likely a model finds given continuations: for multiple-choice questions, and for comparing answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.generate.request import BAD_REQUEST, BAD_TOKEN, GenerationError, Refused, why_unreadable
from training.model.layout import PackedLayout, Segment
from training.model.mixtral import Mixtral
from training.out_of_memory import explaining_memory

# Positions whose logits are held at a time.
_CHUNK = 512
# On CUDA, attention is compiled for a number of tokens: there are to be few different ones.
_CUDA_MULTIPLE = 1024


@dataclass(frozen=True, slots=True)
class Choice:
    """A prompt's token ids and those of its possible continuations."""

    prompt: Sequence[int]
    options: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class OptionScore:
    """`logprob` is log p(option | prompt), the sum over its `tokens`; `is_greedy` says whether each of them
    is the one that the model finds most likely.
    """

    logprob: float
    tokens: int
    is_greedy: bool


def score_options(
    model: Mixtral, choices: Iterable[Choice | Refused], *, batch_tokens: int = 8192
) -> Iterator[list[OptionScore] | Refused]:
    """The score of each option of each choice, in order; what cannot be scored is Refused in its place.

    Choices are packed side by side, up to `batch_tokens` (or one that is longer), with the prompt laid once
    before its options. Raises MemoryShortError, and GenerationError if the model computes no numbers.
    """
    batch: list[Choice | Refused] = []
    used = 0
    for choice in choices:
        refused = choice if isinstance(choice, Refused) else _why_refused(model, choice)
        size = 0 if isinstance(choice, Refused) or refused else sum(_lengths(choice))
        if used and used + size > batch_tokens:
            yield from _score(model, batch, batch_tokens)
            batch, used = [], 0
        batch.append(refused or choice)
        used += size
    yield from _score(model, batch, batch_tokens)


def _lengths(choice: Choice) -> list[int]:
    """Of the prompt and of what is read of each option: all but its last token, after which nothing is asked
    for.
    """
    return [len(choice.prompt), *(len(option) - 1 for option in choice.options)]


def _why_refused(model: Mixtral, choice: Choice) -> Refused | None:
    if not choice.options or not all(map(len, choice.options)):
        return Refused(BAD_REQUEST, "there are to be options, and none of them empty")
    refused = why_unreadable(choice.prompt, model.config, max(map(len, choice.options)) - 1)
    if refused:
        return refused
    vocabulary = model.config.vocab_size
    bad = next((token for option in choice.options for token in option if not 0 <= token < vocabulary), None)
    if bad is not None:
        return Refused(BAD_TOKEN, f"an option has token {bad}, and the model has {vocabulary:,}")
    return None


def _score(
    model: Mixtral, batch: list[Choice | Refused], batch_tokens: int
) -> Iterator[list[OptionScore] | Refused]:
    choices = [choice for choice in batch if isinstance(choice, Choice)]
    scores = iter(_score_packed(model, choices, batch_tokens) if choices else [])
    for choice in batch:
        yield choice if isinstance(choice, Refused) else next(scores)


@torch.no_grad()
def _score_packed(model: Mixtral, choices: list[Choice], batch_tokens: int) -> list[list[OptionScore]]:
    device = model.embedding.weight.device
    segments: list[Segment] = []
    ids: list[npt.NDArray[np.int64]] = []
    scored: list[int] = []
    targets: list[int] = []
    start = 0
    for choice in choices:
        prompt, *lengths = _lengths(choice)
        segments.append(Segment(prompt, tuple(length for length in lengths if length)))
        ids.append(np.asarray(choice.prompt, dtype=np.int64))
        last = start + prompt - 1
        start += prompt
        for option, length in zip(choice.options, lengths, strict=True):
            ids.append(np.asarray(option[:-1], dtype=np.int64))
            # The prompt's last token says how likely each option's first is.
            scored += [last, *range(start, start + length)]
            targets += option
            start += length
    padding = max(batch_tokens - start, -start % _CUDA_MULTIPLE) if device.type == "cuda" else 0
    ids.append(np.zeros(padding, dtype=np.int64))
    with explaining_memory(f"Read fewer tokens at a time: lower `batch_tokens`, which is {batch_tokens}"):
        layout = PackedLayout.of(segments, padding, device)
        hidden = model(torch.from_numpy(np.concatenate(ids)).to(device), layout).hidden
        logprobs, is_greedy = _of_tokens(
            model, hidden[torch.tensor(scored, device=device)], torch.tensor(targets, device=device)
        )
    found = []
    first = 0
    for choice in choices:
        scores = []
        for option in choice.options:
            part = slice(first, first + len(option))
            scores.append(OptionScore(sum(logprobs[part]), len(option), all(is_greedy[part])))
            first += len(option)
        found.append(scores)
    return found


def _of_tokens(model: Mixtral, hidden_ND: Tensor, target_N: Tensor) -> tuple[list[float], list[bool]]:
    logprobs: list[float] = []
    is_greedy: list[bool] = []
    for hidden, target in zip(torch.split(hidden_ND, _CHUNK), torch.split(target_N, _CHUNK), strict=True):
        logits = model.logits(hidden).float()
        of_target = logits.gather(1, target[:, None])[:, 0]
        logprobs += (of_target - logits.logsumexp(dim=-1)).tolist()
        is_greedy += (logits.argmax(dim=-1) == target).tolist()
    if not np.isfinite(logprobs).all():
        raise GenerationError(
            "the model's logits are no numbers: its weights are damaged, or overflow in this type"
        )
    return logprobs, is_greedy
