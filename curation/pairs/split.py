"""Which side of train and validation a row is on: by a hash of what must not be parted."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from curation.seeded import fraction

TRAIN, VALIDATION = "train", "validation"


class SplitConfig(BaseModel):
    """How rows are divided."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    validation: float = Field(
        default=0.05, ge=0, lt=1, description="Share of pages (or items) to validate on."
    )
    seed: int = Field(
        default=0,
        description="Of the division alone: with the same, other runs put the same pages on the same side.",
    )


def split_of(group: str, config: SplitConfig) -> str:
    """`train` or `validation`: the same for the same group, such as a page's id, wherever it turns up."""
    return VALIDATION if fraction(config.seed, f"split\t{group}") < config.validation else TRAIN
