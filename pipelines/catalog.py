"""The pipelines there are, by the name that a recipe's `pipeline` field gives."""

from __future__ import annotations

from pipelines.recipe import Recipe
from pipelines.wikipedia import WikipediaRecipe

PIPELINES: dict[str, type[Recipe]] = {"wikipedia": WikipediaRecipe}
