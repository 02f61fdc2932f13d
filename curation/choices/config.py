"""Which multiple-choice sets are read, and how many rows are made of an item."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from curation.pairs.split import SplitConfig


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class ChoiceSet(BaseModel):
    """Files of one set, as its publisher made them or as Parquet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Annotated[tuple[str, ...], BeforeValidator(_several)] = Field(
        min_length=1, description="Files, folders, patterns or URLs."
    )
    layout: str = Field(
        default="", description="What the rows look like, such as `piqa`; empty: the set's name says it."
    )
    labels: str = Field(
        default="",
        description="A file with the answer of each row; empty: `dev-labels.lst` beside `dev.jsonl`, if "
        "there is one.",
    )
    licence: str = Field(
        default="", description="An SPDX expression; empty: the one that the set is published under."
    )


class FormWeights(BaseModel):
    """How often a question is put in which form, in proportion, where it can be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    open: float = Field(default=1.0, ge=0, description="The question alone.")
    options: float = Field(default=1.0, ge=0, description="With the choices, lettered or numbered or listed.")


class ChoicesConfig(BaseModel):
    """The rows that are made of an item."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rejected: int = Field(
        default=2, ge=1, description="Pairs of an item at most, each with another wrong choice."
    )
    forms: FormWeights = FormWeights()
    max_options: int = Field(
        default=6, ge=2, description="Choices that are shown at most; of the wrong ones, some are left out."
    )
    min_ratio: float = Field(
        default=2.0,
        gt=1,
        description="Of answers that people gave (ProtoQA): how many times as often the chosen was given.",
    )
    split: SplitConfig = SplitConfig()
