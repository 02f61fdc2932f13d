"""Packed batches: what lies beside a document must not matter to it, and responses share their prompt."""

import pytest

torch = pytest.importorskip("torch")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch.nn.attention.flex_attention import flex_attention  # noqa: E402

from training.model.attention import attention_for, block_mask  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402

CONFIG = MixtralConfig(
    vocab_size=61,
    hidden_size=32,
    intermediate_size=48,
    layers=2,
    heads=4,
    kv_heads=2,
    head_dim=8,
    experts=4,
    sliding_window=11,
)

segments = st.lists(
    st.builds(Segment, st.integers(1, 40), st.lists(st.integers(1, 30), max_size=3).map(tuple)),
    min_size=1,
    max_size=4,
)


def random_tokens(count, seed=0):
    return torch.randint(0, 61, (count,), generator=torch.Generator().manual_seed(seed))


def hidden(tokens, layout):
    with torch.no_grad():
        return Mixtral(CONFIG).initialise(3)(tokens, layout).hidden


def same(one, other):
    """But for the last bits: a matrix product's depend on how many rows an expert has."""
    torch.testing.assert_close(one, other, atol=3e-6, rtol=1e-5)


@given(segments, st.integers(0, 9), st.sampled_from([0, 1, 7, 64]))
@settings(max_examples=60, deadline=None)
def test_every_way_of_attending_follows_the_one_rule(parts, padding, window):
    layout = PackedLayout.of(parts, padding)
    torch.manual_seed(0)
    q, k, v = (torch.randn(layout.tokens, heads, 8) for heads in (4, 2, 2))
    scores = torch.einsum("qhc,khc->hqk", q, k.repeat_interleave(2, dim=1)) / 8**0.5
    weights = scores.masked_fill(~layout.mask(window), -torch.inf).softmax(-1)
    expected = torch.einsum("hqk,khc->qhc", weights, v.repeat_interleave(2, dim=1))
    real = layout.tokens - padding
    torch.testing.assert_close(
        attention_for(layout, window)(q, k, v)[:real], expected[:real], atol=1e-5, rtol=1e-5
    )
    flexed = flex_attention(
        *(x.transpose(0, 1)[None] for x in (q, k, v)), block_mask=block_mask(layout, window), enable_gqa=True
    )
    torch.testing.assert_close(flexed[0].transpose(0, 1)[:real], expected[:real], atol=1e-5, rtol=1e-5)


def test_a_changed_document_changes_no_other():
    parts = [Segment(30), Segment(20, (9, 12)), Segment(25)]
    layout = PackedLayout.of(parts, padding=5)
    tokens = random_tokens(layout.tokens)
    before = hidden(tokens, layout)
    for number in range(3):
        own = layout.document == number
        changed = torch.where(own, (tokens + 1) % 61, tokens)
        after = hidden(changed, layout)
        others = ~own & layout.is_real()
        same(after[others], before[others])
        assert (after[own] - before[own]).abs().max() > 0.1


def test_a_document_gets_in_a_pack_what_it_gets_alone():
    parts = [Segment(30), Segment(20), Segment(25)]
    layout = PackedLayout.of(parts, padding=6)
    tokens = random_tokens(layout.tokens)
    packed = hidden(tokens, layout)
    for number, part in enumerate(parts):
        own = layout.document == number
        alone = hidden(tokens[own], PackedLayout.of([part]))
        same(packed[own], alone)


@pytest.mark.parametrize("prompt", [1, 5, 30])
def test_responses_that_share_their_prompt_get_what_each_gets_with_its_own(prompt):
    layout = PackedLayout.of([Segment(4), Segment(prompt, (9, 14))])
    tokens = random_tokens(layout.tokens)
    shared = hidden(tokens, layout)
    start = 4 + prompt
    for first, length in ((start, 9), (start + 9, 14)):
        own = torch.cat([tokens[4:start], tokens[first : first + length]])
        alone = hidden(own, PackedLayout.of([Segment(len(own))]))
        same(shared[first : first + length], alone[prompt:])


def test_a_changed_response_does_not_change_its_rival():
    layout = PackedLayout.of([Segment(10, (8, 8))])
    tokens = random_tokens(26)
    changed = tokens.clone()
    changed[10:18] = (changed[10:18] + 1) % 61
    before, after = hidden(tokens, layout), hidden(changed, layout)
    same(after[18:], before[18:])
    same(after[:10], before[:10])


def test_padding_is_in_no_statistic_and_gets_no_gradient():
    model = Mixtral(CONFIG).initialise(3)
    tokens = random_tokens(20)
    bare = model(tokens, PackedLayout.of([Segment(20)]))
    padded = model(torch.cat([tokens, torch.full((7,), 60)]), PackedLayout.of([Segment(20)], padding=7))
    for one, other in zip(bare.routers, padded.routers, strict=True):
        for ours, theirs in zip(one, other, strict=True):
            torch.testing.assert_close(ours, theirs)
    assert int(padded.routers[0].chosen.sum()) == 2 * 20
    assert int(padded.routers[0].tokens) == 20


def test_the_same_input_gives_the_same_bits():
    layout = PackedLayout.of([Segment(40), Segment(30, (5, 6))])
    tokens = random_tokens(layout.tokens)
    assert torch.equal(hidden(tokens, layout), hidden(tokens, layout))


@pytest.mark.parametrize(("prompt", "branches"), [(0, ()), (3, (0,)), (-1, (2,))])
def test_a_segment_without_tokens_is_refused(prompt, branches):
    with pytest.raises(ValueError, match="a segment has tokens"):
        Segment(prompt, branches)
