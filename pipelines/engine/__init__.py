"""The engine: stages over shards, on Beam, resumable. `docs/architecture.md` says how and why.

A pipeline is a list of stages, each a `Map` or a `Group`; `run_stages` runs them in a run folder and
`plan_run` says what it would do. `testing` has helpers that run a stage's function on a list.
"""

from pipelines.engine.driver import run_stages
from pipelines.engine.failures import FunctionError, RunError, RunFolderBusyError, ShardError
from pipelines.engine.options import Progress, ProgressCallback, RunOptions
from pipelines.engine.planning import StagePlan, plan_run
from pipelines.engine.receipts import StageFolder, read_manifest, read_receipts, stage_folders
from pipelines.engine.run_file import RunStage, read_run_file, run_stages_of
from pipelines.engine.stages import MB, Group, Map, Stage

__all__ = [
    "MB",
    "FunctionError",
    "Group",
    "Map",
    "Progress",
    "ProgressCallback",
    "RunError",
    "RunFolderBusyError",
    "RunOptions",
    "RunStage",
    "ShardError",
    "Stage",
    "StageFolder",
    "StagePlan",
    "plan_run",
    "read_manifest",
    "read_receipts",
    "read_run_file",
    "run_stages",
    "run_stages_of",
    "stage_folders",
]
