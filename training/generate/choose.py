"""Choosing tokens: temperature, top-k, top-p and min-p, each row of a batch with its own.

A row's draw is one number from a stream that only its seed decides, and the token is found where the
cumulated probabilities, in the order of the vocabulary, pass it. So the neighbours in a batch have no say,
nor has the device; and where they shake a logit's last bit, tokens that are about equally likely do not
change places, as they would in an order by probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from training.generate.request import Sampling


class Draws:
    """Numbers from 0 to below 1 that the seed decides, one after another."""

    def __init__(self, seed: int) -> None:
        # A counter-based generator (Random123, doi 10.1145/2063384.2063405): other seed, other stream.
        self._bits = np.random.Philox(key=seed & 0xFFFFFFFFFFFFFFFF)

    def next(self) -> float:
        """The next of them, with 53 random bits."""
        return float(int(self._bits.random_raw()) >> 11) * 2.0**-53


class Chosen(NamedTuple):
    """`token` [N] of int64, and `logprob` [N] of float32, by the model's own distribution."""

    token: Tensor
    logprob: Tensor


class Chooser:
    """Chooses a token for each of N rows, row i as `samplings[i]` says."""

    def __init__(self, samplings: Sequence[Sampling], device: torch.device) -> None:
        self.is_drawn = any(sampling.temperature for sampling in samplings)
        self._has_top_k = any(sampling.top_k for sampling in samplings)
        self._has_top_p = any(sampling.top_p < 1 for sampling in samplings)
        self._has_min_p = any(sampling.min_p for sampling in samplings)

        def column(values: list[float]) -> Tensor:
            return torch.tensor(values, dtype=torch.float32, device=device)[:, None]

        self._temperature = column([sampling.temperature for sampling in samplings])
        self._top_p = column([sampling.top_p for sampling in samplings])
        self._min_p = column([sampling.min_p for sampling in samplings])
        self._top_k = torch.tensor([sampling.top_k for sampling in samplings], device=device)[:, None]

    def __call__(self, logits_NV: Tensor, draws: Sequence[float]) -> Chosen:
        """The tokens for these logits; `draws` are N numbers from 0 to below 1 (of no use where the
        temperature is 0).
        """
        logits_NV = logits_NV.float()
        token_N = logits_NV.argmax(dim=-1)
        if self.is_drawn:
            weight_NV = self.probabilities(logits_NV)
            drawn_N = _draw(weight_NV, torch.tensor(draws, dtype=torch.float64, device=logits_NV.device))
            token_N = torch.where(self._temperature[:, 0] > 0, drawn_N, token_N)
        chosen_N = logits_NV.gather(1, token_N[:, None])[:, 0]
        return Chosen(token_N, chosen_N - logits_NV.logsumexp(dim=-1))

    def probabilities(self, logits_NV: Tensor) -> Tensor:
        """[N, V] of float32: what can be chosen and how likely it is, the sum of a row being 1. Rows of
        temperature 0 are as those of temperature 1.
        """
        temperature = torch.where(self._temperature > 0, self._temperature, 1.0)
        # Less the maximum first: a tiny temperature must not make infinities of which there are two.
        scaled_NV = (logits_NV - logits_NV.amax(dim=-1, keepdim=True)) / temperature
        if self._has_top_k or self._has_top_p:
            scaled_NV = self._most_likely(scaled_NV)
        if self._has_min_p:
            # The most likely token's logit is 0.
            scaled_NV = scaled_NV.masked_fill(scaled_NV < self._min_p.log(), -torch.inf)
        return scaled_NV.softmax(dim=-1)

    def _most_likely(self, scaled_NV: Tensor) -> Tensor:
        """Without what top-k and then top-p leave out."""
        vocabulary = scaled_NV.shape[-1]
        sorted_NV = scaled_NV.sort(dim=-1, descending=True).values
        if self._has_top_k:
            last = torch.where(self._top_k > 0, self._top_k, vocabulary).clamp(max=vocabulary) - 1
            least_N1 = sorted_NV.gather(1, last)
            scaled_NV = scaled_NV.masked_fill(scaled_NV < least_N1, -torch.inf)
            sorted_NV = sorted_NV.masked_fill(sorted_NV < least_N1, -torch.inf)
        if self._has_top_p:
            probability_NV = sorted_NV.softmax(dim=-1, dtype=torch.float64)
            before_NV = probability_NV.cumsum(dim=-1) - probability_NV
            # The first has nothing before it, and is always kept.
            kept_N1 = (before_NV < self._top_p).sum(dim=-1, keepdim=True)
            least_N1 = sorted_NV.gather(1, kept_N1 - 1)
            scaled_NV = torch.where(
                (self._top_p < 1) & (scaled_NV < least_N1), -torch.inf, scaled_NV
            )  # 1 leaves nothing out, however the sum is rounded
        return scaled_NV


def _draw(weight_NV: Tensor, draw_N: Tensor) -> Tensor:
    """[N] of int64: the first token at which the cumulated weights pass the draw's share of all."""
    cumulated_NV = weight_NV.cumsum(dim=-1, dtype=torch.float64)
    total_N = cumulated_NV[:, -1]
    # Below the total also when rounded up, so that the token found has a weight.
    share_N = torch.minimum(draw_N * total_N, torch.nextafter(total_N, torch.zeros_like(total_N)))
    found_N1 = torch.searchsorted(cumulated_NV, share_N[:, None], right=True)
    return found_N1[:, 0].clamp(max=weight_NV.shape[-1] - 1)
