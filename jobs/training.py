"""Running and planning a training run from the command line. Needs torch."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch.distributed as dist

from jobs.errors import UsageError
from jobs.text import table
from jobs.training_settings import load_settings
from schemas.token_shards import TokenShardsError
from training.errors import CheckpointError, DataError, MemoryShortError, SettingsError
from training.logs.console import Console
from training.logs.log_file import LOG, read_log
from training.logs.report import Report
from training.model.config import ConfigError
from training.run.describe import describe
from training.run.run import run
from training.settings import RunSettings
from training.step import NotANumberError
from training.world import World

_FAILED, _USAGE = 1, 2
# What is wrong with what was given, and is not our fault.
_INPUT_ERRORS = (DataError, SettingsError, CheckpointError, ConfigError, TokenShardsError)


def run_train(
    kind: str, config: str, settings: Sequence[str], *, dry_run: bool = False, quiet: bool = False
) -> str:
    """Trains, with progress on standard error, then a table of what validation found, on standard output.
    With `dry_run` it says what would be done. Returns why it failed, if it did.

    Raises UsageError for settings or data that cannot be used.
    """
    chosen = load_settings(kind, config, settings)
    try:
        return _run(chosen, dry_run, quiet)
    except _INPUT_ERRORS as error:
        if _process("LOCAL_RANK"):  # all processes see the same, and one of each machine says it
            sys.exit(_USAGE)
        raise UsageError(str(error)) from error
    except NotANumberError as error:  # which is the sum of all
        if _process("LOCAL_RANK"):
            sys.exit(_FAILED)
        return str(error)
    except MemoryShortError as error:
        return f"process {rank}: {error}" if (rank := _process("RANK")) else str(error)
    except OSError as error:  # a disk that is full, or may not be written to
        return f"{error}. What was finished is kept; the same command goes on from there"


def _process(name: str) -> int:
    """This process's number, as torchrun gives it; 0 without torchrun."""
    return int(os.environ.get(name, "0"))


def _run(settings: RunSettings, dry_run: bool, quiet: bool) -> str:
    def tell(line: str) -> None:
        if not quiet:
            print(line, file=sys.stderr, flush=True)

    if dry_run:
        if _process("RANK"):  # torchrun's first process speaks for all
            return ""
        for name, value in describe(settings, tell):
            print(f"{name:<22} {value}")
        return ""
    joined = dist.is_initialized()
    world = World.join()
    try:
        run(settings, world, tell, None if quiet else Console)
    finally:
        if world.rank.of > 1 and not joined:
            dist.destroy_process_group()
    if world.is_first and not quiet:
        _show(settings)
    return ""


def _show(settings: RunSettings) -> None:
    found = [report for report in read_log(Path(settings.output)) if report.kind == "validation"]
    if found:
        print(before_and_after(found[0], found[-1]))
    print(f"\nEvery step: {settings.output}/{LOG}")


def before_and_after(first: Report, last: Report) -> str:
    """A table of what validation found at first and at last."""
    names = sorted(last.figures)
    rows = [[name, f"{first.figures[name]:.4f}", f"{last.figures[name]:.4f}"] for name in names]
    return table(["validation", f"step {first.step}", f"step {last.step}"], rows, right={1, 2})
