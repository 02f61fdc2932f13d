import itertools

import pytest

torch = pytest.importorskip("torch")

from training.optim import AdamW, OptimizerConfig, stochastic_round  # noqa: E402


def test_updates_are_those_of_torch():
    torch.manual_seed(0)
    weights = [torch.randn(7, 5), torch.randn(5)]
    ours = [torch.nn.Parameter(w.clone()) for w in weights]
    theirs = [torch.nn.Parameter(w.clone()) for w in weights]
    config = OptimizerConfig(learning_rate=0.01, weight_decay=0.2)
    one = AdamW(ours, config)
    other = torch.optim.AdamW(
        [{"params": theirs[:1], "weight_decay": 0.2}, {"params": theirs[1:], "weight_decay": 0.0}],
        lr=0.01,
        betas=(0.9, 0.95),
    )
    for _ in range(20):
        for mine, yours in zip(ours, theirs, strict=True):
            gradient = torch.randn_like(mine)
            mine.grad, yours.grad = gradient.clone(), gradient.clone()
        one.step()
        other.step()
    for mine, yours in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, yours, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("rounding", ["stochastic", "master"])
def test_steps_too_small_for_bfloat16_are_not_lost(rounding):
    config = OptimizerConfig(learning_rate=1e-4, weight_decay=0.0, rounding=rounding)
    weight = torch.nn.Parameter(torch.ones(4000, 2, dtype=torch.bfloat16))
    optimizer = AdamW([weight], config)
    for _ in range(50):
        weight.grad = torch.ones_like(weight)
        optimizer.step()
    # Adam moves by the learning rate at each step; plain bfloat16 would never have left 1.0.
    kept = optimizer.state[weight].get("master", weight)
    assert kept.float().mean().item() == pytest.approx(1 - 50e-4, abs=2e-4)
    assert weight.float().mean().item() == pytest.approx(1 - 50e-4, abs=2.0**-8)


def test_rounding_is_right_on_average_and_alike_for_like_seeds():
    values = torch.full((200_000,), 1.0 + 2.0**-9)  # a quarter of the way to the next bfloat16
    rounded = stochastic_round(values, torch.Generator().manual_seed(1))
    assert set(rounded.float().unique().tolist()) == {1.0, 1.0 + 2.0**-7}
    assert rounded.float().mean().item() == pytest.approx(1.0 + 2.0**-9, abs=1e-4)
    assert torch.equal(rounded, stochastic_round(values, torch.Generator().manual_seed(1)))
    exact = torch.tensor([0.0, -1.5, 2.0**-126, torch.inf])
    assert torch.equal(stochastic_round(exact, torch.Generator()).float(), exact)


def test_the_rate_rises_then_falls_to_its_floor():
    config = OptimizerConfig(learning_rate=1.0, warmup_steps=10, final_rate=0.1)
    rates = [config.rate(step, 100) for step in range(100)]
    assert rates[:10] == pytest.approx([0.1 * n for n in range(1, 11)])
    assert rates[10] == pytest.approx(1.0)
    assert rates[-1] == pytest.approx(0.1)
    assert all(one >= other for one, other in itertools.pairwise(rates[10:]))
    linear = OptimizerConfig(learning_rate=1.0, schedule="linear", final_rate=0.0)
    assert [linear.rate(step, 5) for step in range(5)] == pytest.approx([1, 0.75, 0.5, 0.25, 0])
    assert OptimizerConfig(learning_rate=1.0, schedule="constant").rate(7, 9) == 1.0


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"learning_rate": 0}, "learning_rate must be positive"),
        ({"learning_rate": 1, "schedule": "up"}, "constant, linear or cosine"),
        ({"learning_rate": 1, "rounding": "up"}, "stochastic or master"),
        ({"learning_rate": 1, "final_rate": 2}, "a share from 0 to 1"),
        ({"learning_rate": 1, "clip": -1}, "clip must not be negative"),
        ({"learning_rate": 1, "warmup_steps": -1}, "warmup_steps must not be negative"),
        ({"learning_rate": 1, "beta2": 1.0}, "beta2 is from 0 to below 1"),
        ({"learning_rate": 1, "epsilon": 0}, "epsilon must be positive"),
    ],
)
def test_settings_without_meaning_are_refused(config, told):
    with pytest.raises(ValueError, match=told):
        OptimizerConfig(**config)
