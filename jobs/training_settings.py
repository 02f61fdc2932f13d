"""Settings of training runs: found by name or path, changed from the command line, checked, with errors that
say what to do.
"""

from __future__ import annotations

import dataclasses
import difflib
import typing
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from jobs.changes import apply_setting
from jobs.errors import UsageError
from training.settings import DpoSettings, PretrainSettings, RunSettings, SftSettings

_LENGTHS = {"steps", "epochs"}
KINDS: dict[str, type[RunSettings]] = {"pretrain": PretrainSettings, "sft": SftSettings, "dpo": DpoSettings}


def shipped() -> dict[str, str]:
    """The configurations that come with the package: name → YAML text."""
    folder = resources.files("jobs") / "training_configs"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in files}


def load_settings(kind: str, name: str, changes: Sequence[str] = ()) -> RunSettings:
    """The configuration of this name or at this path, for this kind of training, with `key=value` changes.

    Fields at the top are for every kind; those below `pretrain`, `sft` and `dpo` are for that kind, and come
    before those at the top. Raises UsageError: no such configuration, YAML that cannot be read, an unknown
    key (the nearest known one is named), a value that does not fit its field, a field that is missing.
    """
    values = _read(name)
    own = {other: values.pop(other, None) or {} for other in KINDS}[kind]
    if not isinstance(own, dict):
        raise UsageError(f"configuration {name}: {kind} has fields, and is not {own!r:.80}")
    values = _merged(values, own)
    # Steps on the command line replace a file's epochs, and the other way round.
    given = {change.partition("=")[0] for change in changes}
    if len(given & _LENGTHS) == 1:
        for length in _LENGTHS:
            values.pop(length, None)
    for change in changes:
        apply_setting(values, change)
    model = KINDS[kind]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        told = "\n  ".join(_explain(model, one) for one in error.errors())
        raise UsageError(f"configuration {name} for {kind}: {told}") from error


def _read(name: str) -> dict[str, Any]:
    known = shipped()
    if name in known:
        text = known[name]
    elif Path(name).is_file():
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"configuration {name} cannot be read: {error}") from error
    else:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"no configuration {name!r}: give a YAML file or one of {', '.join(known)}.{hint}")
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UsageError(f"configuration {name} is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise UsageError(f"configuration {name} holds {type(values).__name__}, and not fields with values")
    return values


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for name, value in over.items():
        old = merged.get(name)
        merged[name] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _explain(model: type[BaseModel], error: Any) -> str:
    """One of pydantic's errors as a sentence."""
    place = [part for part in error["loc"] if isinstance(part, str)]
    name = ".".join(place)
    if error["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        fields = _fields_at(model, place[:-1])
        near = difflib.get_close_matches(place[-1], fields, n=1, cutoff=0.5)
        where = place[:-1]
        hint = f"did you mean {'.'.join([*where, near[0]])}?" if near else f"known are {', '.join(fields)}"
        return f"unknown key {name}: {hint}"
    if error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return f"{name} is missing: set it in the configuration or as {name}=…"
    told = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "value_error":  # the message says what was found
        return f"{name}: {told}" if name else told
    return f"{name}: {told}, and not {error['input']!r:.80}"


def _fields_at(model: type[BaseModel], place: list[str]) -> list[str]:
    """The fields of the settings that are found by following these names."""
    found: Any = model
    for name in place:
        hint = typing.get_type_hints(found).get(name)
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        found = kinds[0] if kinds else hint
    if dataclasses.is_dataclass(found):
        return [field.name for field in dataclasses.fields(found)]
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []
