"""The human-labelled sets, where they are at hand."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import train_claim_checker
from benchmarks.claim_sets import SETS, bump
from curation.checking.calibration import auc
from curation.checking.features import combine
from curation.checking.model import bundled_model
from curation.checking.page import Page
from curation.checking.score import looks_at
from curation.claims.splitter import OfflineSplitter, SplitterConfig
from schemas.responses import Response

pytestmark = pytest.mark.real


@pytest.fixture
def labelled(real_data: Path) -> Path:
    return real_data / "factuality"


def test_the_bundled_weights_are_those_that_training_gives(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["train", "--data", str(labelled), "--check"])
    assert train_claim_checker.main() == 0


@pytest.mark.parametrize(("left_out", "least"), [("fever-symmetric", 0.70), ("begin-wow", 0.93)])
def test_a_set_that_was_not_trained_on_is_ranked(labelled: Path, left_out: str, least: float) -> None:
    names = ["fm2", "factcheck-gpt", "wikibio", "begin-tc", "begin-wow", "fever-symmetric"]
    sets = {name: train_claim_checker.values_of(list(SETS[name](labelled))) for name in names}
    values, labels = sets.pop(left_out)
    weights, bias = train_claim_checker.fit(sets)
    assert auc(labels, values @ weights + bias) > least


def test_the_right_one_of_two_summaries_mostly_scores_higher(labelled: Path) -> None:
    model = bundled_model()
    gaps = []
    for pair in bump(labelled):
        page = Page(pair.evidence)
        right, wrong = (model.logit(combine(looks_at(text, page))) for text in (pair.right, pair.wrong))
        gaps.append(right - wrong)
    assert np.mean(np.array(gaps) > 0) > 0.76


def test_abstentions_are_told_from_answers(labelled: Path) -> None:
    splitter = OfflineSplitter(SplitterConfig())
    refusing = answering = 0
    for path in sorted((labelled / "factscore_labeled").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            response = Response(
                id="r",
                question="q",
                model="m",
                sample=0,
                text=row["output"],
                system="",
                temperature=0.0,
                seed=0,
                finish="stop",
                prompt_tokens=-1,
                completion_tokens=-1,
            )
            claims = splitter.split(response, row["topic"])
            assert isinstance(claims, list)
            refused = any(claim.reason == "refusal" for claim in claims)
            if row["annotations"]:
                answering += 1
                assert not refused, row["output"]
                assert len([claim for claim in claims if claim.checkable]) >= len(claims) / 2
            else:
                refusing += refused
    assert answering == 105
    assert refusing >= 14  # of 15, one of which is an answer
