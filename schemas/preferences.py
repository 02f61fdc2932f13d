"""What tuning reads: preference pairs and conversations, in the columns that TRL and others expect."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One turn: `role` is `system`, `user`, `assistant` or `tool`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencePair:
    """A preferred and a rejected answer to one prompt. `prompt`, `chosen` and `rejected` are lists of
    messages, as TRL's DPOTrainer reads them; no column is a map, which `datasets` does not know.

    Scores and `margin` are those of the two `ScoredResponse`s (1, 0 and 1 for a multiple-choice set);
    `confidence` is the bootstrap's share of draws in which chosen stays ahead (1 where nothing is uncertain);
    `split` is `train` or `validation`, by page. `group` is what must not be split (the page, the item).

    `form` is how the prompt is put (`open`, `options`, …), `inserted` the kinds of what was slipped into the
    question, `licence` an SPDX expression. Models and states are of the two responses (`reference`: no model
    was asked). Each is empty where it is unknown or means nothing.
    """

    VERSION: ClassVar[int] = 2

    id: str
    prompt: list[ChatMessage]
    chosen: list[ChatMessage]
    rejected: list[ChatMessage]
    kind: str
    source: str
    chosen_score: float
    rejected_score: float
    margin: float
    confidence: float
    split: str
    group: str
    question: str = ""
    chosen_response: str = ""
    rejected_response: str = ""
    chosen_model: str = ""
    rejected_model: str = ""
    chosen_state: str = ""
    rejected_state: str = ""
    form: str = ""
    inserted: list[str] = field(default_factory=list)
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation to tune on: the loss is on the assistant's turns. `form` and `licence` are as in
    `PreferencePair`, `group` is what must not be split.
    """

    VERSION: ClassVar[int] = 2

    id: str
    messages: list[ChatMessage]
    source: str
    split: str
    group: str = ""
    form: str = ""
    licence: str = ""
