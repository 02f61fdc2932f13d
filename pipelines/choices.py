"""Multiple-choice sets → preference pairs and conversations.

NAME-items   Parquet of `ChoiceItem`: every row that has an answer, whatever its set's format
NAME-pairs   Parquet of `PreferencePair`, and a card: the right answer before a wrong one
NAME-sft     Parquet of `Conversation`: the question and its right answer

Another seed or other forms redo the last two.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from curation.choices import ChoiceFiles, ChoicesConfig, ChoiceSet, ItemsToConversations, ItemsToPairs
from curation.pairs.card import WriteCard
from pipelines.engine import Map, Stage
from pipelines.stage_rows import as_they_are
from schemas.choices import ChoiceItem
from schemas.preferences import Conversation, PreferencePair


class ChoiceSource(BaseModel):
    """Multiple-choice sets in their publishers' formats."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sets: dict[str, ChoiceSet] = Field(
        min_length=1,
        description="Sets by name: commonsenseqa, siqa, piqa, obqa, protoqa, record; or another name, with "
        "their `layout`.",
    )
    rows: ChoicesConfig = ChoicesConfig()

    def stages(self, name: str, number: int, seed: int) -> list[Stage]:
        """Items, pairs and conversations."""
        first = f"{name}-items"
        rows = {"rows": self.rows, "seed": seed}
        return [
            Map(
                name=first,
                number=number,
                source=ChoiceFiles(self.sets),
                function=as_they_are,
                output=ChoiceItem,
                config={"sets": self.sets},
            ),
            Map(
                name=f"{name}-pairs",
                number=number + 1 if number else 0,
                inputs=(first,),
                input=ChoiceItem,
                function=ItemsToPairs(self.rows, seed),
                output=PreferencePair,
                config=rows,
                finish=WriteCard("Preference pairs of multiple-choice sets"),
            ),
            Map(
                name=f"{name}-sft",
                number=number + 2 if number else 0,
                inputs=(first,),
                input=ChoiceItem,
                function=ItemsToConversations(self.rows, seed),
                output=Conversation,
                config=rows,
            ),
        ]
