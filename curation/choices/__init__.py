"""Multiple-choice sets → preference pairs and conversations."""

from curation.choices.config import ChoicesConfig, ChoiceSet
from curation.choices.rows import ItemsToConversations, ItemsToPairs
from curation.choices.source import ChoiceFiles

__all__ = ["ChoiceFiles", "ChoiceSet", "ChoicesConfig", "ItemsToConversations", "ItemsToPairs"]
