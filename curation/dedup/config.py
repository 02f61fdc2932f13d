"""What counts as a duplicate, and which copy is kept."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from typing_extensions import Self


class MinHashConfig(BaseModel):
    """How near-duplicates are found. Two documents whose sets of shingles have Jaccard similarity J meet in
    a band with probability 1 - (1 - J^rows)^bands: with 14 x 8, which FineWeb uses
    (https://arxiv.org/abs/2406.17557), 0.21 at J = 0.6, 0.56 at 0.7, 0.92 at 0.8 and 0.9996 at 0.9.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    shingle_words: int = Field(default=5, ge=1, le=64, description="Consecutive words per shingle.")
    bands: int = Field(default=14, ge=1, le=1024, description="Bands per signature.")
    rows: int = Field(default=8, ge=1, le=256, description="Values of the signature per band.")
    seed: int = Field(default=1, ge=0, lt=1 << 32, description="datasketch's seed of the permutations.")

    @property
    def permutations(self) -> int:
        """Values per signature."""
        return self.bands * self.rows


class DuplicatesConfig(BaseModel):
    """Which documents are duplicates, and which copy of several is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    near: MinHashConfig | None = Field(
        default=MinHashConfig(), description="How near-duplicates are found; null: only exact ones are."
    )
    check: Literal["none", "estimate", "jaccard"] = Field(
        default="estimate",
        description="Whether each document is compared with the copy that is kept, and stays if it is not "
        "similar: never, by the signatures (free), or by all shingles (reads the texts of candidates again).",
    )
    min_similarity: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="The check's threshold. As A ~ B and B ~ C make one cluster, A and C may have little in "
        "common; 0.5 is well below what the bands find by themselves.",
    )
    source_priority: tuple[str, ...] = Field(
        default=(), description="Sources whose copy is kept first, best first; others come after, all alike."
    )
    against: tuple[str, ...] = Field(
        default=(),
        description="Finished runs whose documents stay as they are: what duplicates one of them is dropped.",
    )
    components: Literal["memory", "rounds"] = Field(
        default="memory",
        description="Whether connected components are found in one worker's memory (about 150 bytes per "
        "link) or by rounds of stages.",
    )

    @model_validator(mode="after")
    def _signatures_suffice(self) -> Self:
        if self.against and self.check == "jaccard":
            raise ValueError(
                "check: jaccard reads texts, and of the runs in `against` only signatures are read"
            )
        return self
