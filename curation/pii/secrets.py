"""Keys and passwords: those of well-known services by their form, others by the name they are given."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from curation.pii.finding import Finding, Searched

KIND = "key"

# The forms that the services publish, so that leaked keys can be found.
_SERVICES = re.compile(
    r"""(?<![A-Za-z0-9_-])(?:
      (?:AKIA|ASIA)[A-Z2-7]{16}                                     # Amazon Web Services
    | gh[opsur]_[A-Za-z0-9]{36,255} | github_pat_[A-Za-z0-9_]{22,255} # GitHub
    | glpat-(?=\S{0,19}\d)[A-Za-z0-9_-]{20,64}                              # GitLab
    | AIza[A-Za-z0-9_-]{35}                                         # Google
    | xox[abeoprs]-(?=\S{0,20}\d)[A-Za-z0-9-]{10,200}                       # Slack
    | [rs]k_live_[A-Za-z0-9]{20,200}                                # Stripe
    | sk-(?=[A-Za-z_-]{0,60}\d)[A-Za-z0-9_-]{32,200}              # OpenAI, Anthropic
    | hf_[A-Za-z]{34}                                               # Hugging Face
    | npm_[A-Za-z0-9]{36}                                           # npm
    | SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}                      # SendGrid
    | eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,2000}  # JSON Web Token
    )(?![A-Za-z0-9_])""",
    re.VERBOSE,
)
_SERVICE_MARKS = (
    "AKIA", "ASIA", "gh", "glpat-", "AIza", "xox", "k_live_", "sk-", "hf_", "npm_", "SG.", "eyJ",
)  # fmt: skip
# The value is looked for first: there are few, and the name is then just before it.
_VALUE = re.compile(r"""(?::|=>|=)[ \t]{0,4}["']?([A-Za-z0-9+/_.=-]{16,512})""")
_NAME = re.compile(
    r"""(?<![A-Za-z])(?:(?:api|secret|access|private|auth)[_-]?key(?:[_-]?id)?|client[_-]?secret|secret
    |(?:auth|access|bearer)?[_-]?token|passwd|password)["']?[ \t]{0,4}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGIN = re.compile(r"-----BEGIN ([A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?)-----")
_PLACEHOLDER = re.compile(
    r"example|your|xxxx|changeme|placeholder|dummy|sample|\.\.\.|____|1234567890|abcdef", re.I
)
# Bits per character. Random letters and digits have above 4 at this length, words and names about 3.
_ENTROPY = 3.6
_KEY_CHARACTERS = 20_000


def find_keys(searched: Searched) -> Iterator[Finding]:
    """Keys of known services, values that are named a key or password and look random, and private keys from
    BEGIN to END. Placeholders such as `YOUR_API_KEY` stay.
    """
    text = searched.text
    found = [*_private_keys(text), *_of_services(text), *_named(text)]
    yield from sorted(found)


def _of_services(text: str) -> Iterator[Finding]:
    if any(mark in text for mark in _SERVICE_MARKS):
        for match in _SERVICES.finditer(text):
            if not _PLACEHOLDER.search(match[0]):
                yield Finding(match.start(), match.end(), KIND)


def _named(text: str) -> Iterator[Finding]:
    for match in _VALUE.finditer(text):
        value = match[1]
        if not _NAME.search(text, max(0, match.start() - 30), match.start()):
            continue
        if _mixed(value) and not _PLACEHOLDER.search(value) and entropy(value) >= _ENTROPY:
            yield Finding(match.start(1), match.end(1), KIND)


def _private_keys(text: str) -> Iterator[Finding]:
    """From BEGIN to END; without an END (or with a far one) nothing can be said to be the key."""
    position = 0
    ends: dict[str, int] = {}
    while begin := _BEGIN.search(text, position):
        mark = f"-----END {begin[1]}-----"
        position = begin.end()
        # Where the next END is need not be looked for again until it is passed.
        end = ends.get(mark, 0)
        if end < position:
            end = text.find(mark, position)
            ends[mark] = end if end >= 0 else len(text)
        if 0 <= end <= position + _KEY_CHARACTERS and end < len(text):
            if "..." not in text[position:end]:
                yield Finding(begin.start(), end + len(mark), KIND)
            position = end + len(mark)


def entropy(text: str) -> float:
    """Shannon entropy of the characters, in bits per character."""
    size = len(text)
    return -sum(count / size * math.log2(count / size) for count in Counter(text).values())


def _mixed(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))
