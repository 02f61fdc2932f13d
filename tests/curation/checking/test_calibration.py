import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from curation.checking.calibration import auc, balanced_accuracy, best_cut, bootstrap, calibrate, logit


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=2, max_size=60))
def test_auc_is_that_of_scikit_learn_and_no_cut_beats_the_best_one(rows: list[tuple[bool, int]]) -> None:
    labels = np.array([label for label, _ in rows])
    scores = np.array([float(score) for _, score in rows])
    if labels.all() or not labels.any():
        with pytest.raises(ValueError, match="both labels"):
            auc(labels, scores)
        return
    assert auc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))
    best = balanced_accuracy(labels, scores > best_cut(labels, scores))
    assert all(best >= balanced_accuracy(labels, scores > cut) - 1e-9 for cut in np.arange(-0.5, 7))


def noisy(rows: int, shift: float) -> tuple[np.ndarray, np.ndarray, list[str]]:
    random = np.random.default_rng(5)
    labels = random.random(rows) < 0.4
    scores = random.normal(size=rows) + np.where(labels, 1.5, 0) + shift
    return 1 / (1 + np.exp(-scores)), labels, [str(row // 4) for row in range(rows)]


def test_the_fitted_cut_repairs_a_shifted_checker() -> None:
    probabilities, labels, groups = noisy(400, shift=3.0)
    found = calibrate("offline", probabilities, labels, groups, samples=200)
    assert found.uncalibrated_balanced_accuracy.value < 0.6
    assert found.balanced_accuracy.value > 0.7
    assert found.balanced_accuracy.low < found.balanced_accuracy.value < found.balanced_accuracy.high
    assert found.auc.low < found.auc.value < found.auc.high
    said = np.array([found.apply(value) for value in probabilities]) > 0.5
    assert balanced_accuracy(labels, said) > 0.7
    assert found.apply(found.threshold) == pytest.approx(0.5, abs=1e-3)


def test_the_same_rows_give_the_same_calibration_and_another_seed_another_interval() -> None:
    rows = noisy(120, shift=0.0)
    one, same = (calibrate("offline", *rows, samples=50, seed=1) for _ in range(2))
    other = calibrate("offline", *rows, samples=50, seed=2)
    assert one == same
    assert (one.threshold, one.auc.value) == (other.threshold, other.auc.value)
    assert one.auc != other.auc


def test_groups_are_drawn_whole() -> None:
    labels = np.array([True, True, False, False])
    seen: set[int] = set()

    def count(rows: np.ndarray) -> float:
        seen.add(int(labels[rows].sum()))
        return float(labels[rows].mean())

    bootstrap(count, ["a", "a", "b", "b"], 50, 0)
    assert seen == {0, 2, 4}


def test_too_few_rows_of_a_label_are_refused() -> None:
    with pytest.raises(ValueError, match="9 supported and 11 other rows"):
        calibrate("offline", np.linspace(0, 1, 20), np.arange(20) < 9, [str(row) for row in range(20)])


def test_certain_probabilities_have_a_finite_logit() -> None:
    assert logit(1.0) > 10 > -10 > logit(0.0)
