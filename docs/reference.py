"""A hook of mkdocs: fills in what the code itself says.

`::recipe NAME` on a line of its own becomes tables of the fields of a recipe and of the models inside it,
`::record MODULE.CLASS` the columns of a record, and `::help COMMAND` what `roae COMMAND --help` prints.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import shutil
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# Types as readers of YAML say them.
_WORDS = {str: "text", int: "integer", float: "number", bool: "true or false", type(None): "null"}
_DIRECTIVE = re.compile(r"^::(recipe|record|help) (\S+)$", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Called by mkdocs for every page. Raises for a directive that names nothing, which fails the build."""
    makers = {"recipe": recipe, "record": record, "help": command_help}
    return _DIRECTIVE.sub(lambda found: makers[found[1]](found[2]), markdown)


def recipe(name: str) -> str:
    """A heading and a table for the recipe and for every model in it, each once, outermost first."""
    from jobs.recipe import recipe_class  # noqa: PLC0415 (found below ROOT)

    parts = []
    for path, model in _models(recipe_class(name)).items():
        parts.append(f"### `{path or name}`\n\n{_prose(model)}\n\n{_field_table(model)}")
    return "\n\n".join(parts)


def record(path: str) -> str:
    """What the record's docstring says, and a table of its columns."""
    module, _, name = path.rpartition(".")
    kind = getattr(importlib.import_module(module), name)
    hints = typing.get_type_hints(kind)
    rows = [f"| `{f.name}` | {_type_name(hints[f.name])} |" for f in dataclasses.fields(kind)]
    return "\n".join([_prose(kind), "", "| column | type |", "|---|---|", *rows])


def command_help(command: str) -> str:
    """What the command says of itself."""
    roae = shutil.which("roae") or str(Path(sys.executable).with_name("roae"))
    words = [] if command == "roae" else command.split("/")
    done = subprocess.run(  # noqa: S603 (a command of ours)
        [roae, *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": "100", "PATH": ""},
    )
    return f"```text\n{done.stdout.rstrip()}\n```"


def _models(top: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """By the path of fields that leads there: the model and those inside it."""
    found: dict[str, type[BaseModel]] = {}

    def visit(model: type[BaseModel], path: str) -> None:
        if model in found.values():
            return
        found[path] = model
        for name, field in model.model_fields.items():
            for inner, key in _inner_models(field.annotation):
                visit(inner, f"{path}.{name}{key}".lstrip("."))

    visit(top, "")
    return found


def _inner_models(annotation: Any, key: str = "") -> list[tuple[type[BaseModel], str]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [(annotation, key)]
    if typing.get_origin(annotation) is dict:
        key = f"{key}.NAME"
    return [pair for argument in typing.get_args(annotation) for pair in _inner_models(argument, key)]


def _field_table(model: type[BaseModel]) -> str:
    rows = ["| field | type | default | |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        cells = (f"`{name}`", _type_name(field.annotation), _default(field), _about(model, name, field))
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows)


def _about(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    """What is said of the field, here or in a class that it comes from."""
    for owner in model.__mro__:
        of_owner = getattr(owner, "model_fields", {}).get(name)
        if of_owner is not None and of_owner.description:
            return " ".join(of_owner.description.split())
    inner = _inner_models(field.annotation)
    if inner:
        return (inspect.getdoc(inner[0][0]) or "").split("\n\n")[0].replace("\n", " ")
    if typing.get_origin(field.annotation) is typing.Literal and len(typing.get_args(field.annotation)) == 1:
        return f"Always `{typing.get_args(field.annotation)[0]}`."
    raise ValueError(f"{model.__module__}.{model.__name__}.{name} has no description: it is for readers")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "its own defaults"
    if value is None:
        return "`null`"
    text = yaml.safe_dump(_plain(value), default_flow_style=True, width=1000).split("\n")[0]
    return f"`{text}`" if len(text) <= 80 else f"`{text[:77]}…`"


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _type_name(annotation: Any) -> str:
    """A type as readers of YAML say it; our own records keep their names."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation in _WORDS:
        return _WORDS[annotation]
    if origin is typing.Annotated:
        return _type_name(arguments[0])
    if origin is typing.Literal:
        return " or ".join(f"`{argument}`" for argument in arguments)
    if origin is None:
        return getattr(annotation, "__name__", str(annotation))
    names = [_type_name(argument) for argument in arguments if argument is not Ellipsis]
    if origin is dict:
        return f"map of {names[1]}"
    if origin is typing.Union or getattr(origin, "__name__", "") == "UnionType":
        return " or ".join(names)
    return f"list of {names[0]}"


def _prose(kind: type) -> str:
    return inspect.getdoc(kind) or ""
