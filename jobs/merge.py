"""`roae merge`: checkpoints made of checkpoints. Parsing needs no torch."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from jobs.errors import UsageError

_DONE, _FAILED, _INTERRUPTED = 0, 1, 130


def add_merge(commands: Any) -> None:
    """Adds `merge` to the commands of `roae`."""
    merge = commands.add_parser(
        "merge",
        help="make one checkpoint of a base and an adapter",
        description="Makes checkpoints of checkpoints, tensor by tensor: the largest tensor is all that has "
        "to fit into memory.",
    )
    kinds = merge.add_subparsers(dest="kind", required=True, metavar="KIND")
    lora = kinds.add_parser(
        "lora",
        help="a base with a LoRA adapter's updates added to its weights",
        description="Writes the checkpoint BASE with the adapter in the folder ADAPTER (one of `roae train`, "
        "or of PEFT) added to its weights. OUTPUT is complete or absent.",
    )
    lora.add_argument("base", metavar="BASE", help="a Hugging Face folder of a Mixtral or Mistral")
    lora.add_argument("adapter", metavar="ADAPTER", help="a folder with adapter_config.json")
    lora.add_argument("output", metavar="OUTPUT", help="the merged checkpoint's folder, which must not exist")
    lora.add_argument("--quiet", action="store_true", help="no progress")
    lora.set_defaults(function=_merge_lora)


def _merge_lora(options: argparse.Namespace) -> int:
    try:
        from training.errors import CheckpointError, DataError, SettingsError  # noqa: PLC0415
        from training.merge.lora import merge_adapter  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"merging needs torch: pip install 'roae[train]' ({error})") from error

    def tell(line: str) -> None:
        if not options.quiet:
            print(line, file=sys.stderr, flush=True)

    try:
        merge_adapter(Path(options.base), Path(options.adapter), Path(options.output), tell=tell)
    except (CheckpointError, DataError, SettingsError) as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        print(f"roae: {error}", file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        print(f"roae: interrupted: {options.output} was not written", file=sys.stderr)
        return _INTERRUPTED
    return _DONE
