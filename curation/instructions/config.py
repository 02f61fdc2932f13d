"""Which instruction sets are read, and what is made of their rows."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from curation.pairs.split import SplitConfig


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class InstructionSet(BaseModel):
    """Files of one set: JSONL, JSON or Parquet. The rows say themselves which format they are in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Annotated[tuple[str, ...], BeforeValidator(_several)] = Field(
        min_length=1, description="Files, folders, patterns or URLs."
    )
    licence: str = Field(default="", description="An SPDX expression, for the rows and the card.")


class InstructionsConfig(BaseModel):
    """What is made of the rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tools: str = Field(
        default="You can call these tools:\n{tools}",
        description="What a system message says of the tools of a row that has some; {tools} is their list "
        "as the row has it. Empty: nothing is said.",
    )
    min_gap: float = Field(
        default=0.0,
        ge=0,
        description="Pairs whose sides have scores (`score_chosen`, `score_rejected`) need a gap of more "
        "than this.",
    )
    split: SplitConfig = SplitConfig()
