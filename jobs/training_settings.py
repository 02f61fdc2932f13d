"""Settings of training runs: found by name or path, changed from the command line, checked, with errors that
say what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from jobs.errors import UsageError
from jobs.settings_file import apply_setting, explain, read_settings, shipped_in
from training.settings import DpoSettings, PretrainSettings, RunSettings, SftSettings

_LENGTHS = {"steps", "epochs"}
KINDS: dict[str, type[RunSettings]] = {"pretrain": PretrainSettings, "sft": SftSettings, "dpo": DpoSettings}


def shipped() -> dict[str, str]:
    """The configurations that come with the package: name → YAML text."""
    return shipped_in("training_configs")


def load_settings(kind: str, name: str, changes: Sequence[str] = ()) -> RunSettings:
    """The configuration of this name or at this path, for this kind of training, with `key=value` changes.

    Fields at the top are for every kind; those below `pretrain`, `sft` and `dpo` are for that kind, and come
    before those at the top. Raises UsageError: no such configuration, YAML that cannot be read, an unknown
    key (the nearest known one is named), a value that does not fit its field, a field that is missing.
    """
    values = read_settings(name, shipped(), "configuration")
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
        told = explain(model, error, "configuration")
        raise UsageError(f"configuration {name} for {kind}: {told}") from error


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for name, value in over.items():
        old = merged.get(name)
        merged[name] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
