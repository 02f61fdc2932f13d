"""Recipes: found by name or path, changed from the command line, checked, with errors that say what to do."""

from __future__ import annotations

from pydantic import ValidationError

from jobs.errors import UsageError
from jobs.settings_file import apply_setting, explain, read_settings, shipped_in
from pipelines import catalog
from pipelines.catalog import PIPELINES
from pipelines.recipe import Recipe


def shipped() -> dict[str, str]:
    """The recipes that come with the package: name → YAML text."""
    return shipped_in("recipes")


def recipe_class(pipeline: str) -> type[Recipe]:
    """The class of this pipeline's recipes, with what only this room can add. Raises KeyError for a pipeline
    that there is not.
    """
    if pipeline == "preferences":
        from jobs.checkpoints import PreferencesWithCheckpoints  # noqa: PLC0415 (only the one that is run)

        return PreferencesWithCheckpoints
    return catalog.recipe_class(pipeline)


def load(name: str, settings: list[str]) -> Recipe:
    """The recipe of this name or at this path, with `key=value` settings applied (`tokens.model=…` for inner
    fields).

    Raises UsageError: no such recipe, YAML that cannot be read, an unknown key (the nearest known one is
    named), a value that does not fit its field, a field that is missing.
    """
    values = read_settings(name, shipped(), "recipe")
    for setting in settings:
        apply_setting(values, setting)
    pipeline = values.get("pipeline")
    if not isinstance(pipeline, str) or pipeline not in PIPELINES:
        known = ", ".join(PIPELINES)
        raise UsageError(f"recipe {name}: `pipeline` names one of {known}, and not {pipeline!r}")
    model = recipe_class(pipeline)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"recipe {name}: {explain(model, error, 'recipe')}") from error
