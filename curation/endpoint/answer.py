"""An answer, read strictly: what is not as the protocol says is no answer."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

_MOST_TOKENS = 1 << 31


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the answer with its log probability and the most likely ones in its place."""

    text: str
    logprob: float
    top: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`finish` is the endpoint's reason (`stop`, `length`, `content_filter`), `unknown` where it gives none;
    tokens are as it counted them, -1 where it does not say. `repaired` counts lone surrogates in the text,
    which became U+FFFD. `tokens` is empty unless log probabilities were asked for and came.
    """

    text: str
    finish: str
    prompt_tokens: int = -1
    completion_tokens: int = -1
    repaired: int = 0
    tokens: tuple[Token, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """For the journal."""
        plain: dict[str, Any] = {
            "text": self.text,
            "finish": self.finish,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "repaired": self.repaired,
        }
        if self.tokens:
            plain["tokens"] = [[t.text, t.logprob, [list(pair) for pair in t.top]] for t in self.tokens]
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Answer:
        """What `as_json` gave, also in a version that knew more or less."""
        tokens = tuple(
            Token(text, logprob, tuple((other, value) for other, value in top))
            for text, logprob, top in plain.get("tokens", [])
        )
        return cls(
            text=plain["text"],
            finish=plain["finish"],
            prompt_tokens=plain.get("prompt_tokens", -1),
            completion_tokens=plain.get("completion_tokens", -1),
            repaired=plain.get("repaired", 0),
            tokens=tokens,
        )


class BadAnswerError(ValueError):
    """The body of a successful response that is no answer. It may have been billed: tokens as it says, or -1.
    The message says what is wrong, and nothing of what was answered.
    """

    def __init__(self, message: str, prompt_tokens: int = -1, completion_tokens: int = -1) -> None:
        super().__init__(message)
        self.prompt_tokens = prompt_tokens
        self.completion_tokens = completion_tokens


def parse_json(data: bytes) -> Any:
    """JSON from a server. Raises BadAnswerError for everything else."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadAnswerError("the answer is no JSON") from error


def read_answer(found: Any, chat: bool) -> Answer:
    """The first choice of a response's JSON. Raises BadAnswerError."""
    if not isinstance(found, dict):
        raise BadAnswerError("the answer is no JSON object")
    usage = found.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    prompt, completion = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    choices = found.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise BadAnswerError("the answer has no choices", prompt, completion)
    choice = choices[0]
    finish = choice.get("finish_reason")
    finish = finish if isinstance(finish, str) and finish else "unknown"
    text = _chat_text(choice) if chat else choice.get("text")
    if text is None and finish == "content_filter":
        text = ""
    if not isinstance(text, str):
        raise BadAnswerError("the answer has no text", prompt, completion)
    clean, repaired = without_surrogates(text)
    return Answer(
        text=clean,
        finish=without_surrogates(finish)[0],
        prompt_tokens=prompt,
        completion_tokens=completion,
        repaired=repaired,
        tokens=_tokens(choice.get("logprobs")) if chat else (),
    )


def without_surrogates(text: str) -> tuple[str, int]:
    """The text with U+FFFD in place of each lone surrogate, and how many there were."""
    if text.isascii():
        return text, 0
    # Two halves that stand side by side are one character.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined, joined.count("\ufffd") - text.count("\ufffd")


def _chat_text(choice: dict[str, Any]) -> Any:
    message = choice.get("message")
    if not isinstance(message, dict):
        return None
    content = message.get("content")
    # A refusal is what the model says, in a place of its own.
    return message.get("refusal") if content is None else content


def _count(value: Any) -> int:
    fine = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_TOKENS
    return value if fine else -1


def _tokens(logprobs: Any) -> tuple[Token, ...]:
    """The tokens with their probabilities, or none if any is not as it should be."""
    content = logprobs.get("content") if isinstance(logprobs, dict) else None
    if not isinstance(content, list):
        return ()
    tokens = []
    for item in content:
        one = _pair(item)
        if one is None:
            return ()
        top = item.get("top_logprobs")
        pairs = [_pair(other) for other in top] if isinstance(top, list) else []
        tokens.append(Token(*one, tuple(pair for pair in pairs if pair is not None)))
    return tuple(tokens)


def _pair(item: Any) -> tuple[str, float] | None:
    if not isinstance(item, dict):
        return None
    text, value = item.get("token"), item.get("logprob")
    if not isinstance(text, str) or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return None if not math.isfinite(value) else (without_surrogates(text)[0], float(value))
