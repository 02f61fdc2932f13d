"""What flows while responses are checked against their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from schemas.document import Document
from schemas.keys import Hash64
from schemas.questions import Question
from schemas.responses import Claim, Response, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An open question with all its responses."""

    question: Question
    responses: list[Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """Something about one page, on its way to the rest: `document` is the page's id and `page` its
    `text_key`; `pages` holds the page, or `asked` a question that it answers. The other is empty.
    """

    VERSION: ClassVar[int] = 1

    page: Hash64
    document: str
    pages: list[Document]
    asked: list[Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedResponse:
    """A response split into claims, each with its verdict (those that cannot be checked have none);
    `document` is the page that it was checked against.
    """

    VERSION: ClassVar[int] = 1

    response: str
    question: str
    document: str
    claims: list[Claim]
    verdicts: list[Verdict]
