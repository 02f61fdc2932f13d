"""Claims by a language model: splitting responses, judging claims, and a cascade that saves most of it."""

from curation.judge.cascade import Cascade, CascadeReport, cascade_report
from curation.judge.checker import Checker, unscored
from curation.judge.config import CascadeConfig, JudgeConfig, SplitConfig
from curation.judge.judging import LlmJudge
from curation.judge.splitting import LlmSplitter

__all__ = [
    "Cascade",
    "CascadeConfig",
    "CascadeReport",
    "Checker",
    "JudgeConfig",
    "LlmJudge",
    "LlmSplitter",
    "SplitConfig",
    "cascade_report",
    "unscored",
]
