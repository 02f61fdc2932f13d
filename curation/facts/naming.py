"""Names in the form in which they are compared, and the hashes that tables are looked up by."""

from __future__ import annotations

import re
import unicodedata

from schemas.keys import text_key

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


def fact_key(subject: str, relation: str, statement: str = "") -> str:
    """What facts that answer the same question share."""
    return "|".join((folded(subject), relation, *((statement,) if statement else ())))


def fact_id(document: str, *parts: str) -> str:
    """The document's id and a hash of what makes the fact different from its others."""
    return f"{document}#{text_key(document, *parts):016x}"
