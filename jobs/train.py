"""`roae train`: pretraining, fine-tuning and preference tuning. Parsing needs no torch."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from jobs.errors import UsageError

_DONE, _FAILED = 0, 1
_KINDS = {
    "pretrain": ("predict next tokens, on token shards", "data=runs/corpus/90-sequences"),
    "sft": ("fine-tune on conversations; the loss is on what the assistant says", "data=conversations.jsonl"),
    "dpo": ("tune on preference pairs", "data=runs/preferences/50-pairs"),
}


def add_train(commands: Any) -> None:
    """Adds `train` to the commands of `roae`."""
    train = commands.add_parser(
        "train",
        help="train Mixtral: pretrain, sft or dpo",
        description="Trains Mixtral. The same command goes on with a run that was stopped. On several GPUs: "
        "torchrun --no-python --nproc-per-node 8 roae train …",
    )
    kinds = train.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, (about, example) in _KINDS.items():
        parser = kinds.add_parser(
            kind,
            help=about,
            description=f"{about[0].upper()}{about[1:]}. CONFIG is laptop, one-gpu, eight-gpus or a YAML "
            f"file; any of its fields is set with key=value, such as {example} optimizer.learning_rate=1e-5.",
        )
        parser.add_argument("config", metavar="CONFIG", help="a shipped configuration's name, or a YAML file")
        parser.add_argument("settings", nargs="*", metavar="key=value", help="fields of the configuration")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and how much memory it takes"
        )
        parser.add_argument("--quiet", action="store_true", help="no progress")
        parser.set_defaults(function=_train)


def _train(options: argparse.Namespace) -> int:
    try:
        import torch  # noqa: F401, PLC0415
    except ImportError as error:
        raise UsageError(f"training needs torch: pip install 'roae[train]' ({error})") from error
    from jobs.training import run_train  # noqa: PLC0415

    failed = run_train(
        options.kind, options.config, options.settings, dry_run=options.dry_run, quiet=options.quiet
    )
    if failed:
        print(f"roae: {failed}", file=sys.stderr)
        return _FAILED
    return _DONE
