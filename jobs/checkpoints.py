"""The recipe `preferences` with checkpoints of our trainer among the models that answer.

The pipelines know nothing of training; this room knows both.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator
from typing_extensions import Self

from curation.responses import ResponsesConfig
from curation.responses.sampler import Sampler
from jobs.sampler import CheckpointModel, CheckpointSampler, file_state
from pipelines.preferences import PreferencesRecipe
from schemas.split import InputError

# Weights; shape, tokenizer and the tokens that end a text; chat templates.
_PATTERNS = ("*.safetensors", "*.json", "*.jinja")
_MODEL, _ADAPTER = ("config.json", "tokenizer.json"), ("adapter_config.json",)


class ModelsConfig(ResponsesConfig):
    """The models that answer, and what asking them may cost."""

    checkpoints: tuple[CheckpointModel, ...] = Field(
        default=(), description="Checkpoints of our trainer, which answer on this machine and cost nothing."
    )

    @model_validator(mode="after")
    def _something_answers(self) -> Self:
        if not self.labels:
            raise ValueError("nobody is named who answers: give `models` or `checkpoints`")
        return self

    @property
    def labels(self) -> list[str]:
        """What responses call those who answer."""
        return [*super().labels, *(model.label for model in self.checkpoints)]


class PreferencesWithCheckpoints(PreferencesRecipe):
    """The recipe `preferences`."""

    responses: ModelsConfig | None = Field(
        default=None, description="Models that answer; null: none does, and `corrupted` must."
    )

    def _samplers(self) -> tuple[Sampler, ...]:
        return tuple(CheckpointSampler(model) for model in self._checkpoints)

    def _sampled(self) -> dict[str, Any]:
        """The checkpoints' fingerprints: other weights at the same place answer otherwise."""
        found = {model.label: fingerprint(model) for model in self._checkpoints}
        return {"fingerprints": found} if found else {}

    @property
    def _checkpoints(self) -> tuple[CheckpointModel, ...]:
        return self.responses.checkpoints if self.responses is not None else ()


def fingerprint(model: CheckpointModel) -> str:
    """A digest of all files that decide what the model answers. Every byte is read, once in a process. Raises
    InputError for a folder that is no checkpoint, and where torch is not installed.
    """
    files = _files(model.folder, _MODEL, "checkpoint")
    if model.adapter:
        files += _files(model.adapter, _ADAPTER, "adapter")
    if importlib.util.find_spec("torch") is None:
        raise InputError(f"{model.folder}: checkpoints need torch: pip install 'roae[train]'")
    sums = [(file.name, _digest(str(file), file_state(file))) for file in files]
    return hashlib.sha256(json.dumps(sums).encode()).hexdigest()


def _files(folder: str, needed: Sequence[str], what: str) -> list[Path]:
    files = [file for pattern in _PATTERNS for file in sorted(Path(folder).glob(pattern))]
    for name in needed:
        if not any(file.name == name for file in files):
            raise InputError(f"{folder} is no {what}: there is no {name} in it")
    if not any(file.suffix == ".safetensors" for file in files):
        raise InputError(f"{folder} is no {what}: there are no weights (*.safetensors) in it")
    return files


@functools.lru_cache(maxsize=4096)
def _digest(file: str, state: tuple[str, int, int]) -> str:
    """SHA-256 of a file, as long as it stays as it is."""
    with Path(file).open("rb") as opened:
        digest = hashlib.sha256()
        while block := opened.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
