"""What every recipe has: the fields common to all pipelines, and the stages that it asks for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from pipelines.engine import ProgressCallback, RunOptions, Stage, run_stages
from schemas.manifest import Manifest


class Recipe(BaseModel, ABC):
    """A recipe, as read from YAML. A subclass adds the configuration of its stages and lists them."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    pipeline: str = Field(description="The pipeline's name, as in pipelines/catalog.py.")
    output: str = Field(description="The run folder: a local path or any fsspec URL.")
    seed: int = Field(default=0, description="Everything random is derived from this and from record ids.")
    exclusions: bool = Field(
        default=False, description="Keep dropped rows, with the reason, beside each shard."
    )
    rejected_limit: float = Field(
        default=0.05, ge=0, le=1, description="A stage fails above this share of rejected rows."
    )

    @abstractmethod
    def stages(self) -> Sequence[Stage]:
        """The pipeline's stages, in order. Raises InputError for input that is not there."""

    def run(self, options: RunOptions, progress: ProgressCallback | None = None) -> list[Manifest]:
        """Runs the stages in the recipe's folder, as `run_stages` says. What the recipe itself says about
        exclusions and rejected rows holds, whatever `options` say.
        """
        return self._run(self.options(options), progress)

    def options(self, options: RunOptions) -> RunOptions:
        """The options with what the recipe says about exclusions and rejected rows."""
        return replace(options, exclusions=self.exclusions, rejected_limit=self.rejected_limit)

    def _run(self, options: RunOptions, progress: ProgressCallback | None) -> list[Manifest]:
        return run_stages(self.stages(), self.output, options, recipe=self, progress=progress)
