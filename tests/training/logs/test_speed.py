"""What a step is worth in arithmetic, against the rule itself and against torch's own counter."""

import io

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from training.data.batch import Text, batch_of  # noqa: E402
from training.logs.console import Console  # noqa: E402
from training.logs.flops import seen_pairs, step_flops  # noqa: E402
from training.logs.report import Report  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.objective import NextToken  # noqa: E402

segments = st.builds(Segment, st.integers(1, 12), st.lists(st.integers(1, 12), max_size=3).map(tuple))


@given(st.lists(segments, min_size=1, max_size=4), st.integers(0, 15))
@settings(deadline=None)
def test_pairs_that_see_each_other_are_those_of_the_mask(documents, window):
    layout = PackedLayout.of(documents)
    assert seen_pairs(layout, window) == int(layout.mask(window).sum())


def test_model_flops_are_those_that_torch_counts():
    """A dense model, whose products torch's counter knows; attention is counted without what is masked."""
    config = MixtralConfig(
        vocab_size=96, hidden_size=64, intermediate_size=80, layers=2, heads=4, kv_heads=2, head_dim=16,
        experts=1, experts_per_token=1,
    )  # fmt: skip
    model = Mixtral(config).initialise(0)
    random = np.random.default_rng(0)
    batch = batch_of([Text(random.integers(96, size=48), np.ones(48, bool))], 48, 0)
    counter = FlopCounterMode(display=False)
    with counter:
        NextToken().terms(model, batch).loss.backward()
    counted = {str(name): count for name, count in counter.get_flop_counts()["Global"].items()}
    products = sum(count for name, count in counted.items() if "attention" not in name)
    ours = step_flops(config, None, [batch])
    attention = 12 * 2 * 4 * 16 * seen_pairs(batch.layout)
    # torch does not count a product that is added in place: here the gradient of the head.
    uncounted = 2 * 96 * 64 * len(batch.scored)
    assert ours - attention == products + uncounted


def test_a_line_of_progress():
    stream = io.StringIO()
    console = Console(100, every=0, stream=stream)
    figures = {"loss": 0.5, "accuracy": 0.75, "margin": 0.25, "kl": 0.01, "tokens": 10.0}
    console(
        Report(
            "train", 7, figures, {"seconds": 2.0, "tokens_per_second": 1234.0, "memory_gib": 3.25, "mfu": 0.4}
        )
    )
    assert stream.getvalue() == (
        "step   7/100  loss 0.5000  accuracy 75.0%  margin +0.250  KL 0.0100  1,234 tokens/s  MFU 40.0%  "
        "3.2 GiB  3 min 6 s left\n"
    )
