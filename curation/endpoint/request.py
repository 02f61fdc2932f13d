"""One request, and the key by which its answer is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What a server adds to a prompt at most, per message and once: role names and marks of its chat template.
_MARKS = 16
CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Request:
    """`body` is what is sent, as JSON; with `messages` it is a chat completion, with `prompt` a plain one.

    `key` is SHA-256 over all that decides the answer: address, kind and body (model, messages, parameters,
    seed). The API key is no part of it. `about` says to people what it is for.
    """

    base_url: str
    body: Mapping[str, Any]
    about: str
    key: str

    @classmethod
    def make(cls, base_url: str, body: Mapping[str, Any], about: str) -> Request:
        """The request with its key."""
        identity = json.dumps({"base_url": base_url, "body": body}, sort_keys=True, allow_nan=False)
        return cls(base_url, body, about, hashlib.sha256(identity.encode()).hexdigest())

    @property
    def chat(self) -> bool:
        """Whether it is a chat completion."""
        return "messages" in self.body

    @property
    def model(self) -> str:
        """The model's name."""
        return str(self.body["model"])

    @property
    def prompt_tokens_about(self) -> int:
        """A guess: four characters to a token, as OpenAI's help pages count for English."""
        return -(-len(self._text()) // CHARACTERS_PER_TOKEN) + (4 * len(self._contents()) if self.chat else 0)

    @property
    def prompt_tokens_at_most(self) -> int:
        """A bound: no token is shorter than a byte. The body's own names count too, as a schema may."""
        size = len(json.dumps(self.body, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        return size + _MARKS * (1 + len(self._contents()))

    @property
    def completion_tokens_at_most(self) -> int:
        """The limit that is sent along."""
        return int(self.body.get("max_completion_tokens") or self.body["max_tokens"])

    def is_unicode(self) -> bool:
        """Whether the text can be sent: JSON in UTF-8 has no place for lone surrogates."""
        try:
            self._text().encode()
        except UnicodeEncodeError:
            return False
        return True

    def _contents(self) -> list[str]:
        if self.chat:
            return [str(message["content"]) for message in self.body["messages"]]
        return [str(self.body["prompt"])]

    def _text(self) -> str:
        return "".join(self._contents())


def sample_seed(seed: int, *of: str | int) -> int:
    """A seed for one sample, from the recipe's and what the sample is of: 31 bits, as servers take them."""
    text = json.dumps([seed, *of])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") & 0x7FFFFFFF
