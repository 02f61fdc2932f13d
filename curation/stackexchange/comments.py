"""Comments: bringing them to the thread that their post is in, and their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from curation.html import MathDelimiters, find_formulas
from curation.stackexchange.copies import newest
from schemas.outcome import Dropped
from schemas.stackexchange import PostComment, ThreadPart

# Links in comments: https://stackoverflow.com/editing-help#comment-formatting
_LINK = re.compile(
    r"\[([^\[\]]{1,500})\]\((https?://[^\s()]{1,2000}(?:\([^\s()]{0,200}\))?)(?:\s+\"[^\"]*\")?\)"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`)\]]+")
_CODE = re.compile(r"`[^`]+`")


class PlaceComments:
    """Function of a group stage: posts and comments by `post` → comments with the `thread` of their post.

    Drops `older-copy` where several dumps of a site have the comment, and `orphan-comment` where none has the
    post.
    """

    def __call__(self, groups: Iterable[tuple[str, list[PostComment]]]) -> Iterator[ThreadPart | Dropped]:
        """See the class."""
        for _, rows in groups:
            posts = [row for row in rows if row.kind in ("question", "answer")]
            comments, older = newest([row for row in rows if row.kind == "comment"])
            thread = max(posts, key=lambda row: (row.active, row.thread)).thread if posts else ""
            yield from (Dropped("older-copy", row) for row in older)
            for row in comments:
                if not thread:
                    yield Dropped("orphan-comment", row)
                    continue
                yield ThreadPart(
                    kind=row.kind,
                    site=row.site,
                    id=row.id,
                    post=row.post,
                    thread=thread,
                    score=row.score,
                    timestamp=row.timestamp,
                    active=row.active,
                    author=row.author,
                    licence=row.licence,
                    text=row.text,
                )


def comment_text(text: str, math: MathDelimiters) -> tuple[str, list[str], int]:
    """A comment's Markdown with the text of links in their place: the text on one line, the addresses, the
    number of formulas. Code and formulas are kept as they are.
    """
    kept = [(*span, True) for span in find_formulas(text, math)]
    kept += [(*match.span(), False) for match in _CODE.finditer(text)]
    pieces: list[str] = []
    at = formulas = 0
    for begin, end, is_formula in sorted(kept):
        if begin >= at:
            pieces += [_prose(text[at:begin]), text[begin:end]]
            at = end
            formulas += is_formula
    pieces.append(_prose(text[at:]))
    return "".join(pieces).strip(), _addresses(text), formulas


def _prose(text: str) -> str:
    return re.sub(r"\s+", " ", _LINK.sub(r"\1", text))


def _addresses(text: str) -> list[str]:
    linked = [match[2] for match in _LINK.finditer(text)]
    bare = [address.rstrip(".,;:!?*") for address in _ADDRESS.findall(_LINK.sub(" ", text))]
    return linked + bare
