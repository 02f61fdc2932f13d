"""What decides how tuples become paragraphs."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Morphology = Literal["rules", "spacy"]

# Who is believed when two sources say the same: people wrote or checked the first, machines mined the last.
SOURCES = ("atomic2020", "atomic2019", "conceptnet", "cn100k", "ascentpp", "ascent", "quasimodo")


class VerbaliseConfig(BaseModel):
    """How a subject's tuples are chosen and written down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    morphology: Morphology = Field(
        default="rules",
        description="Who tells parts of speech apart: `rules` (a dictionary and the relation), or `spacy` "
        "(the model named `spacy_model`, which must be installed; slower). They write different text.",
    )
    spacy_model: str = Field(default="en_core_web_sm", description="The spaCy model of `morphology: spacy`.")
    people: Literal["names", "someone"] = Field(
        default="names", description="What PersonX and PersonY are called: given names, or `someone`."
    )
    max_tuples: int = Field(default=24, ge=1, description="Tuples of one subject that are written down.")
    max_per_relation: int = Field(default=4, ge=1, description="Of them, those of one relation.")
    rough_per_relation: int = Field(
        default=2,
        ge=1,
        description="The same for a subject of which only lemmatised sources (CN-100K) speak, and for an "
        "event with people of which only those do that people typed (ATOMIC). The plainest are preferred.",
    )
    rough_tuples: int = Field(default=5, ge=1, description="The same of all tuples of such a subject.")
    min_tuples: int = Field(
        default=1, ge=1, description="Subjects with fewer are dropped as `too-few-tuples`."
    )
    sources: tuple[str, ...] = Field(
        default=SOURCES,
        description="Sources by priority: of tuples that say the same, the first one's is kept.",
    )
