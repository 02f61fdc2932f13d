"""`key=value` on the command line: changes of what a file of settings says."""

from __future__ import annotations

import datetime
from typing import Any

import yaml

from jobs.errors import UsageError


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
