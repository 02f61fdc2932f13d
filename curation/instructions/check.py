"""What is wrong with a conversation, if anything."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.preferences import ChatMessage

# Who may speak after whom; tools answer calls, several of them in turn.
_AFTER = {
    "": ("system", "user"),
    "system": ("user",),
    "user": ("assistant",),
    "assistant": ("user", "tool"),
    "tool": ("assistant", "tool"),
}
# With these in a message, it could pretend to be another speaker.
_MARKS = ("<|im_start|>", "<|im_end|>")


def problem(messages: Sequence[ChatMessage], last: str = "assistant") -> str:
    """Why the conversation cannot be trained on, or empty: `no-assistant`, `empty-turn`, `not-alternating`,
    `special-token`. `last` is who has to speak last: in the prompt of a pair it is not the assistant.
    """
    if last == "assistant" and not any(message.role == "assistant" for message in messages):
        return "no-assistant"
    before = ""
    for message in messages:
        if not message.content.strip():
            return "empty-turn"
        if any(mark in message.content for mark in _MARKS):
            return "special-token"
        if message.role not in _AFTER[before]:
            return "not-alternating"
        before = message.role
    if last == "assistant" and before != "assistant":
        return "not-alternating"
    if last == "user" and before not in ("user", "tool"):
        return "not-alternating"
    return ""


def answered(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The conversation to its last answer: a question that nobody answers teaches nothing."""
    end = len(messages)
    while end and messages[end - 1].role == "user":
        end -= 1
    return list(messages[:end] if end else messages)
