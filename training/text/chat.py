"""ChatML: how a conversation is written as tokens, and which of them the assistant is to learn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import AddedToken, Tokenizer

from training.text.messages import Message, RowError

START, END = "<|im_start|>", "<|im_end|>"
# Jinja, as a tokenizer's `chat_template` has it for those who serve the model.
TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Conversation:
    """Token ids [n], and for each whether it is one that the assistant said (its end token among them)."""

    ids: Ids
    said: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pair:
    """Token ids of a prompt and of its two responses, each with its end token."""

    prompt: Ids
    chosen: Ids
    rejected: Ids


class ChatTokenizer:
    """A tokenizer (`tokenizer.json`) with ChatML's two tokens, which are added behind its own if it lacks
    them: `vocabulary_size` is then larger by two, and the model's embeddings must be too.

    A conversation is tokenized as one text, as `apply_chat_template` does, so that no token differs from what
    a server will send.
    """

    def __init__(self, tokenizer: Tokenizer, bos_id: int | None = None) -> None:
        self._tokenizer = tokenizer
        self.bos_id = bos_id
        self.added = tokenizer.add_special_tokens(
            [AddedToken(token, special=True, normalized=False) for token in (START, END)]
        )
        self.start_id, self.end_id = (self._id(token) for token in (START, END))

    @classmethod
    def load(cls, folder: Path, bos_id: int | None = None) -> ChatTokenizer:
        """From a model's folder. Raises FileNotFoundError or ValueError, naming the file."""
        path = folder / "tokenizer.json"
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing: the folder needs the model's tokenizer")
        try:
            return cls(Tokenizer.from_file(str(path)), bos_id)
        except Exception as error:  # the library raises plain Exceptions
            raise ValueError(f"{path} is no tokenizer that can be read: {error}") from error

    @property
    def vocabulary_size(self) -> int:
        """How many ids there are, ChatML's among them."""
        return int(self._tokenizer.get_vocab_size(with_added_tokens=True))

    @property
    def digest(self) -> str:
        """Of everything that decides ids."""
        return hashlib.sha256(f"{self.bos_id} {self._tokenizer.to_str()}".encode()).hexdigest()

    def conversation(self, messages: Sequence[Message]) -> Conversation:
        """All turns; of those of the assistant, the content and the end token are said.

        Raises RowError (`special-token`) for content that holds one of ChatML's tokens: it could pretend to
        be another speaker.
        """
        text, spans = _render(messages)
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        said = np.zeros(len(encoding.ids), dtype=np.bool_)
        starts = np.array([start for start, _ in encoding.offsets])
        for first, end in spans:
            said |= (starts >= first) & (starts < end)
        return self._with_bos(Conversation(np.array(encoding.ids, dtype=np.int64), said))

    def prompt(self, messages: Sequence[Message]) -> Ids:
        """The turns, and the beginning of the assistant's next."""
        text, _ = _render(messages)
        ids = self._tokenizer.encode(f"{text}{START}assistant\n", add_special_tokens=False).ids
        return self._with_bos(Conversation(np.array(ids, dtype=np.int64), np.zeros(len(ids), np.bool_))).ids

    def pair(self, prompt: Sequence[Message], chosen: str, rejected: str) -> Pair:
        """A prompt and two responses. Raises RowError: `special-token`, or `boundary` where the tokenizer
        joins the prompt's end with a response's beginning, so that the prompts differ.
        """
        sides = []
        for response in (chosen, rejected):
            whole = self.conversation([*prompt, Message("assistant", response)])
            # The last run of what is said; the newline after it is no one's.
            last = int(np.flatnonzero(whole.said)[-1]) + 1
            first = int(np.flatnonzero(~whole.said[:last])[-1]) + 1
            sides.append((whole.ids[:first], whole.ids[first:last]))
        if not np.array_equal(sides[0][0], sides[1][0]):
            raise RowError("boundary", "the tokenizer joins the prompt's last token with a response")
        return Pair(sides[0][0], sides[0][1], sides[1][1])

    def _id(self, token: str) -> int:
        index = self._tokenizer.token_to_id(token)
        assert index is not None
        return int(index)

    def decode(self, ids: Ids) -> str:
        """The text, special tokens and all."""
        return str(self._tokenizer.decode(list(map(int, ids)), skip_special_tokens=False))

    def save(self, folder: Path) -> None:
        """Writes `tokenizer.json` as it is now, ChatML's tokens among its own."""
        self._tokenizer.save(str(folder / "tokenizer.json"))

    def _with_bos(self, found: Conversation) -> Conversation:
        if self.bos_id is None:
            return found
        return Conversation(np.insert(found.ids, 0, self.bos_id), np.insert(found.said, 0, False))


def _render(messages: Sequence[Message]) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where in it the assistant speaks, in characters."""
    text, spans = "", []
    for message in messages:
        if START in message.content or END in message.content:
            raise RowError("special-token", f"a message holds {START} or {END}")
        text += f"{START}{message.role}\n"
        first = len(text)
        text += f"{message.content}{END}"
        if message.role == "assistant":
            spans.append((first, len(text)))
        text += "\n"
    return text, spans
