"""What the recipe says about the mixture."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


def _count(value: Any) -> Any:
    """`2B` → 2,000,000,000; numbers as they are."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMBT]?)", value.strip().replace("_", ""), re.IGNORECASE)
    if not found:
        raise ValueError(f"{value!r} is no number of tokens: write it like 500M, 2B or 1.5T")
    return round(float(found[1]) * _UNITS[found[2].upper()])


def _share(value: Any) -> Any:
    """A number alone says how many epochs."""
    return {"epochs": value} if isinstance(value, (int, float)) else value


TokenCount = Annotated[int, BeforeValidator(_count)]


class SourceShare(BaseModel):
    """How much of a source is trained on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    epochs: float = Field(
        default=1.0,
        ge=0,
        le=100,
        description="How often its documents are seen: 0.3 takes three of ten, 1.5 half of them twice.",
    )
    max_tokens: TokenCount | None = Field(
        default=None, ge=0, description="Tokens at most, over all epochs, such as 2B; null: no limit."
    )


Share = Annotated[SourceShare, BeforeValidator(_share)]


class MixtureConfig(BaseModel):
    """How much of each source is trained on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: dict[str, Share] = Field(
        default={},
        description="By a document's source (`enwiki`, `*.stackexchange`, `web`, `tuples`): epochs, or "
        "epochs and max_tokens. Of several patterns that fit, the first counts.",
    )
    others: Share = Field(default=SourceShare(), description="What holds for sources that are not named.")

    def of(self, source: str) -> tuple[str, SourceShare]:
        """The pattern that a source fits (empty: none), and what it asks for."""
        for pattern, share in self.sources.items():
            if fnmatchcase(source, pattern):
                return pattern, share
        return "", self.others


class ValidationConfig(BaseModel):
    """What is held out, to validate on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(
        default=0.001,
        gt=0,
        lt=1,
        description="Of the documents of each source. Documents of one id, and all that duplicate "
        "each other, go to one side together.",
    )
