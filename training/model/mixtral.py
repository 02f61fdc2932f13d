"""The model: a pre-norm transformer with rotary embeddings, grouped-query attention and sparse experts.

It has no side effects and no state but its parameters: what routers did is returned, since activation
checkpointing computes a layer twice.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.model.attention import Attend, attention_for
from training.model.config import MixtralConfig
from training.model.experts import FeedForward, MixtureOfExperts, RouterStatistics
from training.model.layout import PackedLayout
from training.model.sharding import fill, local


class Rotation(NamedTuple):
    """Cosines and sines of the rotary embeddings, each [T, 1, C]."""

    cos: Tensor
    sin: Tensor

    @classmethod
    def at(cls, position: Tensor, config: MixtralConfig, dtype: torch.dtype) -> Rotation:
        """For these positions [T]; computed in float32 (RoFormer, arXiv 2104.09864, in the order of
        dimensions that Hugging Face's weights have: halves, not pairs).
        """
        exponents = torch.arange(0, config.head_dim, 2, device=position.device).float() / config.head_dim
        angle = position.float()[:, None] / config.rope_theta**exponents
        angle = torch.cat([angle, angle], dim=-1)[:, None, :]
        return cls(angle.cos().to(dtype), angle.sin().to(dtype))

    def __call__(self, x_THC: Tensor) -> Tensor:
        """Rotates queries or keys."""
        out_THC: Tensor = _Rotate.apply(x_THC, self.cos, self.sin)
        return out_THC


class _Rotate(torch.autograd.Function):
    """Turns the two halves of a head by an angle; gradients are turned back by it."""

    @staticmethod
    def forward(ctx: Any, x_THC: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        ctx.save_for_backward(cos, sin)
        return _turned(x_THC, cos, sin, 1)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        cos, sin = ctx.saved_tensors
        return _turned(gradients[0], cos, sin, -1), None, None


def _turned(x_THC: Tensor, cos: Tensor, sin: Tensor, sign: int) -> Tensor:
    first, second = x_THC.chunk(2, dim=-1)
    sin_first, sin_second = sin.chunk(2, dim=-1)
    out_THC = x_THC * cos
    out_first, out_second = out_THC.chunk(2, dim=-1)
    out_first.addcmul_(second, sin_first, value=-sign)
    out_second.addcmul_(first, sin_second, value=sign)
    return out_THC


class Attention(nn.Module):
    """Grouped-query attention: H query heads, each K-th part of which shares one head of keys and values."""

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.head_dim = config.head_dim
        queries, keys = config.heads * config.head_dim, config.kv_heads * config.head_dim
        self.q = nn.Linear(config.hidden_size, queries, bias=False)
        self.k = nn.Linear(config.hidden_size, keys, bias=False)
        self.v = nn.Linear(config.hidden_size, keys, bias=False)
        self.o = nn.Linear(queries, config.hidden_size, bias=False)

    def forward(self, x_TD: Tensor, rotation: Rotation, attend: Attend) -> Tensor:
        """[T, D] → [T, D]."""
        q_THC, k_TKC, v_TKC = (p(x_TD).unflatten(-1, (-1, self.head_dim)) for p in (self.q, self.k, self.v))
        return self.o(attend(rotation(q_THC), rotation(k_TKC), v_TKC).flatten(1))  # type: ignore[no-any-return]


class Norm(nn.Module):
    """Root mean square layer normalisation (arXiv 1910.07467)."""

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.epsilon = config.norm_epsilon
        self.weight = nn.Parameter(torch.ones(config.hidden_size))

    def forward(self, x_TD: Tensor) -> Tensor:
        """[T, D] → [T, D]."""
        return F.rms_norm(x_TD, self.weight.shape, self.weight, self.epsilon)


class Block(nn.Module):
    """One layer."""

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.attention_norm = Norm(config)
        self.attention = Attention(config)
        self.ffn_norm = Norm(config)
        self.ffn: nn.Module = FeedForward(config) if config.is_dense else MixtureOfExperts(config)

    def forward(
        self, x_TD: Tensor, rotation: Rotation, attend: Attend, real_T: Tensor
    ) -> tuple[Tensor, RouterStatistics | None]:
        """The residual stream after this layer, and what its router did (None: it has none)."""
        x_TD = x_TD + self.attention(self.attention_norm(x_TD), rotation, attend)
        normed_TD = self.ffn_norm(x_TD)
        if isinstance(self.ffn, FeedForward):
            return x_TD + self.ffn(normed_TD), None
        out_TD, statistics = self.ffn(normed_TD, real_T)
        return x_TD + out_TD, statistics


class Output(NamedTuple):
    """`hidden` [T, D] after the last norm, and each layer's router statistics (none if dense)."""

    hidden: Tensor
    routers: list[RouterStatistics]


class Mixtral(nn.Module):
    """Mixtral, or Mistral if its configuration is dense, on a packed batch."""

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.hidden_size)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = Norm(config)
        self.head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        if config.tie_embeddings:
            self.head.weight = self.embedding.weight

    def forward(self, tokens_T: Tensor, layout: PackedLayout) -> Output:
        """Token ids [T] (any integers) laid out as `layout` says → hidden states; see `logits`."""
        x_TD = self.embedding(tokens_T.long())
        rotation = Rotation.at(layout.position, self.config, x_TD.dtype)
        attend = attention_for(layout, self.config.sliding_window)
        real_T = layout.is_real()
        routers = []
        for block in self.blocks:
            x_TD, statistics = block(x_TD, rotation, attend, real_T)
            if statistics is not None:
                routers.append(statistics)
        return Output(self.norm(x_TD), routers)

    def logits(self, hidden_ND: Tensor) -> Tensor:
        """[N, D] → [N, V], for the positions that are wanted."""
        return self.head(hidden_ND)  # type: ignore[no-any-return]

    def initialise(self, seed: int) -> Mixtral:
        """Random weights, N(0, initializer_range²) as Mistral's, the same for the same seed and any number of
        processes that the model is spread over; returns the model.
        """
        generator = torch.Generator(device=self.embedding.weight.device).manual_seed(seed)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                if name.endswith("norm.weight"):
                    local(parameter).fill_(1.0)
                else:
                    drawn = torch.empty(parameter.shape, dtype=parameter.dtype, device=parameter.device)
                    fill(parameter, drawn.normal_(0.0, self.config.initializer_range, generator=generator))
        return self
