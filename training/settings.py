"""A run's settings: what `roae train` reads from a file and the command line.

Values are checked here; whether they fit the data and the model is checked before the first step.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from training.model.config import MixtralConfig
from training.model.lora import LoraConfig
from training.objectives.preference import PreferenceConfig
from training.optim import OptimizerConfig
from training.parallel.mesh import MeshConfig
from training.step import RouterConfig

Paths = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
Weights = Annotated[
    dict[str, float], BeforeValidator(lambda value: {value: 1.0} if isinstance(value, str) else value)
]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSettings(_Settings):
    """Which model is trained: one that exists, or a new one."""

    base: str = Field(
        default="",
        description="A Hugging Face folder of a Mixtral or Mistral to begin with; empty: a new one.",
    )
    shape: MixtralConfig | None = Field(default=None, description="The shape of a new model.")
    tokenizer: str = Field(
        default="",
        description="A tokenizer.json, a SentencePiece model, a folder with one of them, or "
        "mistral-common:FILE; empty: the base's, or that of the token shards.",
    )
    dtype: Literal["bfloat16", "float32"] = Field(
        default="bfloat16", description="Of weights, gradients and optimizer state."
    )
    lora: LoraConfig | None = Field(
        default=None, description="Trains adapters and leaves the base as it is; null: trains all weights."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> ModelSettings:
        if bool(self.base) == (self.shape is not None):
            raise ValueError("give either `base`, a model's folder, or `shape`, that of a new model")
        if self.lora and not self.base:
            raise ValueError("`lora` adapts a model that exists: give `base`")
        return self


class RunSettings(_Settings):
    """What every kind of training has."""

    output: str = Field(description="The run's folder; the trained model is in its folder `model`.")
    seed: int = Field(default=0, ge=0, description="Of everything random: weights, order, rounding.")
    model: ModelSettings = Field(description="Which model is trained.")
    steps: int | None = Field(default=None, ge=1, description="How many optimizer steps.")
    epochs: float | None = Field(
        default=None, gt=0, description="How often the data is seen, instead of `steps`."
    )
    optimizer: OptimizerConfig = Field(description="AdamW and its schedule.")
    router: RouterConfig = Field(
        default=RouterConfig(), description="What the routers are held to, or whether they are frozen."
    )
    mesh: MeshConfig = Field(
        default=MeshConfig(), description="How processes share the model, and whether layers are recomputed."
    )
    validate_first: bool = Field(
        default=True, description="Validates before the first step, to compare with."
    )
    validate_every: int = Field(default=0, ge=0, description="Steps between validations; 0: at the end.")
    checkpoint_every: int = Field(default=0, ge=0, description="Steps between checkpoints; 0: at the end.")
    keep_checkpoints: int = Field(default=2, ge=1, description="How many of the newest checkpoints stay.")
    tensorboard: bool = Field(default=True, description="Logs for TensorBoard, if it is installed.")
    wandb_project: str = Field(default="", description="Logs to this project of Weights & Biases.")

    @model_validator(mode="after")
    def _length(self) -> RunSettings:
        if (self.steps is None) == (self.epochs is None):
            raise ValueError("give either `steps` or `epochs`")
        return self


class PretrainSettings(RunSettings):
    """Next-token prediction on token shards."""

    data: Weights = Field(description="Folders of token shards, with weights: their shares of the sequences.")
    validation: Weights = Field(default={}, description="Folders of token shards to validate on.")
    validation_sequences: int = Field(
        default=256, ge=1, description="At most so many sequences are validated on, evenly spaced."
    )
    sequences_per_step: int = Field(ge=1, description="Sequences in an optimizer step, of all processes.")
    sequences_per_batch: int = Field(
        ge=1, description="Sequences that a process computes at once: decides how much memory is needed."
    )
    verify_data: bool = Field(
        default=True, description="Reads every shard once before training, to see that it is unchanged."
    )


class TuneSettings(RunSettings):
    """What tuning on conversations and on pairs has in common."""

    data: Paths = Field(description="Files of rows (Parquet, JSON lines), or folders of them.")
    validation: Paths = Field(
        default=[],
        description="Files to validate on; empty: the rows that say so in a field `split`, or else a share.",
    )
    validation_share: float = Field(
        default=0.02, ge=0, lt=1, description="Share of groups held out where neither rows nor files say."
    )
    validation_rows: int = Field(default=512, ge=1, description="At most so many rows are validated on.")
    tokens_per_batch: int = Field(
        ge=8,
        description="Packed tokens that a process computes at once: decides how much memory is needed. "
        "Longer rows are left out, and counted.",
    )
    begin_token: bool = Field(
        default=True, description="Conversations begin with the tokenizer's begin token, if it has one."
    )
    cache: str = Field(
        default="", description="Where tokenized rows are kept; empty: the folder `cache` in `output`."
    )


class SftSettings(TuneSettings):
    """Supervised fine-tuning: the loss is on what the assistant says."""

    conversations_per_step: int = Field(ge=1, description="In an optimizer step, of all processes.")


class DpoSettings(TuneSettings):
    """Tuning on preference pairs."""

    pairs_per_step: int = Field(ge=1, description="In an optimizer step, of all processes.")
    preference: PreferenceConfig = Field(default=PreferenceConfig(), description="Which loss.")
    reference: Literal["cache", "adapters-off"] = Field(
        default="cache",
        description="Where the reference's log-probabilities come from: computed once before training and "
        "kept on disk, or in every step from the model without its adapters (LoRA only).",
    )

    @model_validator(mode="after")
    def _reference(self) -> DpoSettings:
        if self.reference == "adapters-off" and self.model.lora is None:
            raise ValueError("reference `adapters-off` needs adapters: set model.lora, or use `cache`")
        return self
