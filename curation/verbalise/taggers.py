"""The tagger that a configuration asks for."""

from __future__ import annotations

from curation.verbalise.config import VerbaliseConfig
from curation.verbalise.tagging import RuleTagger, Tagger


def load_tagger(config: VerbaliseConfig) -> Tagger:
    """Raises ValueError if spaCy or its model is not installed: to fall back on the rules would write other
    text on other machines.
    """
    if config.morphology == "rules":
        return RuleTagger()
    from curation.verbalise.spacy_tagger import SpacyTagger  # noqa: PLC0415 (spaCy takes seconds to import)

    return SpacyTagger(config.spacy_model)
