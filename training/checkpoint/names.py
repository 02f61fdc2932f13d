"""Where each of Hugging Face's tensors goes in our parameters.

Mixtral's experts are found on disk as one tensor per expert and matrix
(`block_sparse_moe.experts.0.w1.weight`: Mistral's own layout, which transformers still writes and vLLM and
llama.cpp read) or fused over the experts (`mlp.experts.gate_up_proj`: what transformers 5 has in memory).
Ours are fused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from training.model.config import MixtralConfig

_OUTSIDE = {
    "model.embed_tokens.weight": "embedding.weight",
    "model.norm.weight": "norm.weight",
    "lm_head.weight": "head.weight",
}
_IN_LAYER = {
    "input_layernorm.weight": "attention_norm.weight",
    "post_attention_layernorm.weight": "ffn_norm.weight",
    **{f"self_attn.{name}_proj.weight": f"attention.{name}.weight" for name in "qkvo"},
    "block_sparse_moe.gate.weight": "ffn.router.gate.weight",
    "mlp.gate.weight": "ffn.router.gate.weight",
    "mlp.experts.gate_up_proj": "ffn.experts.gate_up",
    "mlp.experts.down_proj": "ffn.experts.down",
    "mlp.gate_proj.weight": "ffn.gate_up:gate",
    "mlp.up_proj.weight": "ffn.gate_up:up",
    "mlp.down_proj.weight": "ffn.down",
}
_IN_EXPERT = {"w1": "gate_up:gate", "w3": "gate_up:up", "w2": "down"}
_LAYER = re.compile(r"model\.layers\.(\d+)\.(.+)")
_EXPERT = re.compile(r"(?:block_sparse_moe|mlp)\.experts\.(\d+)\.(w[123])\.weight")


@dataclass(frozen=True)
class Place:
    """A part of one of our parameters: of one `expert` (-1: of no one expert), and of its rows the `gate` or
    `up` half (empty: all).
    """

    parameter: str
    expert: int = -1
    half: str = ""


def place_of(name: str) -> Place | None:
    """Where the tensor of this name belongs, or None for a name that is not known."""
    if name in _OUTSIDE:
        return Place(_OUTSIDE[name])
    layer = _LAYER.fullmatch(name)
    if layer is None:
        return None
    number, inner = layer.groups()
    expert = -1
    if found := _EXPERT.fullmatch(inner):
        expert, ours = int(found[1]), f"ffn.experts.{_IN_EXPERT[found[2]]}"
    elif inner in _IN_LAYER:
        ours = _IN_LAYER[inner]
    else:
        return None
    parameter, _, half = ours.partition(":")
    return Place(f"blocks.{number}.{parameter}", expert, half)


def published_names(config: MixtralConfig) -> dict[str, Place]:
    """The tensors of a checkpoint as it is to be written, one per expert and matrix, in the model's order."""
    names = ["model.embed_tokens.weight"]
    for layer in range(config.layers):
        inner = ["input_layernorm.weight", *(f"self_attn.{name}_proj.weight" for name in "qkvo")]
        inner.append("post_attention_layernorm.weight")
        if config.is_dense:
            inner += [f"mlp.{name}_proj.weight" for name in ("gate", "up", "down")]
        else:
            inner.append("block_sparse_moe.gate.weight")
            inner += [
                f"block_sparse_moe.experts.{expert}.{name}.weight"
                for expert in range(config.experts)
                for name in ("w1", "w2", "w3")
            ]
        names += [f"model.layers.{layer}.{name}" for name in inner]
    names.append("model.norm.weight")
    if not config.tie_embeddings:
        names.append("lm_head.weight")
    places = {name: place_of(name) for name in names}
    return {name: place for name, place in places.items() if place is not None}
