"""Scored responses → preference pairs, and the card that says what is in them."""

from curation.pairs.card import PairsCard, card_markdown, card_of
from curation.pairs.config import PairsConfig
from curation.pairs.select import pairs_of
from curation.pairs.split import SplitConfig, split_of
from curation.pairs.stage import ResponsesToPairs

__all__ = [
    "PairsCard",
    "PairsConfig",
    "ResponsesToPairs",
    "SplitConfig",
    "card_markdown",
    "card_of",
    "pairs_of",
    "split_of",
]
