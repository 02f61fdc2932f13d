"""The recipe and every stage's configuration, as lines of name and value, without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jobs.report.secrets import without_secrets
from jobs.report.stages import Run


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, by their dotted names, as they are set on the command line."""

    name: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StageConfig:
    """What decides a stage's bytes: its configuration as JSON, and the digest of it all."""

    stage: str
    digest: str
    config: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """The recipe's fields in groups, the versions of what ran it, and the stages'."""

    recipe: list[Group]
    versions: list[tuple[str, str]]
    stages: list[StageConfig]


def configuration(run: Run) -> Configuration:
    """Of any run, done or not."""
    recipe = without_secrets(run.about.get("recipe") or {})
    versions = run.about.get("versions")
    return Configuration(
        recipe=list(_groups(recipe)),
        versions=[(str(k), str(v)) for k, v in versions.items()] if isinstance(versions, dict) else [],
        stages=[
            StageConfig(
                stage.folder,
                stage.digest,
                json.dumps(without_secrets(stage.config), indent=1, ensure_ascii=False, sort_keys=True),
            )
            for stage in run.stages
            if stage.config not in (None, {})
        ],
    )


def _groups(recipe: Any) -> Iterator[Group]:
    if not isinstance(recipe, dict):
        return
    plain = [
        (name, _text(value)) for name, value in recipe.items() if not isinstance(value, dict) or not value
    ]
    if plain:
        yield Group("recipe", plain)
    for name, value in recipe.items():
        if isinstance(value, dict) and value:
            yield Group(name, list(_fields(name, value)))


def _fields(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _fields(f"{name}.{key}", inner)
    else:
        yield name, _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
