"""Configuration without secrets.

Recipes hold none by design (a key is read from the environment); but an address may have a password or a
signature in it, and nobody should publish one with a report.
"""

from __future__ import annotations

import re
from typing import Any

from curation.pii.finding import Searched
from curation.pii.secrets import find_keys

HIDDEN = "(hidden)"

_SECRET_NAME = re.compile(
    r"(?:^|[._-])(?:passw(?:or)?d|passwd|secret|credentials?|authorization|"
    r"(?:api|access|secret|private|auth|account)[_-]?key|(?:access|auth|bearer|refresh|api|sas)[_-]?token)$",
    re.IGNORECASE,
)
_USER = re.compile(r"(?<=://)[^/?#\s@]+@")
_PARAMETER = re.compile(
    r"(?i)([?&;][^=&#\s]*(?:key|token|sig|signature|secret|passw(?:or)?d|credential|auth)[^=&#\s]*=)[^&#\s]+"
)


def without_secrets(value: Any, name: str = "") -> Any:
    """The same JSON values with what is secret replaced by HIDDEN: fields called a password or a key, user
    names and passwords in addresses, signatures in their queries, and keys of well-known services.
    """
    if isinstance(value, dict):
        return {str(key): without_secrets(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [without_secrets(item, name) for item in value]
    if value not in (None, "", [], {}) and _SECRET_NAME.search(name):
        return HIDDEN
    return hide(value) if isinstance(value, str) else value


def hide(text: str) -> str:
    """A text without what is secret in it."""
    text = _PARAMETER.sub(rf"\g<1>{HIDDEN}", _USER.sub(f"{HIDDEN}@", text))
    for found in reversed(list(find_keys(Searched(text)))):
        text = f"{text[: found.start]}{HIDDEN}{text[found.end :]}"
    return text
