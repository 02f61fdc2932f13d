"""Rows of Stack Exchange's tables on their way to threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

Kind: TypeAlias = Literal["question", "answer", "comment", "duplicate", "duplicated", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPart:
    """A row of a site's Posts, Comments or PostLinks, as a part of the thread that it belongs to.

    `kind` is one of `Kind`; a link between duplicates is two rows, `duplicate` in the thread of the question
    that was closed, `duplicated` in that of the question it was closed in favour of; `other` posts, such as
    descriptions of tags, are in no thread. `site` is a host
    (`beer.stackexchange.com`), `id` the row's number in its table. `post` is the key of the post that the row
    is or belongs to, the site and a number that questions and answers share (`beer.stackexchange.com/12`);
    `thread` the key of the question (empty in a comment whose post is not known yet).

    `html` is a post's body; `text` a comment's Markdown. `author` is the number of the account, or the name
    that was shown where the account is gone, or empty. `timestamp` is when the text was last changed,
    `active` when anything about the post was, ISO 8601 in UTC. `accepted` is the number of a question's
    accepted answer, `related` that of the other question of a link; 0 if there is none.
    """

    VERSION: ClassVar[int] = 1

    kind: str
    site: str
    id: int
    post: str
    thread: str
    score: int = 0
    timestamp: str = ""
    active: str = ""
    author: str = ""
    licence: str = ""
    title: str = ""
    tags: str = ""
    accepted: int = 0
    related: int = 0
    html: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostComment:
    """The fields of a `ThreadPart` that bring comments and posts together: to read those alone, as posts'
    bodies are not needed for it.
    """

    kind: str
    site: str
    id: int
    post: str
    thread: str
    score: int
    timestamp: str
    active: str
    author: str
    licence: str
    text: str
