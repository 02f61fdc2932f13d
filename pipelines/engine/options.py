"""How a run is done. Nothing here changes a byte of a shard."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.engine.stages import MB

LOCAL_RUNNER = "FnApiRunner"


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """`until` names the last stage to run (empty: all). `exclusions` keeps dropped rows.

    `workers` is the number of local worker processes. A stage with less than `in_process_bytes` of stored
    input to do runs in this process anyway, as a worker takes about four seconds to start.

    A stage fails when more than `rejected_limit` of its rows were rejected, unless they are fewer than ten
    and others came through (one broken page in a small sample is no reason to stop); 0 allows none.

    `beam_options` are handed to Beam as they are. Without `--runner` among them the run is local, one Beam
    job per stage; with one it is a single Beam job.
    """

    until: str = ""
    workers: int = 1
    exclusions: bool = False
    rejected_limit: float = 0.05
    in_process_bytes: int = 8 * MB
    beam_options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, and is {self.workers}")
        if not 0 <= self.rejected_limit <= 1:
            raise ValueError(f"rejected_limit is a share from 0 to 1, and not {self.rejected_limit}")

    @property
    def runner(self) -> str:
        """The name of the Beam runner."""
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        parser.add_argument("--runner", default=LOCAL_RUNNER)
        return str(parser.parse_known_args(self.beam_options)[0].runner)

    @property
    def is_local(self) -> bool:
        """Whether this machine does the work. Beam's DirectRunner counts as FnApiRunner, one of those that it
        chooses from behind the user's back.
        """
        return self.runner in (LOCAL_RUNNER, "DirectRunner")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is, the `position`-th of `stages`.

    `done` of `total` units of work are committed (shards; for a Group, input shards scattered plus partitions
    gathered), and `bytes_done` of `bytes_total` stored bytes of input. `total` is 0 where it is not known
    yet. What earlier runs have committed counts too. `state` is `running`, `done`, or `current`: the stage
    was done already.
    """

    stage: str
    state: str
    done: int
    total: int
    bytes_done: int
    bytes_total: int
    rows_in: int
    rows_out: int
    dropped: int
    rejected: int
    bytes_out: int
    position: int = 0
    stages: int = 0


ProgressCallback = Callable[[Progress], None]
