"""Pronunciations, which encyclopaedias put in parentheses after a name and answers leave out."""

from __future__ import annotations

import re

# Letters and marks of the phonetic alphabet that English spelling does not have.
_IPA = "ˈˌːəɪʊɛɔæɑɒʌɜɐɨᵻʉøœŋθðʃʒɡɣɹɾʁχɲʎʔɬɸβɕʑ"
_PARENTHESIS = re.compile(r"\s*\(((?:[^()\n]|\([^()\n]*\))*)\)")
# `UK: `, `also `, before what is spoken; a respelling such as `EYEN-styne` or `ə-ROO-bə` after it.
_LABEL = r"(?:(?:[A-Z]\w*(?: English)?|locally|also|pronounced|or): ?|also |pronounced |or )?"
_RESPELLED = r"(?:,? (?=[\w()-]*[A-Z]{2})[\w()-]+)*"
_SPOKEN = re.compile(
    rf"{_LABEL}(?:/(?=[^/]*[{_IPA}])[^/()]{{1,60}}/{_RESPELLED}"
    rf"|\[(?=[^\]]*[{_IPA}])[^\[\]()]{{1,60}}\])|ⓘ|(?:(?<=^)|(?<=[;,] ))\(?listen\)?(?=[;,]|$)"
)
# What is left of the marks between which it stood.
_BEFORE_MARK, _TWO_MARKS = re.compile(r"\s+(?=[;,)])"), re.compile(r"[;,]+(?=\s*[;,])")


def without_pronunciation(text: str) -> str:
    """The text without phonetic transcriptions, respellings and loudspeakers in parentheses, and without the
    parentheses, commas and semicolons that then have nothing to hold. As it is where there are none.
    """
    return _PARENTHESIS.sub(_cleaned, text)


def _cleaned(match: re.Match[str]) -> str:
    inside = _SPOKEN.sub("", match[1])
    if inside == match[1] and inside == inside.strip(" ;,"):
        return match[0]
    inside = " ".join(_TWO_MARKS.sub("", _BEFORE_MARK.sub("", inside)).split()).strip(" ;,")
    space = match[0][: match[0].index("(")]
    return f"{space}({inside})" if inside else ""
