"""README.md of an export: for people, and for `datasets`, which reads the head of it.

The head is a dataset card's (huggingface.co/docs/hub/datasets-manual-configuration): which files are the
split `train`, and, where files do not say it themselves, which types the columns have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import yaml

from jobs.export.source import ExportSource


def arrow_card(source: ExportSource, pattern: str) -> bytes:
    """The card of Arrow files."""
    return _card(source, {"configs": _configs(pattern)})


def json_card(source: ExportSource, pattern: str, fields: Sequence[pa.Field]) -> bytes:
    """The card of files of JSON lines with these fields, none of which is a map."""
    head = {"configs": _configs(pattern), "dataset_info": {"features": [_named(field) for field in fields]}}
    return _card(source, head)


def _configs(pattern: str) -> list[dict[str, Any]]:
    return [{"config_name": "default", "data_files": [{"split": "train", "path": pattern}]}]


def _card(source: ExportSource, head: dict[str, Any]) -> bytes:
    text = yaml.safe_dump(head, sort_keys=False, allow_unicode=True)
    made = f"{source.rows:,} rows of {source.record}, from {source.name}."
    return f"---\n{text}---\n\n{made} `export.json` has the files' digests.\n".encode()


def _named(field: pa.Field) -> dict[str, Any]:
    return {"name": field.name, **_type(field.type)}


def _type(kind: pa.DataType) -> dict[str, Any]:
    """A type as a dataset card spells it."""
    if pa.types.is_struct(kind):
        return {"struct": [_named(field) for field in kind]}
    if pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind):
        inner = _type(kind.value_type)
        if set(inner) == {"dtype"}:
            return {"list": inner["dtype"]}
        return {"list": inner.get("struct", inner)}
    # Bytes are written as Base64.
    return {"dtype": "string" if pa.types.is_binary(kind) else _SCALARS.get(str(kind), str(kind))}


_SCALARS = {"double": "float64", "float": "float32", "halffloat": "float16"}
