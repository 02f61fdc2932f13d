"""Fits a claim checker's cut to labelled rows, and says how good it then is."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from curation.checking.calibration import Calibration, Interval, calibrate
from curation.checking.common import UncalibratedWarning
from curation.checking.config import EntailmentConfig, OfflineConfig
from curation.checking.offline import OfflineChecker
from curation.checking.source import clean
from jobs.errors import UsageError
from schemas.document import Document
from schemas.responses import UNSCORED, Claim, Verdict

_SUPPORTED = frozenset("supported supports support entailment entailed true yes 1".split())
_OTHER = frozenset(
    """
    not-supported unsupported not-found contradicted contradiction contradicts refuted refutes neutral
    partially-supported partial false no 0
    """.split()
)


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A claim, its evidence and what people said; `line` is its number in the file, from 1."""

    line: int
    claim: str
    evidence: str
    title: str
    group: str
    supported: bool


def run_calibrate(rows: str, output: str, entailment: str, seed: int) -> Calibration:
    """Writes the calibration of the offline checker, or of the classifier in the folder `entailment`.

    Rows that the checker cannot judge are left out and counted. Raises UsageError for rows that cannot be
    read, are too few or have one label only, and InputError for a folder that holds no model.
    """
    labelled = list(read_rows(rows))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UncalibratedWarning)  # it is being put right
        checker = _checker(entailment)
    judged: list[tuple[LabelledRow, Verdict]] = []
    for row in labelled:
        page = _page(row)
        verdict = checker.check([_claim(row)], [page])[0]
        if verdict.label != UNSCORED:
            judged.append((row, verdict))
    try:
        found = calibrate(
            checker.name,
            np.array([verdict.probability for _, verdict in judged]),
            np.array([row.supported for row, _ in judged], dtype=bool),
            [row.group for row, _ in judged],
            seed=seed,
        )
    except ValueError as error:
        raise UsageError(f"{rows}: {error}") from error
    try:
        Path(output).write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}") from error
    _show(found, len(labelled) - len(judged), output)
    return found


def read_rows(path: str) -> Iterator[LabelledRow]:
    """The rows of a file of JSON lines. Raises UsageError that names the line and what was expected."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}, line {number}: not JSON: {error.msg}") from error
        where = f"{path}, line {number}"
        if not isinstance(row, dict):
            raise UsageError(f"{where}: not a JSON object")
        claim, evidence = _text(row, "claim", where), _text(row, "evidence", where)
        title = _text(row, "title", where, "")
        group = str(row.get("group", number))
        yield LabelledRow(number, claim, evidence, title, group, _label(row, where))


def _text(row: dict[str, Any], key: str, where: str, otherwise: str | None = None) -> str:
    value = row.get(key, otherwise)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        raise UsageError(f"{where}: `{key}` must be text, and is {json.dumps(value)[:60]}")
    return clean(value)


def _label(row: dict[str, Any], where: str) -> bool:
    label = row.get("label")
    name = str(label).strip().lower().replace("_", "-").replace(" ", "-")
    if name in _SUPPORTED:
        return True
    if name in _OTHER:
        return False
    raise UsageError(
        f"{where}: `label` must be `supported`, `not-supported`, `contradicted`, true or false, and is "
        f"{json.dumps(label)[:60]}"
    )


def _checker(entailment: str) -> Any:
    if entailment:
        from curation.checking.entailment import EntailmentChecker  # noqa: PLC0415 (torch need not be there)

        try:
            return EntailmentChecker(EntailmentConfig(folder=entailment))
        except ValueError as error:
            raise UsageError(str(error)) from error
    # A clash decides a label without a cut: the cut is fitted to what the features say.
    return OfflineChecker(OfflineConfig(contradictions=False))


def _page(row: LabelledRow) -> Document:
    return Document(
        id=f"line:{row.line}",
        source="labelled",
        url="",
        title=row.title,
        text=row.evidence,
        language="en",
        licence="",
        revision="",
        timestamp="",
        links=[],
        infobox=[],
        constructs={},
        lost_templates={},
    )


def _claim(row: LabelledRow) -> Claim:
    name = str(row.line)
    return Claim(
        id=name, response=name, question=name, text=row.claim, start=0, end=len(row.claim), checkable=True
    )


def _show(found: Calibration, left_out: int, output: str) -> None:
    lines = [
        f"{found.rows} rows, {found.supported} of them supported"
        + (f"; {left_out} could not be judged (empty claim or evidence)" if left_out else ""),
        f"AUC                           {_interval(found.auc, 1, 3)}",
        f"balanced accuracy, fitted cut {_interval(found.balanced_accuracy, 100, 1)} %, on rows that the cut "
        "was not fitted to",
        f"the same, cut as it came      {_interval(found.uncalibrated_balanced_accuracy, 100, 1)} %",
        f"cut                           probability {found.threshold:.3f} of the uncalibrated checker",
        f"written to {output}: name it as `calibration` in the checker's configuration",
    ]
    print("\n".join(lines))


def _interval(found: Interval, scale: float, digits: int) -> str:
    low, value, high = (f"{scale * x:.{digits}f}" for x in (found.low, found.value, found.high))
    return f"{value} (95 % interval {low} to {high})"
