"""The second half of an expert, `down(silu(gate) · up)`, which keeps gate and up for its gradient and nothing
else as wide: autograd's own keeps the activated gate and its product with up too, and so twice as much.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


def grouped_mm(x_NI: Tensor, weight_EIO: Tensor, ends_E: Tensor) -> Tensor:
    """[N, I] · [E, I, O] → [N, O]: rows up to `ends_E[e]` are multiplied with weight e."""
    if x_NI.dtype == torch.float64:  # which torch's kernels lack
        return torch.cat([x_NI[a:b] @ w for (a, b), w in zip(_ranges(ends_E), weight_EIO, strict=True)])
    return F.grouped_mm(x_NI, weight_EIO, offs=ends_E)


def swiglu(
    gate_NF: Tensor,
    up_NF: Tensor,
    down_EDF: Tensor,
    ends_E: Tensor,
    adapter: tuple[Tensor, Tensor, float] | None = None,
) -> Tensor:
    """[N, F], [N, F] → [N, D], by the expert of each row. An adapter of `down`, [E, R, F], [E, D, R] and its
    scale, is added.
    """
    a_ERF, b_EDR, scale = adapter or (None, None, 1.0)
    out_ND: Tensor = _SwiGLU.apply(gate_NF, up_NF, down_EDF, ends_E, a_ERF, b_EDR, scale)
    return out_ND


class _SwiGLU(torch.autograd.Function):
    @staticmethod
    def forward(  # noqa: PLR0917 (apply takes no names)
        ctx: Any,
        gate_NF: Tensor,
        up_NF: Tensor,
        down_EDF: Tensor,
        ends_E: Tensor,
        a_ERF: Tensor | None,
        b_EDR: Tensor | None,
        scale: float,
    ) -> Tensor:
        inner_NF = F.silu(gate_NF).mul_(up_NF)
        out_ND = grouped_mm(inner_NF, down_EDF.transpose(1, 2), ends_E)
        low_NR = None
        if a_ERF is not None and b_EDR is not None:
            low_NR = grouped_mm(inner_NF, a_ERF.transpose(1, 2), ends_E).mul_(scale)  # while it is small
            out_ND.add_(grouped_mm(low_NR, b_EDR.transpose(1, 2), ends_E))
        ctx.save_for_backward(gate_NF, up_NF, down_EDF, ends_E, a_ERF, b_EDR, low_NR)
        ctx.scale = scale
        return out_ND

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        gradient_ND = gradients[0].contiguous()
        gate_NF, up_NF, down_EDF, ends_E, a_ERF, b_EDR, low_NR = ctx.saved_tensors
        to_down = to_a = to_b = None
        active_NF = F.silu(gate_NF)
        needs_inner = ctx.needs_input_grad[2] or ctx.needs_input_grad[4]
        inner_NF = active_NF * up_NF if needs_inner else active_NF
        to_inner_NF = grouped_mm(gradient_ND, down_EDF, ends_E)
        if ctx.needs_input_grad[2]:
            to_down = _weights(gradient_ND, inner_NF, ends_E)
        if low_NR is not None:
            to_low_NR = grouped_mm(gradient_ND, b_EDR, ends_E).mul_(ctx.scale)
            to_inner_NF.add_(grouped_mm(to_low_NR, a_ERF, ends_E))
            to_a = _weights(to_low_NR, inner_NF, ends_E)
            to_b = _weights(gradient_ND, low_NR, ends_E)
        to_up_NF = active_NF.mul_(to_inner_NF)
        to_gate_NF = torch.ops.aten.silu_backward(to_inner_NF.mul_(up_NF), gate_NF)
        return to_gate_NF, to_up_NF, to_down, None, to_a, to_b, None


def _weights(gradient_NO: Tensor, x_NI: Tensor, ends_E: Tensor) -> Tensor:
    """What each expert's rows say of its weight: [N, O], [N, I] → [E, O, I]."""
    if x_NI.dtype == torch.float64:
        return torch.stack([gradient_NO[a:b].T @ x_NI[a:b] for a, b in _ranges(ends_E)])
    return F.grouped_mm(gradient_NO.transpose(0, 1), x_NI, offs=ends_E)


def _ranges(ends_E: Tensor) -> list[tuple[int, int]]:
    ends = ends_E.tolist()
    return list(zip([0, *ends[:-1]], ends, strict=True))
