"""Generation with text on both sides: prompts and conversations in, what the model says out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tokenizers import Tokenizer

from training.generate.engine import Engine
from training.generate.load import LoadedModel
from training.generate.request import (
    BAD_REQUEST,
    EMPTY,
    GREEDY,
    NOT_UNICODE,
    Completion,
    Refused,
    Request,
    Sampling,
)
from training.generate.score import Choice, OptionScore, score_options
from training.text.chat import END, ChatTokenizer
from training.text.messages import Message, RowError

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Tokens before a stretch that is decoded, so that its beginning is decoded as in the middle of a text.
_CONTEXT = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRequest:
    """A text that the model is to go on with, or a conversation whose next turn it is to say.

    It stops before any of the strings `stop`, at a token whose name is among `stop_tokens`, and at the
    model's end tokens. For the rest see `Request`.
    """

    prompt: str | Sequence[Message]
    max_new_tokens: int = 512
    sampling: Sampling = GREEDY
    seed: int = 0
    stop: tuple[str, ...] = ()
    stop_tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextCompletion:
    """What the model said, without special tokens and what it stopped at. The rest is that of `Completion`:
    tokens are all that were computed, to the end token or to the end of a stop string.
    """

    text: str
    finish: Literal["stop", "length"]
    prompt_tokens: int
    tokens: list[int]
    logprobs: list[float]


@dataclass(frozen=True, slots=True)
class _Stops:
    """What ends a text: tokens, and strings that are looked for in it."""

    ids: frozenset[int]
    strings: tuple[str, ...]


class TextGenerator:
    """Asks a model in words, many prompts at a time.

    `rows` and `prompt_tokens` are those of `Engine`. `bos` says whether prompts begin with the model's begin
    token; None: as the checkpoint's tokenizer and chat template have it.
    """

    def __init__(
        self, loaded: LoadedModel, *, rows: int = 32, prompt_tokens: int = 4096, bos: bool | None = None
    ) -> None:
        self._loaded = loaded
        self._tokenizer = loaded.tokenizer
        self._engine = Engine(
            loaded.model, rows=rows, prompt_tokens=prompt_tokens, vocabulary=loaded.vocabulary
        )
        self._stops: dict[tuple[tuple[str, ...], tuple[str, ...]], _Stops | Refused] = {}
        self._text_bos = loaded.bos_id if (loaded.text_has_bos if bos is None else bos) else None
        chat_bos = loaded.bos_id if (loaded.chat_has_bos if bos is None else bos) else None
        self._chat = ChatTokenizer(loaded.tokenizer, chat_bos) if loaded.knows_chat else None

    @property
    def knows_chat(self) -> bool:
        """Whether conversations can be asked."""
        return self._chat is not None

    def generate(self, requests: Iterable[TextRequest | Refused]) -> Iterator[TextCompletion | Refused]:
        """What comes of each request, in order; see `Engine.generate`."""
        own, given = itertools.tee((request, self._request(request)) for request in requests)
        completions = self._engine.generate(tokens for _, tokens in given)
        for (request, tokens), completion in zip(own, completions, strict=True):
            if isinstance(completion, Refused):
                yield completion
            else:
                assert isinstance(request, TextRequest) and isinstance(tokens, Request)
                yield self._completion(request, tokens, completion)

    def score(
        self, choices: Iterable[tuple[str, Sequence[str]]], *, batch_tokens: int = 8192
    ) -> Iterator[list[OptionScore] | Refused]:
        """How likely each option is as the continuation of its prompt, in order; see `score_options`.

        A prompt and an option are tokenized as one text. Where the tokenizer joins the end of a prompt with
        the beginning of one of its options, that end is scored for each of them.
        """
        return score_options(
            self._loaded.model,
            (self._choice(prompt, options) for prompt, options in choices),
            batch_tokens=batch_tokens,
        )

    def _request(self, request: TextRequest | Refused) -> Request | Refused:
        if isinstance(request, Refused):
            return request
        ends = set(self._loaded.end_ids)
        if not request.prompt or not (isinstance(request.prompt, str) or request.prompt[-1].content.strip()):
            return Refused(EMPTY, "the prompt is empty: there is nothing to continue")
        if _LONE_SURROGATE.search("".join(_texts(request.prompt))):
            return Refused(NOT_UNICODE, "the prompt has lone surrogates, which are no characters")
        if isinstance(request.prompt, str):
            prompt = self._ids(request.prompt)
        elif self._chat is None:
            return Refused(BAD_REQUEST, f"the model knows no conversations: its tokenizer lacks {END}")
        else:
            try:
                prompt = self._chat.prompt(request.prompt).tolist()
            except RowError as error:
                return Refused(error.reason, str(error))
            ends.add(self._chat.end_id)
        key = (request.stop, request.stop_tokens)
        if key not in self._stops:
            self._stops[key] = self._find_stops(*key)
        stops = self._stops[key]
        if isinstance(stops, Refused):
            return stops
        return Request(
            prompt=prompt,
            max_new_tokens=request.max_new_tokens,
            sampling=request.sampling,
            seed=request.seed,
            stop_ids=stops.ids | ends,
            is_end=_stop_rule(self._tokenizer, prompt, stops.strings) if stops.strings else None,
        )

    def check_stops(self, stop: Sequence[str], stop_tokens: Sequence[str] = ()) -> None:
        """Raises ValueError for one that the model could never say: requests that have it are refused."""
        found = self._find_stops(tuple(stop), tuple(stop_tokens))
        if isinstance(found, Refused):
            raise ValueError(found.detail)

    def _find_stops(self, stop: tuple[str, ...], stop_tokens: tuple[str, ...]) -> _Stops | Refused:
        ids = []
        strings = []
        added = self._tokenizer.get_added_tokens_decoder()
        for name in stop_tokens:
            index = self._tokenizer.token_to_id(name)
            if index is None:
                return Refused(BAD_REQUEST, f"the vocabulary has no stop token {name!r}")
            ids.append(index)
        unknown = getattr(self._tokenizer.model, "unk_token", None)
        for string in stop:
            index = self._tokenizer.token_to_id(string)
            encoding = self._tokenizer.encode(string, add_special_tokens=False)
            if not string:
                return Refused(BAD_REQUEST, "a stop string is empty: it would stop everything")
            if index in added and added[index].special:  # texts are without these
                ids.append(index)
            elif not encoding.ids or (unknown is not None and unknown in encoding.tokens):
                return Refused(
                    BAD_REQUEST,
                    f"the tokenizer has no tokens for the stop string {string!r}: it would never be found",
                )
            else:
                strings.append(string)
        return _Stops(frozenset(ids), tuple(strings))

    def _completion(self, request: TextRequest, asked: Request, completion: Completion) -> TextCompletion:
        tokens = completion.tokens
        ended = tokens[-1] in asked.stop_ids
        text = _continuation(self._tokenizer, asked.prompt, tokens[:-1] if ended else tokens)
        found = [place for stop in request.stop if (place := text.find(stop)) >= 0]
        if found:
            text = text[: min(found)]
        elif completion.finish == "length":
            text = text.rstrip("\ufffd")  # a character whose last bytes were to come
        return TextCompletion(text, completion.finish, completion.prompt_tokens, tokens, completion.logprobs)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids if self._text_bos is None else [self._text_bos, *ids]

    def _choice(self, prompt: str, options: Sequence[str]) -> Choice | Refused:
        if not prompt:
            return Refused(EMPTY, "the prompt is empty: there is nothing to continue")
        wholes = [self._ids(prompt + option) for option in options]
        alone = self._ids(prompt)
        shared = len(alone)
        for whole in wholes:
            same = (a == b for a, b in zip(alone, whole, strict=False))
            shared = min(shared, next((i for i, is_same in enumerate(same) if not is_same), len(whole)))
        return Choice(alone[:shared], [whole[shared:] for whole in wholes])


def _texts(prompt: str | Sequence[Message]) -> list[str]:
    return [prompt] if isinstance(prompt, str) else [message.content for message in prompt]


def _continuation(tokenizer: Tokenizer, before: Sequence[int], ids: Sequence[int]) -> str:
    """The text of these tokens as it stands behind the tokens before: decoders drop a text's first space."""
    context = list(before[-_CONTEXT:])
    head: str = tokenizer.decode(context)
    whole: str = tokenizer.decode([*context, *ids])
    if whole.startswith(head):
        return whole[len(head) :]
    # The context ends in the middle of a character.
    text: str = tokenizer.decode(list(ids))
    return text


def _stop_rule(
    tokenizer: Tokenizer, prompt: Sequence[int], stops: Sequence[str]
) -> Callable[[Sequence[int]], bool]:
    """Whether the text so far has one of the strings, looked for where the last token may have ended one."""
    # A token has a byte at least, unless it is a special one, which is not decoded.
    width = max(len(stop.encode()) for stop in stops) + _CONTEXT

    def is_end(tokens: Sequence[int]) -> bool:
        before = [*prompt[-_CONTEXT:], *tokens[-width - _CONTEXT : -width]]
        text = _continuation(tokenizer, before, tokens[-width:])
        return any(stop in text for stop in stops)

    return is_end
