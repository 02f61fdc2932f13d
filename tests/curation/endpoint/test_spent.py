"""What a spent budget does to a stage."""

import pytest

from curation.endpoint import BudgetConfig
from curation.endpoint.errors import BudgetSpentError
from curation.endpoint.spent import StopWhenSpent
from schemas.manifest import Manifest, Timing


def manifest(left):
    return Manifest(
        stage="verdicts",
        position=1,
        version=1,
        config={},
        record="CheckedResponse",
        record_version=1,
        format="parquet",
        stage_digest="",
        input_digests={},
        rows_in=9,
        rows_out=9 - left,
        dropped={"budget": left} if left else {},
        rejected={},
        files=[],
        rejected_files=[],
        dropped_files=[],
        exclusions=False,
        timing=Timing(seconds=0, cpu_seconds=0, peak_rss_bytes=0),
    )


STOP, GO_ON = BudgetConfig(calls=5), BudgetConfig(calls=7, when_spent="go-on")


@pytest.mark.parametrize(
    ("budgets", "advice"),
    [
        ({"split": STOP}, "set split.when_spent=go-on to"),
        ({"split": GO_ON, "judge": STOP}, "set judge.when_spent=go-on to"),
        ({"split": STOP, "judge": STOP}, "set split.when_spent=go-on and judge.when_spent=go-on to"),
        ({"split": BudgetConfig(), "judge": STOP}, "set judge.when_spent=go-on to"),
    ],
)
def test_it_says_what_would_let_the_run_go_on(budgets, advice):
    with pytest.raises(BudgetSpentError) as error:
        StopWhenSpent(budgets, "responses")("folder", manifest(2))
    assert advice in str(error.value) and "2 responses were not asked about" in str(error.value)
    StopWhenSpent(budgets, "responses")("folder", manifest(0))


def test_a_stage_ends_as_usual_where_every_budget_says_to_go_on():
    StopWhenSpent({"split": GO_ON, "judge": GO_ON}, "responses")("folder", manifest(2))
    StopWhenSpent({"split": GO_ON, "judge": BudgetConfig()}, "responses")("folder", manifest(2))
