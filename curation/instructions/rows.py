"""Rows of instruction sets → conversations, and pairs of those that have two sides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.instructions.check import answered, problem
from curation.instructions.config import InstructionsConfig
from curation.instructions.source import InstructionRow
from curation.instructions.turns import TurnsError, is_labelled_bad, is_preference, read_sides, read_turns
from curation.pairs.split import split_of
from schemas.outcome import Dropped, Rejected
from schemas.preferences import ChatMessage, Conversation, PreferencePair


@dataclass(frozen=True)
class RowsToConversations:
    """Function of a map stage: rows → conversations. Dropped: `preference` (rows with two sides, which are
    pairs), `labelled-bad`, `repeated` (in the same file), and what `check.problem` says; rejected: what
    `turns` says. Holds 16 bytes of each row of a file.
    """

    config: InstructionsConfig

    def __call__(self, rows: Iterable[InstructionRow]) -> Iterator[Conversation | Dropped | Rejected]:
        """See the class."""
        seen: set[bytes] = set()
        for row in rows:
            yield self._conversation(row, seen)

    def _conversation(self, row: InstructionRow, seen: set[bytes]) -> Conversation | Dropped | Rejected:
        if is_preference(row.row):
            return Dropped("preference", row.row)
        if is_labelled_bad(row.row):
            return Dropped("labelled-bad", row.row)
        try:
            messages = answered(read_turns(row.row, self.config.tools))
        except TurnsError as error:
            return Rejected(error.reason, row.id, str(error), str(row.row))
        if reason := problem(messages) or _repeated(messages, seen):
            return Dropped(reason, row.row)
        group = _group(row.set, messages)
        return Conversation(
            id=row.id,
            messages=messages,
            source=row.set,
            split=split_of(group, self.config.split),
            group=group,
            form="multi-turn" if sum(m.role == "user" for m in messages) > 1 else "single-turn",
            licence=row.licence,
        )


@dataclass(frozen=True)
class RowsToPairs:
    """Function of a map stage: rows with two sides → pairs. Dropped: `one-side` (rows that are
    conversations), `empty-side`, `equal-sides`, `tied` (scores that are no further apart than they have to
    be, or the wrong way round), `repeated`, and what `check.problem` says; rejected: what `turns` says.
    """

    config: InstructionsConfig

    def __call__(self, rows: Iterable[InstructionRow]) -> Iterator[PreferencePair | Dropped | Rejected]:
        """See the class."""
        seen: set[bytes] = set()
        for row in rows:
            yield self._pair(row, seen)

    def _pair(self, row: InstructionRow, seen: set[bytes]) -> PreferencePair | Dropped | Rejected:
        if not is_preference(row.row):
            return Dropped("one-side", row.row)
        try:
            sides = read_sides(row.row, self.config.tools)
        except TurnsError as error:
            return Rejected(error.reason, row.id, str(error), str(row.row))
        if not sides.chosen or not sides.rejected:
            return Dropped("empty-side", row.row)
        if " ".join(sides.chosen.split()) == " ".join(sides.rejected.split()):
            return Dropped("equal-sides", row.row)
        if sides.scores and sides.scores[0] - sides.scores[1] <= self.config.min_gap:
            return Dropped("tied", row.row)
        answers = [ChatMessage(role="assistant", content=text) for text in (sides.chosen, sides.rejected)]
        reason = problem(sides.prompt, last="user") or next(filter(None, map(_marked, answers)), "")
        if reason := reason or _repeated([*sides.prompt, *answers], seen):
            return Dropped(reason, row.row)
        group = _group(row.set, sides.prompt)
        return PreferencePair(
            id=row.id,
            prompt=sides.prompt,
            chosen=answers[:1],
            rejected=answers[1:],
            kind="instruction",
            source=row.set,
            chosen_score=1.0,
            rejected_score=0.0,
            margin=1.0,
            confidence=1.0,
            split=split_of(group, self.config.split),
            group=group,
            form="multi-turn" if sum(m.role == "user" for m in sides.prompt) > 1 else "single-turn",
            licence=row.licence,
        )


def _marked(answer: ChatMessage) -> str:
    """Whether the answer alone has one of ChatML's marks in it."""
    reason = problem([ChatMessage(role="user", content="?"), answer])
    return reason if reason == "special-token" else ""


def _repeated(messages: Iterable[ChatMessage], seen: set[bytes]) -> str:
    digest = _digest("\x00".join(f"{message.role}\x00{message.content}" for message in messages))
    if digest in seen:
        return "repeated"
    seen.add(digest)
    return ""


def _group(name: str, messages: Iterable[ChatMessage]) -> str:
    """By what was asked first: the same question is on one side of the split."""
    asked = next((message.content for message in messages if message.role == "user"), "")
    return f"{name}:{_digest(' '.join(asked.casefold().split())).hex()}"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
