"""Instruction sets → conversations and preference pairs.

NAME-sft     Parquet of `Conversation`: rows of Alpaca, ShareGPT, messages and the like
NAME-pairs   Parquet of `PreferencePair`, and a card: rows with a chosen and a rejected answer

Both read all files, and each takes the rows that are its own.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from curation.instructions import (
    InstructionFiles,
    InstructionsConfig,
    InstructionSet,
    RowsToConversations,
    RowsToPairs,
)
from curation.pairs.card import WriteCard
from pipelines.engine import Map, Stage
from schemas.preferences import Conversation, PreferencePair


class InstructionSource(BaseModel):
    """Instruction sets, as they are published."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sets: dict[str, InstructionSet] = Field(min_length=1, description="Sets by name.")
    rows: InstructionsConfig = InstructionsConfig()

    def stages(self, name: str, number: int) -> list[Stage]:
        """Conversations and pairs."""
        config = {"sets": self.sets, "rows": self.rows}
        source = InstructionFiles(self.sets)
        return [
            Map(
                name=f"{name}-sft",
                number=number,
                source=source,
                function=RowsToConversations(self.rows),
                output=Conversation,
                config=config,
            ),
            Map(
                name=f"{name}-pairs",
                number=number + 1 if number else 0,
                source=source,
                function=RowsToPairs(self.rows),
                output=PreferencePair,
                config=config,
                finish=WriteCard("Preference pairs of instruction sets"),
            ),
        ]
