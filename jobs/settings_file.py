"""Files of settings, recipes and configurations of training alike: found by name or path, changed by
`key=value`, and told about in words where they are wrong.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import typing
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from jobs.errors import UsageError


def shipped_in(folder: str) -> dict[str, str]:
    """The files of a folder of `jobs`, which come with the package: name → YAML text."""
    inside = resources.files("jobs") / folder
    files = sorted((f for f in inside.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in files}


def read_settings(name: str, known: Mapping[str, str], what: str) -> dict[str, Any]:
    """What the file of this name, of those `known`, or at this path holds. `what` it is called, for messages.

    Raises UsageError: no such file, YAML that cannot be read, or that is not fields with values.
    """
    if name in known:
        text = known[name]
    elif Path(name).is_file():
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{what} {name} cannot be read: {error}") from error
    else:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"no {what} {name!r}: give a YAML file or one of {', '.join(known)}.{hint}")
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UsageError(f"{what} {name} is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise UsageError(f"{what} {name} holds {type(values).__name__}, and not fields with values")
    return values


def apply_setting(values: dict[str, Any], setting: str) -> None:
    """Sets one `key.inner=value` in place.

    The value is YAML, so lists and numbers are what they look like.
    """
    key, equals, text = setting.partition("=")
    if not equals or not key:
        raise UsageError(f"{setting!r} is no setting: write key=value")
    try:
        value = yaml.safe_load(text) if text else ""
    except yaml.YAMLError:
        value = text  # a path may hold what YAML would take for syntax
    if isinstance(value, datetime.date) or (isinstance(value, dict) and not text.lstrip().startswith("{")):
        value = text  # so may a path that has a colon, or is called by a date
    *outer, last = key.split(".")
    for name in outer:
        inner = values.setdefault(name, {})
        if not isinstance(inner, dict):
            raise UsageError(f"{setting!r}: {name} is a value and has no fields")
        values = inner
    values[last] = value


def explain(model: type[BaseModel], error: ValidationError, what: str) -> str:
    """All that is wrong, a sentence and a line each: unknown keys with the nearest known one, missing ones
    with how to give them. `what` the file is called.
    """
    return "\n  ".join(_explain(model, one, what) for one in error.errors())


def _explain(model: type[BaseModel], error: Any, what: str) -> str:
    place = [part for part in error["loc"] if isinstance(part, str)]
    name = ".".join(place)
    if error["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        *where, last = place
        fields = _fields_at(model, where)
        near = difflib.get_close_matches(last, fields, n=1, cutoff=0.5)
        hint = f"did you mean {'.'.join([*where, near[0]])}?" if near else f"known are {', '.join(fields)}"
        return f"unknown key {name}: {hint}"
    if error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return f"{name} is missing: set it in the {what} or as {name}=…"
    told = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "value_error":  # the message says what was found
        return f"{name}: {told}" if name else told
    return f"{name}: {told}, and not {error['input']!r:.80}"


def _fields_at(model: type[BaseModel], place: list[str]) -> list[str]:
    """The fields of the model or dataclass that is found by following these names; of a mapping any name
    leads on, and of a list the place in it is not named.
    """
    found: Any = model
    for name in place:
        annotation = typing.get_args(found)[1] if typing.get_origin(found) is dict else _field(found, name)
        found = _inside(annotation)
    return _names(found)


def _field(found: Any, name: str) -> Any:
    return typing.get_type_hints(found).get(name) if name in _names(found) else None


def _names(found: Any) -> list[str]:
    if isinstance(found, type) and issubclass(found, BaseModel):
        return list(found.model_fields)
    return [field.name for field in dataclasses.fields(found)] if dataclasses.is_dataclass(found) else []


def _inside(annotation: Any) -> Any:
    """`X | None` → `X`, and so for what a list or tuple holds; a mapping stays one."""
    kinds = [kind for kind in typing.get_args(annotation) if kind not in (type(None), Ellipsis)]
    if typing.get_origin(annotation) is dict or not kinds:
        return annotation
    return _inside(next((kind for kind in kinds if _names(kind) or typing.get_args(kind)), kinds[0]))
