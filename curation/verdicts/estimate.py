"""What splitting and judging will ask and cost, before they begin."""

from __future__ import annotations

from collections.abc import Iterable

from curation.claims.splitter import OfflineSplitter
from curation.endpoint.estimate import Estimate, ModelEstimate
from curation.judge import judging, splitting
from curation.judge.judging import LlmJudge
from curation.judge.splitting import LlmSplitter
from curation.verdicts.config import VerdictsConfig
from schemas.document import Document
from schemas.outcome import Rejected
from schemas.responses import Response

_GUESSED = "claims are counted by rules here, as the model that splits was not asked yet"
_CASCADE = "at most: what the offline checker is sure of is not asked"


def estimates(
    responses: Iterable[tuple[Response, str, Document]], config: VerdictsConfig, seed: int, journal: str
) -> list[Estimate]:
    """What is asked about these responses, each with its topic and its page: by the model that splits, and by
    the judge. What comes back unfit and is asked again is not counted.
    """
    found = []
    split = judge = None
    if config.split_by is not None:
        split = Estimate(splitting.ACCOUNT, "responses", config.split_by.budget, journal)
        split.models[config.split_by.model] = ModelEstimate()
        found.append(split)
    if config.judge is not None:
        judge = Estimate(judging.ACCOUNT, "responses", config.judge.budget, journal, _caution(config))
        judge.models[config.judge.model] = ModelEstimate()
        found.append(judge)
    rules = OfflineSplitter(config.splitter)
    for response, topic, page in responses:
        if split is not None and config.split_by is not None:
            split.rows += 1
            for forms in LlmSplitter(config.split_by, seed).requests(response, topic):
                split.add(config.split_by.model, forms)
        if judge is not None and config.judge is not None:
            judge.rows += 1
            claims = rules.split(response, topic)
            checkable = [] if isinstance(claims, Rejected) else [one for one in claims if one.checkable]
            for forms in LlmJudge(config.judge, seed).requests(checkable, [page]):
                judge.add(config.judge.model, forms)
    return found


def beforehand(config: VerdictsConfig) -> list[str]:
    """What is known before there are responses."""
    found = []
    if config.split_by is not None:
        number = config.split_by.sentences_per_call
        found.append(f"{config.split_by.model}: a call to split each {number:,} sentences of a response")
    if config.judge is not None:
        number = config.judge.claims_per_call
        found.append(f"{config.judge.model}: a call to judge each {number:,} claims of a response")
    return found


def _caution(config: VerdictsConfig) -> str:
    cautions = (_GUESSED if config.split_by is not None else "", _CASCADE if config.cascade else "")
    return "; ".join(filter(None, cautions))
