"""Recipes: found by name or path, changed from the command line, checked, with errors that say what to do."""

from __future__ import annotations

import difflib
import typing
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from jobs.changes import apply_setting
from jobs.errors import UsageError
from pipelines.catalog import PIPELINES, recipe_class
from pipelines.recipe import Recipe


def shipped() -> dict[str, str]:
    """The recipes that come with the package: name → YAML text."""
    folder = resources.files("jobs") / "recipes"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in files}


def load(name: str, settings: list[str]) -> Recipe:
    """The recipe of this name or at this path, with `key=value` settings applied (`tokens.model=…` for inner
    fields).

    Raises UsageError: no such recipe, YAML that cannot be read, an unknown key (the nearest known one is
    named), a value that does not fit its field, a field that is missing.
    """
    values = _read(name)
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
        raise UsageError(
            f"recipe {name}: " + "\n  ".join(_explain(model, e) for e in error.errors())
        ) from error


def _read(name: str) -> dict[str, Any]:
    recipes = shipped()
    if name in recipes:
        text = recipes[name]
    elif Path(name).is_file():
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"recipe {name} cannot be read: {error}") from error
    else:
        near = difflib.get_close_matches(name, recipes, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"no recipe {name!r}: give a YAML file or one of {', '.join(recipes)}.{hint}")
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UsageError(f"recipe {name} is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise UsageError(f"recipe {name} holds {type(values).__name__}, and not fields with values")
    return values


def _explain(model: type[BaseModel], error: Any) -> str:
    """One of pydantic's errors as a sentence."""
    place = [part for part in error["loc"] if isinstance(part, str)]
    name = ".".join(place)
    if error["type"] == "extra_forbidden":
        fields = _fields_at(model, place[:-1])
        near = difflib.get_close_matches(place[-1], fields, n=1, cutoff=0.5)
        hint = (
            f"did you mean {'.'.join([*place[:-1], near[0]])}?" if near else f"known are {', '.join(fields)}"
        )
        return f"unknown key {name}: {hint}"
    if error["type"] == "missing":
        return f"{name} is missing: set it in the recipe or as {name}=…"
    return f"{name}: {error['msg']}, and not {error['input']!r:.80}"


def _fields_at(model: type[BaseModel], place: list[str]) -> list[str]:
    """The fields of the model that is found by following these names; of a mapping any name leads on."""
    found: Any = model
    for name in place:
        if isinstance(found, type) and issubclass(found, BaseModel):
            field = found.model_fields.get(name)
            found = _without_none(field.annotation) if field else None
        elif typing.get_origin(found) is dict:
            found = typing.get_args(found)[1]
        else:
            return []
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _without_none(annotation: Any) -> Any:
    """`X | None` → `X`."""
    kinds = [kind for kind in typing.get_args(annotation) if kind is not type(None)]
    optional = len(kinds) == 1 and type(None) in typing.get_args(annotation)
    return kinds[0] if optional else annotation
