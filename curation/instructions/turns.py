"""Rows of instruction sets → messages: Alpaca, ShareGPT, messages, prompts with one answer or two.

The roles are those of ChatML, as the trainer reads them: system, user, assistant, tool.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.preferences import ChatMessage

# What sets call their speakers. A call of a function is something the assistant says.
_ROLES = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "human": "user",
    "prompter": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "chatbot": "assistant",
    "function_call": "assistant",
    "tool": "tool",
    "observation": "tool",
    "function": "tool",
    "function_response": "tool",
}
_LISTS = ("messages", "conversations", "conversation")
_ANSWERED = (
    ("query", "response"),
    ("prompt", "completion"),
    ("prompt", "response"),
    ("question", "answer"),
    ("question", "response"),
)


class TurnsError(ValueError):
    """A row that is broken; `reason` is a short code to count by."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sides:
    """A prompt and two answers; the scores are those of the row, if it has both."""

    prompt: list[ChatMessage]
    chosen: str
    rejected: str
    scores: tuple[float, float] | None


def is_preference(row: Mapping[str, Any]) -> bool:
    """Whether the row has two sides."""
    return "chosen" in row and "rejected" in row


def is_labelled_bad(row: Mapping[str, Any]) -> bool:
    """Whether the row says that its answer is not to be learnt, as those for KTO do."""
    return row.get("label") is False


def read_turns(row: Mapping[str, Any], tools: str) -> list[ChatMessage]:
    """The row's conversation. `tools` is what the system message says of the row's tools (`{tools}`).

    Raises TurnsError: `malformed`, `unknown-role`, `invalid-unicode`.
    """
    found = next((row[name] for name in _LISTS if row.get(name)), None)
    if found is None:
        messages = _question_and_answer(row)
    elif isinstance(found, Sequence) and all(isinstance(t, Mapping) and "output" in t for t in found):
        messages = [
            _message(role, turn.get(field))
            for turn in found
            for role, field in (("user", "input"), ("assistant", "output"))
        ]
    else:
        messages = read_messages(found)
    return _with_system(messages, row, tools)


def read_sides(row: Mapping[str, Any], tools: str) -> Sides:
    """The row's prompt and two answers. Where it has no prompt, its sides are whole conversations that differ
    in the last message.

    Raises TurnsError: `malformed`, `unknown-role`, `invalid-unicode`.
    """
    prompt = next(
        (row[name] for name in ("prompt", *_LISTS, "question", "instruction") if row.get(name)), None
    )
    sides = [_side(row[name]) for name in ("chosen", "rejected")]
    if prompt is None:
        if any(len(side) < 2 for side in sides) or sides[0][:-1] != sides[1][:-1]:
            raise TurnsError(
                "malformed", "there is no prompt, and the sides do not begin with the same messages"
            )
        shared = sides[0][:-1]
    else:
        shared = [_message("user", prompt)] if isinstance(prompt, str) else read_messages(prompt)
        if row.get("input") and isinstance(prompt, str):
            shared = [_message("user", f"{prompt}\n\n{row['input']}")]
        # Some sets repeat the prompt in both sides.
        sides = [side[len(shared) :] if side[: len(shared)] == shared else side for side in sides]
    answers = [side[-1] for side in sides if side and side[-1].role == "assistant"]
    if len(answers) < 2 or (prompt is not None and any(len(side) != 1 for side in sides)):
        raise TurnsError("malformed", "a side is one answer of the assistant")
    scores = _scores(row)
    return Sides(_with_system(shared, row, tools), answers[0].content, answers[1].content, scores)


def read_messages(value: Any) -> list[ChatMessage]:
    """`[{role, content}]`, as OpenAI's API has it, or ShareGPT's `[{from, value}]`. Raises TurnsError."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TurnsError("malformed", f"a conversation is a list of messages, and not {value!r:.80}")
    messages = []
    for turn in value:
        if not isinstance(turn, Mapping):
            raise TurnsError("malformed", f"a message has a role and a content: {turn!r:.80}")
        role = turn.get("role") or turn.get("from")
        if not isinstance(role, str) or role.lower() not in _ROLES:
            raise TurnsError("unknown-role", f"{role!r} is no role that is known ({', '.join(_ROLES)})")
        content = turn.get("content", turn.get("value"))
        if turn.get("tool_calls"):
            calls = "\n".join(_call(call) for call in turn["tool_calls"])
            content = f"{content}\n{calls}" if content else calls
        messages.append(_message(_ROLES[role.lower()], content))
    return messages


def _side(value: Any) -> list[ChatMessage]:
    if isinstance(value, str):
        return [_message("assistant", value)]
    return read_messages([value] if isinstance(value, Mapping) else value)


def _message(role: str, content: Any) -> ChatMessage:
    """The message, its text in NFC and without spaces around it."""
    if isinstance(content, Sequence) and not isinstance(content, str):
        # Parts, as OpenAI's API has them; only text can be trained on.
        texts = [part.get("text") if isinstance(part, Mapping) else part for part in content]
        plain = [text for text in texts if isinstance(text, str)]
        content = "\n".join(plain) if len(plain) == len(texts) else content
    if not isinstance(content, str):
        raise TurnsError("malformed", f"what the {role} says is no text, but {content!r:.80}")
    try:
        content.encode()
    except UnicodeEncodeError as error:
        raise TurnsError("invalid-unicode", f"what the {role} says has half of a surrogate pair") from error
    return ChatMessage(role=role, content=unicodedata.normalize("NFC", content).strip())


def _call(call: Any) -> str:
    """A call of a tool as JSON."""
    function = call.get("function", call) if isinstance(call, Mapping) else call
    return json.dumps(function, ensure_ascii=False)


def _question_and_answer(row: Mapping[str, Any]) -> list[ChatMessage]:
    """Alpaca's fields, with turns before them in `history`; or one field that asks and one that answers."""
    if "instruction" in row and "output" in row:
        asked, more = row["instruction"], row.get("input")
        if isinstance(asked, str) and isinstance(more, str) and more.strip():
            asked = f"{asked.strip()}\n\n{more}"
        earlier = [
            _message(role, said)
            for turn in row.get("history") or ()
            for role, said in zip(("user", "assistant"), turn, strict=False)
        ]
        return [*earlier, _message("user", asked), _message("assistant", row["output"])]
    for question, answer in _ANSWERED:
        if row.get(question) is not None and row.get(answer) is not None:
            sides = [row[question], row[answer]]
            return [
                message
                for role, side in zip(("user", "assistant"), sides, strict=True)
                for message in ([_message(role, side)] if isinstance(side, str) else read_messages(side))
            ]
    raise TurnsError("malformed", f"no conversation is found in the fields {', '.join(map(str, row))}")


def _with_system(messages: list[ChatMessage], row: Mapping[str, Any], tools: str) -> list[ChatMessage]:
    """With what the row says beside the turns: a system prompt, and the tools that can be called."""
    said = [str(row["system"])] if row.get("system") else []
    listed = row.get("tools")
    if listed and listed != "[]" and tools:
        text = listed if isinstance(listed, str) else json.dumps(listed, ensure_ascii=False)
        said.append(tools.replace("{tools}", text))
    if not said:
        return messages
    if messages and messages[0].role == "system":
        said.insert(0, messages[0].content)
        messages = messages[1:]
    return [_message("system", "\n\n".join(said)), *messages]


def _scores(row: Mapping[str, Any]) -> tuple[float, float] | None:
    beside = row.get("metadata")
    for place in (row, beside if isinstance(beside, Mapping) else {}):
        scores = place.get("score_chosen"), place.get("score_rejected")
        if all(isinstance(score, (int, float)) for score in scores):
            return float(scores[0]), float(scores[1])  # type: ignore[arg-type]
    return None
