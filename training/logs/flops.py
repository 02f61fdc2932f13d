"""How much arithmetic a step is, and how much of a device's it was.

Model FLOPs, as PaLM counts them (arXiv 2204.02311, appendix B): what forward and backward need, whatever is
computed twice to save memory. A product with a matrix of P parameters is 2·P FLOPs a token forward, and
backward 2·P for the gradient of its input and 2·P for that of the matrix, if it is trained. Attention is
4·H·C FLOPs forward for each query and key that see each other, and twice that backward. The head counts at
scored positions only, since logits are made nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training.data.batch import Packed
from training.model.config import MixtralConfig
from training.model.layout import PackedLayout
from training.model.lora import LoraConfig

# Dense bfloat16 FLOP/s, from the manufacturers' data sheets, by a part of the device's name. The first that
# fits counts.
_PEAKS = {
    "B200": 2250e12,
    "GH200": 989e12,
    "H200": 989e12,
    "H100 PCIe": 756e12,
    "H100 NVL": 835e12,
    "H100": 989e12,
    "H800": 989e12,
    "A100": 312e12,
    "A800": 312e12,
    "A10G": 70e12,
    "A10": 125e12,
    "A30": 165e12,
    "A40": 150e12,
    "L40S": 362e12,
    "L40": 181e12,
    "L4": 121e12,
    "RTX 4090": 165e12,
    "RTX 3090": 71e12,
    "MI300X": 1307e12,
    "MI250X": 383e12,
}


def peak_flops(device: torch.device, dtype: torch.dtype) -> float | None:
    """The device's bfloat16 FLOP/s; None where it is not known, or training is not in bfloat16."""
    if device.type != "cuda" or dtype != torch.bfloat16:
        return None
    name = torch.cuda.get_device_name(device)
    return next((peak for part, peak in _PEAKS.items() if part in name), None)


def step_flops(config: MixtralConfig, lora: LoraConfig | None, batches: Sequence[Packed]) -> float:
    """Model FLOPs of training on these batches. With LoRA, matrices are frozen and their gradient is spared;
    the adapters' own arithmetic counts.
    """
    head = config.vocab_size * config.hidden_size
    inside = config.matmul_parameters_per_token() - head
    per_parameter = 4 if lora else 6
    adapters = adapter_parameters_per_token(config, lora) if lora else 0
    total = 0.0
    for batch in batches:
        tokens = batch.layout.tokens - batch.layout.padding
        total += tokens * (per_parameter * inside + 6 * adapters)
        total += len(batch.scored) * per_parameter * head
        seen = seen_pairs(batch.layout, config.sliding_window)
        total += 12 * config.layers * config.heads * config.head_dim * seen
    return total


def seen_pairs(layout: PackedLayout, window: int = 0) -> int:
    """How many pairs of a query and a key see each other."""
    total = 0
    for one in layout.passes():
        first, last = one.prefix + 1, one.prefix + one.end - one.start
        total += (first + last) * (last - first + 1) // 2
        if window and last > window:
            # Each of these queries would see so many keys too many.
            low = max(first, window + 1) - window
            high = last - window
            total -= (low + high) * (high - low + 1) // 2
    return total


def adapter_parameters_per_token(config: MixtralConfig, lora: LoraConfig) -> int:
    """Parameters of the adapters that one token is multiplied with."""
    width, inner = config.hidden_size, config.intermediate_size
    queries, keys = config.heads * config.head_dim, config.kv_heads * config.head_dim
    total = 0
    if lora.attention:
        total += 2 * (width + queries) + 2 * (width + keys)
    if lora.experts and not config.is_dense:
        total += config.experts_per_token * 3 * (width + inner)
    if lora.router and not config.is_dense:
        total += width + config.experts
    return total * lora.rank * config.layers
