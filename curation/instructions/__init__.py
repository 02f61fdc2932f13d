"""Instruction sets of several formats → conversations and preference pairs."""

from curation.instructions.config import InstructionsConfig, InstructionSet
from curation.instructions.rows import RowsToConversations, RowsToPairs
from curation.instructions.source import InstructionFiles, InstructionRow

__all__ = [
    "InstructionFiles",
    "InstructionRow",
    "InstructionSet",
    "InstructionsConfig",
    "RowsToConversations",
    "RowsToPairs",
]
