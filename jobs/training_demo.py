"""The trainer on a small scale: a tiny Mixtral, pretrained on token shards and tuned on pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jobs.text import table
from jobs.training_settings import load_settings
from training.logs.console import Console
from training.logs.log_file import read_log
from training.logs.report import Report
from training.run.run import run
from training.world import World

# Small enough for two CPU cores and a minute: nearly all of the model is its vocabulary.
_SHAPE = {"hidden_size": 64, "intermediate_size": 128, "layers": 2, "heads": 4, "head_dim": 16, "experts": 4}
_PRETRAIN = ["sequences_per_step=2", "sequences_per_batch=2", "validation_sequences=16"]
_DPO = [
    "pairs_per_step=16",
    "optimizer.learning_rate=3e-4",  # more than a finished model would bear
    "validation_share=0.2",
    "validation_rows=128",
]


@dataclass(frozen=True)
class Difference:
    """What validation found before the first step and after the last, of pretraining and of DPO."""

    pretrain: tuple[Report, Report]
    dpo: tuple[Report, Report]

    def table(self) -> str:
        """For people."""
        loss = [report.figures["loss"] for report in self.pretrain]
        rows = [["pretraining: loss on held-out text, nats a token", *(f"{value:.3f}" for value in loss)]]
        for name, label, form in (
            ("loss", "DPO: loss on held-out pairs", "{:.3f}"),
            ("accuracy", "DPO: reward accuracy on held-out pairs", "{:.1%}"),
            ("margin", "DPO: reward margin", "{:+.3f}"),
            ("kl", "DPO: distance from the reference, nats a token", "{:.3f}"),
        ):
            rows.append([label, *(form.format(report.figures[name]) for report in self.dpo)])
        return table(["", "before", "after"], rows, right={1, 2})


def train_demo(
    sequences: str,
    pairs: str,
    output: Path,
    *,
    validation: str = "",
    pretrain_steps: int = 60,
    dpo_steps: int = 36,
    tell: Callable[[str], None] = lambda _: None,
    quiet: bool = False,
) -> Difference:
    """Pretrains on the token shards in the folder `sequences`, then tunes on the rows of `pairs` (a file or
    folder), into `output/pretrain` and `output/dpo`; goes on with what is there.

    `validation` is a folder of token shards that are not trained on; without one the loss is measured on
    those that are. About a fifth of the pairs' groups is held out, unless their field `split` says which.
    Raises what `training.run.run.run` raises.
    """
    world = World.join()

    def train(kind: str, folder: Path, *given: str) -> tuple[Report, Report]:
        settings = [f"output={folder}", *given]
        tell(f"$ roae train {kind} laptop {' '.join(settings)}")
        run(load_settings(kind, "laptop", settings), world, tell, None if quiet else Console)
        return _ends(folder)

    first, second = output / "pretrain", output / "dpo"
    shape = [f"model.shape.{name}={value}" for name, value in _SHAPE.items()]
    texts = [f"data={sequences}", f"validation={validation or sequences}", f"steps={pretrain_steps}"]
    pretrained = train("pretrain", first, *texts, *shape, *_PRETRAIN)
    preferred = [f"data={pairs}", f"model.base={first / 'model'}", f"steps={dpo_steps}"]
    return Difference(pretrained, train("dpo", second, *preferred, *_DPO))


def _ends(folder: Path) -> tuple[Report, Report]:
    found = [report for report in read_log(folder) if report.kind == "validation"]
    return found[0], found[-1]
