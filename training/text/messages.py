"""Conversations as people write them down: messages, ShareGPT's turns, Alpaca's fields, plain text pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Names of speakers, as other data sets have them.
_ROLES = {
    "system": "system",
    "user": "user",
    "human": "user",
    "prompter": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "tool": "tool",
    "observation": "tool",
    "function": "tool",
}


class RowError(ValueError):
    """A row that is not trained on; `reason` is a short code to count by."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Message:
    """One turn: `role` is `system`, `user`, `assistant` or `tool`."""

    role: str
    content: str


def read_messages(value: Any) -> list[Message]:
    """`[{role, content}]`, ShareGPT's `[{from, value}]`, or a string, which is a user's message.

    Raises RowError for anything else.
    """
    if isinstance(value, str):
        return [Message("user", value)]
    if not isinstance(value, Sequence):
        raise RowError("malformed", f"messages are a list or a string, and not {value!r:.80}")
    messages = []
    for turn in value:
        if not isinstance(turn, Mapping):
            raise RowError("malformed", f"a message has a role and content: {turn!r:.80}")
        role = turn.get("role", turn.get("from"))
        content = turn.get("content", turn.get("value"))
        if role not in _ROLES:
            raise RowError("unknown-role", f"{role!r} is no role: known are {', '.join(_ROLES)}")
        if not isinstance(content, str):
            raise RowError("malformed", f"a message's content is text, and not {content!r:.80}")
        messages.append(Message(_ROLES[role], content))
    return messages


def read_conversation(row: Mapping[str, Any]) -> list[Message]:
    """A row of an instruction set: `messages`, ShareGPT's `conversations` (with `system`), Alpaca's
    `instruction`, `input` and `output`, MetaMathQA's `query` and `response`, or `prompt` and `completion`.

    Raises RowError for rows of another shape, and for those without an answer.
    """
    for field in ("messages", "conversations", "conversation"):
        if row.get(field):
            messages = _pairs(row[field]) or read_messages(row[field])
            break
    else:
        messages = _question_and_answer(row)
    if row.get("system"):
        messages = [Message("system", str(row["system"])), *messages]
    if not any(message.role == "assistant" and message.content.strip() for message in messages):
        raise RowError("no-answer", "no message of the assistant says anything")
    return messages


def read_preference(row: Mapping[str, Any]) -> tuple[list[Message], str, str]:
    """A preference pair: the prompt, the chosen and the rejected response.

    `prompt`, `chosen` and `rejected` are message lists or strings; without a prompt, `chosen` and `rejected`
    are whole conversations that differ in the last message, or ShareGPT's `conversations` is the prompt.
    Raises RowError: `malformed`, `equal-sides`, `empty-response`.
    """
    chosen, rejected = row.get("chosen"), row.get("rejected")
    if chosen is None or rejected is None:
        raise RowError("malformed", f"a pair has chosen and rejected: it has {', '.join(map(str, row))}")
    prompt = row.get("prompt") or row.get("conversations") or row.get("question")
    if prompt is None:
        shared, chosen, rejected = _split(read_messages(chosen), read_messages(rejected))
    else:
        shared = read_messages(prompt)
    sides = [_response(side) for side in (chosen, rejected)]
    if not all(side.strip() for side in sides):
        raise RowError("empty-response", "a response is empty")
    if sides[0].strip() == sides[1].strip():
        raise RowError("equal-sides", "chosen and rejected are the same")
    if not shared:
        raise RowError("malformed", "there is no prompt")
    return shared, sides[0], sides[1]


def _split(chosen: list[Message], rejected: list[Message]) -> tuple[list[Message], Any, Any]:
    if len(chosen) < 2 or len(rejected) < 2 or chosen[:-1] != rejected[:-1]:
        raise RowError("malformed", "without a prompt, both sides begin with the same messages")
    return chosen[:-1], [vars_of(chosen[-1])], [vars_of(rejected[-1])]


def vars_of(message: Message) -> dict[str, str]:
    """The message as a dictionary."""
    return {"role": message.role, "content": message.content}


def _response(side: Any) -> str:
    if isinstance(side, str):
        return side
    messages = read_messages([side] if isinstance(side, Mapping) else side)
    if len(messages) != 1 or messages[0].role != "assistant":
        raise RowError("malformed", "a response is one message of the assistant")
    return messages[0].content


def _pairs(turns: Any) -> list[Message]:
    """Capybara's turns, each with an input and an output."""
    if not (isinstance(turns, Sequence) and all(isinstance(t, Mapping) and "output" in t for t in turns)):
        return []
    return [
        Message(role, str(turn[field]))
        for turn in turns
        for role, field in (("user", "input"), ("assistant", "output"))
    ]


def _question_and_answer(row: Mapping[str, Any]) -> list[Message]:
    if "instruction" in row and "output" in row:
        extra = str(row.get("input") or "")
        question = f"{row['instruction']}\n\n{extra}" if extra else str(row["instruction"])
        return [Message("user", question), Message("assistant", str(row["output"]))]
    for question, answer in (("query", "response"), ("prompt", "completion"), ("prompt", "response")):
        if row.get(question) is not None and row.get(answer) is not None:
            said = row[answer]
            answers = [Message("assistant", said)] if isinstance(said, str) else read_messages(said)
            return [*read_messages(row[question]), *answers]
    raise RowError("malformed", f"no conversation is found in the fields {', '.join(map(str, row))}")
