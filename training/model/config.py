"""The shape of a Mixtral model, and Hugging Face's `config.json` of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

# Fields that have another name in Hugging Face's configuration.
_HF_NAMES = {
    "layers": "num_hidden_layers",
    "heads": "num_attention_heads",
    "kv_heads": "num_key_value_heads",
    "experts": "num_local_experts",
    "experts_per_token": "num_experts_per_tok",
    "tie_embeddings": "tie_word_embeddings",
    "norm_epsilon": "rms_norm_eps",
}
_ARCHITECTURES = {"mixtral": "MixtralForCausalLM", "mistral": "MistralForCausalLM"}


class ConfigError(ValueError):
    """A configuration that does not describe a model of this kind: the message says which field, and why."""


@dataclass(frozen=True, kw_only=True)
class MixtralConfig:
    """A Mixtral model's shape; with `experts` = 1 it is a dense Mistral, which has no router.

    `sliding_window` is how many tokens a token sees, itself among them (0: all before it in its document).
    The defaults are those of Mixtral 8x7B (arXiv 2401.04088, table 1).
    """

    vocab_size: int = 32_000
    hidden_size: int = 4_096
    intermediate_size: int = 14_336
    layers: int = 32
    heads: int = 32
    kv_heads: int = 8
    head_dim: int = 128
    experts: int = 8
    experts_per_token: int = 2
    sliding_window: int = 0
    max_position_embeddings: int = 32_768
    rope_theta: float = 1e6
    norm_epsilon: float = 1e-5
    initializer_range: float = 0.02
    tie_embeddings: bool = False
    bos_token_id: int = 1
    eos_token_id: int = 2

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least = 0 if field.name in ("sliding_window", "bos_token_id", "eos_token_id") else 1
            if field.type == "int" and value < least:
                raise ConfigError(f"{field.name} must be at least {least}, and is {value}")
        if self.heads % self.kv_heads:
            raise ConfigError(f"heads ({self.heads}) must be a multiple of kv_heads ({self.kv_heads})")
        if self.head_dim % 2:
            raise ConfigError(f"head_dim must be even for rotary embeddings, and is {self.head_dim}")
        if self.experts_per_token > self.experts:
            raise ConfigError(
                f"experts_per_token ({self.experts_per_token}) cannot exceed experts ({self.experts})"
            )

    @property
    def is_dense(self) -> bool:
        """Whether there is one feed-forward per layer, and no router."""
        return self.experts == 1

    def parameters(self) -> int:
        """How many parameters the model has."""
        attention = 2 * self.hidden_size * self.head_dim * (self.heads + self.kv_heads)
        router = 0 if self.is_dense else self.experts * self.hidden_size
        experts = 3 * self.experts * self.hidden_size * self.intermediate_size
        embeddings = self.vocab_size * self.hidden_size * (1 if self.tie_embeddings else 2)
        layer = attention + router + experts + 2 * self.hidden_size
        return self.layers * layer + embeddings + self.hidden_size

    def matmul_parameters_per_token(self) -> int:
        """Parameters that one token is multiplied with: the count behind FLOPs per token and MFU."""
        attention = 2 * self.hidden_size * self.head_dim * (self.heads + self.kv_heads)
        router = 0 if self.is_dense else self.experts * self.hidden_size
        experts = 3 * self.experts_per_token * self.hidden_size * self.intermediate_size
        return self.layers * (attention + router + experts) + self.vocab_size * self.hidden_size

    @classmethod
    def from_hf(cls, config: Mapping[str, Any]) -> MixtralConfig:
        """From a `config.json` of transformers 4 (`rope_theta`) or 5 (`rope_parameters`).

        Raises ConfigError for another model, or a feature that this code does not have.
        """
        kind = config.get("model_type")
        if kind not in _ARCHITECTURES:
            raise ConfigError(f"model_type is {kind!r}, but only {' and '.join(_ARCHITECTURES)} can be read")
        if config.get("hidden_act", "silu") != "silu":
            raise ConfigError(f"hidden_act is {config['hidden_act']!r}, but only silu is known")
        values: dict[str, Any] = {}
        for field in fields(cls):
            name = _HF_NAMES.get(field.name, field.name)
            if config.get(name) is not None:
                values[field.name] = config[name]
        values["sliding_window"] = config.get("sliding_window") or 0
        values["rope_theta"] = _rope_theta(config)
        heads = values.get("heads", cls.heads)
        values.setdefault("kv_heads", heads)
        values.setdefault("head_dim", values.get("hidden_size", cls.hidden_size) // heads)
        if kind == "mistral":
            values |= {"experts": 1, "experts_per_token": 1}
        return cls(**values)

    def to_hf(self, dtype: str = "bfloat16") -> dict[str, Any]:
        """`config.json` as transformers 4 and 5, vLLM and llama.cpp read it: both generations' names stand in
        it.
        """
        kind = "mistral" if self.is_dense else "mixtral"
        values: dict[str, Any] = {
            _HF_NAMES.get(field.name, field.name): getattr(self, field.name) for field in fields(self)
        }
        if self.is_dense:
            del values["num_local_experts"], values["num_experts_per_tok"]
        return values | {
            "architectures": [_ARCHITECTURES[kind]],
            "model_type": kind,
            "hidden_act": "silu",
            "attention_dropout": 0.0,
            "sliding_window": self.sliding_window or None,
            "rope_parameters": {"rope_type": "default", "rope_theta": self.rope_theta},
            "dtype": dtype,
            "torch_dtype": dtype,
            "use_cache": True,
        }


def _rope_theta(config: Mapping[str, Any]) -> float:
    parameters = config.get("rope_parameters") or config.get("rope_scaling") or {}
    kind = parameters.get("rope_type", parameters.get("type", "default"))
    if kind != "default":
        raise ConfigError(f"rotary embeddings of type {kind!r} are not known, only `default`")
    return float(parameters.get("rope_theta") or config.get("rope_theta") or 10_000.0)
