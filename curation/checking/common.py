"""What the checkers here have in common."""

from __future__ import annotations

import warnings
from pathlib import Path

from pydantic import ValidationError

from curation.checking.calibration import Calibration
from curation.checking.source import CheckedSource
from schemas.responses import Claim
from schemas.split import InputError


class UncalibratedWarning(UserWarning):
    """A checker's cut was not fitted to data like the user's."""


def read_calibration(path: str, checker: str) -> Calibration | None:
    """The calibration in a file; None, with a warning, where no file is named.

    Raises InputError if the file cannot be read, is no calibration, or is another checker's.
    """
    if not path:
        warnings.warn(
            f"the checker {checker} is not calibrated: its probabilities are right for no set in particular; "
            "label some rows and run `roae calibrate`",
            UncalibratedWarning,
            stacklevel=3,
        )
        return None
    try:
        found = Calibration.model_validate_json(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: the calibration cannot be read: {error.strerror}") from error
    except (ValidationError, ValueError) as error:
        raise InputError(f"{path}: not a calibration that `roae calibrate` wrote: {error}") from error
    if found.checker != checker:
        raise InputError(f"{path}: a calibration of {found.checker}, not of {checker}")
    return found


def not_judged(claim: Claim, source: CheckedSource) -> str:
    """Why the claim cannot be judged at all, whoever checks; empty if it can."""
    if not claim.checkable:
        return f"not checkable: {claim.reason}"
    if not claim.text.strip():
        return "the claim is empty"
    if not source.page.tokens:
        return "there is no page, or no text on it"
    return ""
