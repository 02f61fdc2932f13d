"""Which evaluation sets documents are compared with, and what makes a document contaminated."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Paths = Annotated[tuple[str, ...], BeforeValidator(_several)]


class ItemFields(BaseModel):
    """Where a row of an evaluation file has what. A path is dotted, goes through lists (`choices.text` is
    that of every choice), and `*` stands for every key.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Paths = Field(min_length=1, description="Texts that make the question, one after the other.")
    choices: Paths = Field(default=(), description="Texts to choose from.")
    answer: str = Field(default="", description="The right answer, or several.")
    answer_is: Literal["text", "label", "letter", "from-0", "from-1"] = Field(
        default="text",
        description="What stands there: the text itself, one of `labels`, a letter from A on, or the "
        "choice's number, counted from 0 or 1.",
    )
    labels: str = Field(default="", description="The labels of the choices, in their order.")
    rows: str = Field(default="", description="In a JSON file, the list of rows.")
    each: str = Field(default="", description="A list in the row whose every entry makes an item.")
    columns: tuple[str, ...] = Field(
        default=(), description="Names of the columns of a CSV file without header."
    )
    blank: str = Field(
        default="", description="What marks the gap in the question that choices (or answers) fill."
    )
    continues: bool = Field(
        default=False, description="Whether question and choice make one text, as the end of a story."
    )


class EvaluationSet(BaseModel):
    """Files of one evaluation set: JSONL, JSON, Parquet, CSV or TSV, also compressed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Paths = Field(min_length=1, description="Files or patterns such as `mmlu/test/*.csv`.")
    layout: str = Field(
        default="", description="A built-in layout, such as `arc`; the set's name if empty and there is one."
    )
    fields: ItemFields | None = Field(default=None, description="Instead: where the fields are.")
    answers: str = Field(
        default="", description="A file with a line per row that has the answer, as those of PIQA."
    )

    @model_validator(mode="after")
    def _one_layout(self) -> EvaluationSet:
        if self.fields and self.layout:
            raise ValueError("give either `layout` or `fields`")
        if self.answers and len(self.path) != 1:
            raise ValueError("`answers` belongs to one file: give each of them a set of its own")
        return self


class IndexConfig(BaseModel):
    """Which n-grams are looked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sets: dict[str, EvaluationSet] = Field(min_length=1, description="Evaluation sets by name.")
    words: int = Field(
        default=13,
        ge=4,
        le=64,
        description="Words per n-gram. 13 is what GPT-3 used (https://arxiv.org/abs/2005.14165, appendix C) "
        "and others since.",
    )
    min_words: int = Field(
        default=8,
        ge=4,
        description="Items of fewer than `words` words are looked for as a whole if they have so many; "
        "shorter ones are common phrases, are not looked for, and are listed. 8 is GPT-3's smallest n.",
    )
    max_texts: int = Field(
        default=10,
        ge=1,
        description="N-grams of more different texts than this are not looked for, as they tell nothing of "
        "an item: instructions such as `which of the following`. (GPT-3 ignored those in more than 10 "
        "documents.)",
    )

    @model_validator(mode="after")
    def _ordered(self) -> IndexConfig:
        if self.min_words > self.words:
            raise ValueError(f"min_words ({self.min_words}) is more than words ({self.words})")
        return self


class DecontaminationConfig(IndexConfig):
    """What is looked for, and what becomes of the documents that have it."""

    min_share: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="A document is contaminated if it has this share of an item's n-grams. Half: one 13-gram "
        "is a common phrase or a quotation that both have from elsewhere, unless the item is hardly longer; "
        "and of a copy in which a word was changed, an item of 40 words has half of its n-grams left.",
    )
    report_share: float = Field(
        default=0.1, ge=0, le=1, description="Documents with less of an item are not in the report."
    )
    action: Literal["remove", "mask"] = Field(
        default="remove",
        description="What becomes of contaminated documents: dropped, or the stretches cut out.",
    )
    mask: Literal["sentence", "line"] = Field(default="sentence", description="What is cut out at least.")

    @model_validator(mode="after")
    def _reported(self) -> DecontaminationConfig:
        if self.report_share > self.min_share:
            raise ValueError(
                f"report_share ({self.report_share}) is more than min_share ({self.min_share}): "
                "documents would be contaminated and not in the report"
            )
        return self
