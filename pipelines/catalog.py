"""The pipelines there are, by the name that a recipe's `pipeline` field gives."""

from __future__ import annotations

import importlib

from pipelines.recipe import Recipe

# Each imports its sources' libraries, which takes a moment: only the one that is run is loaded.
_RECIPES = {
    "corpus": ("pipelines.corpus", "CorpusRecipe"),
    "preferences": ("pipelines.preferences", "PreferencesRecipe"),
    "wikipedia": ("pipelines.wikipedia", "WikipediaRecipe"),
}
PIPELINES = tuple(_RECIPES)


def recipe_class(pipeline: str) -> type[Recipe]:
    """The recipe's class. Raises KeyError for a pipeline that is not in `PIPELINES`."""
    module, name = _RECIPES[pipeline]
    found: type[Recipe] = getattr(importlib.import_module(module), name)
    return found
