"""What happens to a run whose budget is spent: it ends, and goes on from there once the budget is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curation.endpoint.config import BudgetConfig
from curation.endpoint.errors import BUDGET, BudgetSpentError
from schemas.manifest import Manifest


@dataclass(frozen=True)
class StopWhenSpent:
    """The `finish` of a stage that drops with the reason `budget` what it could not ask any more.

    `budgets` are those that it spends, by the recipe's fields; `rows` is what its dropped rows are called.
    """

    budgets: Mapping[str, BudgetConfig]
    rows: str

    def __call__(self, folder: str, manifest: Manifest) -> None:
        """Raises BudgetSpentError if something was not asked, unless all budgets say to go on. The stage then
        has receipts and no manifest: as long as the budget is the same, it ends here again and asks nothing.
        """
        left = manifest.dropped.get(BUDGET, 0)
        limited = {name: budget for name, budget in self.budgets.items() if budget.limited}
        stop = [f"{name}.when_spent=go-on" for name, budget in limited.items() if budget.when_spent == "stop"]
        if not left or not stop:
            return
        limits = "; ".join(f"{name}: {budget.limits}" for name, budget in limited.items())
        raise BudgetSpentError(
            f"stage {manifest.stage}: the budget is spent ({limits}), and {left:,} {self.rows} were not "
            "asked about, or not as often as they should be. What was answered is kept, and is not paid for "
            "again: raise the budget and run the same command, which goes on from there, or set "
            f"{' and '.join(stop)} to make do with what there is"
        )
