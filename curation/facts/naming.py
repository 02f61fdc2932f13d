"""Names in the form in which they are compared, and the hashes that tables are looked up by."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Names of places that prose puts an article before.
_WITH_ARTICLE = re.compile(
    r"(?:Netherlands|Philippines|Maldives|Bahamas|Gambia|Comoros|Seychelles|Sudan Republic|Soviet Union"
    r"|USSR|UK|United\s[^,]+|US|U\.S\.|USA|[^,]+\sIslands|[^,]+\sEmpire|[^,]+\sRepublic"
    r"|Kingdom\sof\s[^,]+|(?:\w+\s)?Republic\sof\s[^,]+|[^,]+\sUnion|[^,]+\sConfederation|[^,]+\sOcean"
    r"|[^,]+\sSea)"
)
_ARTICLES = re.compile(r"^(?:the|an?)\s+")


def folded(text: str) -> str:
    """Lower case, without accents, punctuation, and an article in front."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    words = " ".join(re.findall(r"[^\W_]+", plain))
    return _ARTICLES.sub("", words) or words


def with_article(place: str) -> str:
    """The place's name as prose has it: `the Netherlands`, `Ulm, Germany`."""
    return f"the {place}" if _WITH_ARTICLE.fullmatch(place) else place


def hashed(*parts: str) -> int:
    """A number from 0 to 2^64 - 1 for the texts."""
    data = "\t".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def fact_key(subject: str, relation: str, statement: str = "") -> str:
    """What facts that answer the same question share."""
    return "|".join((folded(subject), relation, *((statement,) if statement else ())))


def fact_id(document: str, *parts: str) -> str:
    """The document's id and a hash of what makes the fact different from its others."""
    return f"{document}#{hashed(document, *parts):016x}"
