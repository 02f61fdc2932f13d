"""Which questions are asked, how many of each kind, and what is slipped into them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

_FROZEN = ConfigDict(extra="forbid", frozen=True)


class KindWeights(BaseModel):
    """How many questions of each kind people ask, in proportion."""

    model_config = _FROZEN

    short: float = Field(default=34, ge=0, description="Where, when, who, what, how many: one value.")
    yes_no: float = Field(default=20, ge=0, description="Is it so, did X do Y: yes or no.")
    list: float = Field(default=8, ge=0, description="Several values: children, languages, crew.")
    biography: float = Field(default=3, ge=0, description="A person's life.")
    about: float = Field(default=7, ge=0, description="What is X, tell me about X.")
    summary: float = Field(default=9, ge=0, description="The article, or one of its sections.")
    timeline: float = Field(default=3, ge=0, description="What happened when.")
    comparison: float = Field(default=7, ge=0, description="Which of two is larger, older, longer.")
    unanswerable: float = Field(default=9, ge=0, description="Something the page says nothing about.")


class Strengths(BaseModel):
    """How strongly a premise is put, in proportion."""

    model_config = _FROZEN

    mild: float = Field(default=2, ge=0, description="I think …")
    plain: float = Field(default=3, ge=0, description="Stated as a fact.")
    insistent: float = Field(default=1, ge=0, description="Everyone knows …; do not tell me otherwise.")


class InsertionConfig(BaseModel):
    """What is slipped into questions."""

    model_config = _FROZEN

    share: float = Field(default=0.3, ge=0, le=1, description="Share of questions with something inserted.")
    false_premise: float = Field(default=4, ge=0, description="Weight of a wrong statement on the subject.")
    true_premise: float = Field(default=2, ge=0, description="Weight of a right statement on the subject.")
    distractor: float = Field(default=2, ge=0, description="Weight of a statement on something else.")
    leading: float = Field(default=2, ge=0, description="Weight of a suggested answer.")
    pressure: float = Field(default=1, ge=0, description="Weight of a suggested answer that is insisted on.")
    false_share: float = Field(
        default=0.65, ge=0, le=1, description="Share of suggested answers (leading, pressure) that are wrong."
    )
    strength: Strengths = Strengths()


class WrongValuesConfig(BaseModel):
    """How far wrong values are from right ones."""

    model_config = _FROZEN

    years: int = Field(default=25, ge=1, description="A wrong date is at most so many years off.")
    factor: float = Field(
        default=3.0, gt=1.2, description="A wrong number is at most so many times as large."
    )
    pool_size: int = Field(
        default=300, ge=2, description="Facts kept for each relation and type of subject, as wrong values."
    )


class QuestionsConfig(BaseModel):
    """The questions that are made of facts."""

    model_config = _FROZEN

    per_page: int = Field(default=120, ge=1, description="Questions of one page at most.")
    weights: KindWeights = KindWeights()
    false_share: float = Field(
        default=0.5, ge=0, le=1, description="Share of yes-no questions to which the answer is no."
    )
    insertion: InsertionConfig = InsertionConfig()
    wrong: WrongValuesConfig = WrongValuesConfig()
