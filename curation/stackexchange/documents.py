"""Documents of a thread: the posts' text, one after another, and what is said about them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Literal, TypeAlias

from curation.html import MathDelimiters, to_markdown
from curation.stackexchange.comments import comment_text
from curation.stackexchange.languages import tag_language
from curation.stackexchange.licences import combined_licence
from curation.stackexchange.sites import site_code_language, site_language, site_math, site_name
from schemas.document import Document
from schemas.stackexchange import ThreadPart

Layout: TypeAlias = Literal["thread", "question-answer", "separate"]

_TAG = re.compile(r"[^<>|\s]+")
# Where posts' pictures are stored: no pages.
_PICTURES = tuple(
    f"{scheme}://i.{host}/"
    for scheme in ("http", "https")
    for host in ("stack.imgur.com", "sstatic.net", "imgur.com")
)


@dataclass(slots=True)
class Post:
    """A question or answer whose body was rendered, with the comments below it."""

    part: ThreadPart
    text: str
    links: list[str]
    constructs: dict[str, int]
    comments: list[ThreadPart] = field(default_factory=list)
    comment_texts: list[str] = field(default_factory=list)

    def add_comment(self, comment: ThreadPart, math: MathDelimiters) -> bool:
        """Puts a comment below the others. False if there is no text in it."""
        text, links, formulas = comment_text(comment.text, math)
        if text:
            self.comments.append(comment)
            self.comment_texts.append(text)
            self.links += links
            for construct, count in (("comment", 1), ("formula", formulas)):
                self.constructs[construct] = self.constructs.get(construct, 0) + count
        return bool(text)


@dataclass(frozen=True, slots=True)
class Thread:
    """A question, its answers in order, and the numbers of the questions that it is a duplicate of."""

    question: Post
    answers: list[Post]
    duplicate_of: list[int]


class Renderer:
    """Makes posts and documents of a thread's parts, by what the question and the site say about all."""

    def __init__(self, question: ThreadPart, math: MathDelimiters | None, language: str) -> None:
        site = _site(question.site)
        self.math: MathDelimiters = site.math if math is None else math
        self._question = question
        self._source = site.name
        self._address = site.address
        self._language = language or site.language
        self._title = " ".join(question.title.split())
        self._tags, tag_language = _read_tags(question.tags)
        self._code_language = tag_language or site.code_language

    def post(self, part: ThreadPart) -> Post:
        """The part with its body as Markdown, its headings below those that a document has of its own."""
        body = to_markdown(
            part.html,
            math=self.math,
            code_language=self._code_language,
            heading_shift=1 if part.kind == "question" else 2,
            base=self._address,
        )
        return Post(part, body.text, body.links, body.constructs)

    def documents(self, thread: Thread, layout: Layout) -> list[Document]:
        """The documents of a thread, in order.

        Ids are made of the numbers that posts have in every dump: `beer.stackexchange:1` for a thread, a
        question or an answer alone, `beer.stackexchange:1/4` for a question with the answer 4.
        """
        question, answers = thread.question, thread.answers
        asked, number = f"{self._source}:{question.part.id}", question.part.id
        if layout == "thread":
            return [self._document(asked, f"questions/{number}", thread, [question, *answers])]
        if layout == "question-answer":
            return [
                self._document(f"{asked}/{a.part.id}", f"a/{a.part.id}", thread, [question, a])
                for a in answers
            ]
        return [
            self._document(asked, f"questions/{number}", thread, [question]),
            *(self._document(f"{self._source}:{a.part.id}", f"a/{a.part.id}", thread, [a]) for a in answers),
        ]

    def _document(self, document_id: str, path: str, thread: Thread, posts: Sequence[Post]) -> Document:
        parts = [post.part for post in posts]
        constructs: dict[str, int] = {}
        links: dict[str, None] = {}
        for post in posts:
            parts += post.comments
            for name, count in post.constructs.items():
                constructs[name] = constructs.get(name, 0) + count
            for link in post.links:
                if not link.startswith(_PICTURES):
                    links[link] = None
        return Document(
            id=document_id,
            source=self._source,
            url=f"{self._address}/{path}",
            title=self._title,
            text=self._text(posts),
            language=self._language,
            licence=combined_licence([part.licence for part in parts]),
            revision="",
            timestamp=max([part.timestamp for part in parts]),
            links=list(links),
            infobox=[],
            constructs=dict(sorted(constructs.items())),
            lost_templates={},
            metadata=self._metadata(thread, posts),
        )

    def _text(self, posts: Sequence[Post]) -> str:
        blocks = [f"# {self._title}"] if self._title else []
        for post in posts:
            is_question = post.part.kind == "question"
            if not is_question:
                is_accepted = post.part.id == self._question.accepted
                blocks.append("## Accepted answer" if is_accepted else "## Answer")
            blocks.append(post.text)
            if post.comment_texts:
                blocks.append("## Comments" if is_question else "### Comments")
                blocks.append("\n".join(f"- {text}".replace("\n", "\n  ") for text in post.comment_texts))
        return "\n\n".join(blocks)

    def _metadata(self, thread: Thread, posts: Sequence[Post]) -> dict[str, str]:
        """What is known of the posts; lists are JSON, each with one item per post, in the order of the text.

        `authors` are what a page of the site shows who wrote it by: `https://SITE/users/NUMBER` for a number,
        else a name.
        """
        answers = [post.part for post in posts if post.part.kind == "answer"]
        found = {
            "tags": self._tags,
            "question": str(self._question.id),
            "score": str(self._question.score),
            "authors": _json_list([post.part.author for post in posts]),
        }
        if answers:
            found["answers"] = f"[{','.join([str(part.id) for part in answers])}]"
            found["answer_scores"] = f"[{','.join([str(part.score) for part in answers])}]"
            if self._question.accepted in [part.id for part in answers]:
                found["accepted"] = str(self._question.accepted)
        if commenters := [comment.author for post in posts for comment in post.comments]:
            found["comment_authors"] = _json_list(commenters)
        if thread.duplicate_of:
            found["duplicate_of"] = (
                f"[{','.join([str(number) for number in sorted(set(thread.duplicate_of))])}]"
            )
        return found


@dataclass(frozen=True, slots=True)
class _Site:
    """What is the same for all threads of a site."""

    name: str
    address: str
    language: str
    math: MathDelimiters
    code_language: str


@functools.lru_cache(maxsize=1000)
def _site(host: str) -> _Site:
    return _Site(
        site_name(host), f"https://{host}", site_language(host), site_math(host), site_code_language(host)
    )


@functools.lru_cache(maxsize=10_000)
def _read_tags(tags: str) -> tuple[str, str]:
    """The tags of a question as JSON, and the programming language that they name."""
    names = _TAG.findall(tags)
    return _json_list(names), tag_language(names)


def _json_list(texts: Iterable[str]) -> str:
    """The texts as a list in JSON, which an encoder takes longer for, as it makes itself anew each time."""
    return f"[{','.join([encode_basestring(text) for text in texts])}]"
