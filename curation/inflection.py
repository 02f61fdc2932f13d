"""lemminflect, the tables of English inflections, imported without spaCy.

Where spaCy is installed lemminflect imports it, to give its tokens two methods that nothing here uses. spaCy
then imports torch, and every process of a run would wait seconds for both.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["lemminflect"]


class _WithoutSpacy(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "spacy":
            raise ModuleNotFoundError("not wanted here", name=fullname)
        return None


_finder = _WithoutSpacy()
sys.meta_path.insert(0, _finder)
try:
    import lemminflect
finally:
    sys.meta_path.remove(_finder)
