"""Which documents are held out."""

from __future__ import annotations

from dataclasses import dataclass

from curation.lookup import Lookup
from curation.mixture.config import ValidationConfig
from curation.mixture.groups import LOOKUP
from curation.seeded import fraction
from schemas.keys import text_key


@dataclass(frozen=True)
class Split:
    """Says of a document's id whether it is held out. `groups` is the folder of the groups that must not be
    parted (empty: there are none).
    """

    config: ValidationConfig | None
    seed: int
    groups: Lookup | None = None

    @classmethod
    def of(cls, config: ValidationConfig | None, seed: int, groups: str = "") -> Split:
        """With the groups that are in this folder, if one is named."""
        return cls(config, seed, Lookup(groups, LOOKUP) if groups else None)

    def is_held_out(self, document: str) -> bool:
        """Whether it is validated on."""
        if self.config is None:
            return False
        key = text_key(document)
        group = self.groups.get(key) if self.groups is not None else None
        return fraction(self.seed, f"validation\t{key if group is None else group}") < self.config.share
