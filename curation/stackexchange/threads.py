"""Threads: which of a question's answers and comments are wanted, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.html import MathDelimiters
from curation.stackexchange.copies import newest
from curation.stackexchange.documents import Post, Renderer, Thread
from schemas.document import Document
from schemas.outcome import Dropped
from schemas.stackexchange import ThreadPart


class ThreadsConfig(BaseModel):
    """Which posts are wanted, and how documents are made of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    layout: Literal["thread", "question-answer", "separate"] = Field(
        default="thread",
        description="One document for a question with all its answers, one for each answer together with its "
        "question, or one for each post.",
    )
    min_question_score: int = Field(
        default=0, description="Questions with a lower score are dropped with all that belongs to them."
    )
    min_answer_score: int = Field(default=0, description="Answers with a lower score are dropped.")
    min_accepted_score: int = Field(default=0, description="The same for the answer that the asker accepted.")
    min_answers: int = Field(
        default=1, ge=0, description="Questions with fewer answers that were not dropped are dropped."
    )
    comments: bool = Field(default=False, description="Whether comments follow their posts.")
    min_comment_score: int = Field(default=0, description="Comments with a lower score are dropped.")
    drop_linked_duplicates: bool = Field(
        default=False, description="Whether questions that were closed as duplicates of others are dropped."
    )
    math: MathDelimiters | None = Field(
        default=None, description="The delimiters of formulas; null: those of the site."
    )
    language: str = Field(default="", description="The text's language, BCP 47; empty: that of the site.")


@dataclass(slots=True)
class _Outcome:
    """What is left of a thread, and what was dropped."""

    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, reason: str, parts: Iterable[ThreadPart]) -> None:
        self.dropped += [Dropped(reason, part) for part in parts]


@dataclass(frozen=True)
class ThreadsToDocuments:
    """Function of a group stage: parts by `thread` → documents.

    The question comes first, then the accepted answer, then the others by score, those with the same score by
    number. Every part ends in a document or is dropped: `older-copy` (another dump of the site has a newer),
    `orphan-answer`, `orphan-comment`, `orphan-link` (there is no such question), `question-score`,
    `answer-score`, `comment-score`, `linked-duplicate`, `empty-body` (nothing is left of it but markup),
    `too-few-answers`, and because of these `question-dropped` and `post-dropped`.
    """

    config: ThreadsConfig

    def __call__(self, groups: Iterable[tuple[str, list[ThreadPart]]]) -> Iterator[Document | Dropped]:
        """See the class."""
        for _, rows in groups:
            parts, older = newest(rows)
            outcome = _Outcome()
            outcome.drop("older-copy", older)
            documents = self._documents(parts, outcome)
            yield from outcome.dropped
            yield from documents

    def _documents(self, parts: list[ThreadPart], outcome: _Outcome) -> list[Document]:
        question: ThreadPart | None = None
        answers: list[ThreadPart] = []
        comments: list[ThreadPart] = []
        links: list[ThreadPart] = []
        for part in parts:
            if part.kind == "answer":
                answers.append(part)
            elif part.kind == "question":
                question = question or part
            elif part.kind == "comment":
                comments.append(part)
            elif part.kind in ("duplicate", "duplicated"):
                links.append(part)
        if question is None:
            outcome.drop("orphan-answer", answers)
            outcome.drop("orphan-comment", comments)
            outcome.drop("orphan-link", links)
            return []
        renderer = Renderer(question, self.config.math, self.config.language)
        by_post: dict[str, list[ThreadPart]] = {}
        for comment in comments if self.config.comments else ():
            by_post.setdefault(comment.post, []).append(comment)

        reason, asked = self._why_not(question, links), None
        if not reason:
            asked = self._post(question, by_post, renderer, outcome)
            reason = "" if asked else "empty-body"
        replies: list[Post] = []
        if asked:
            replies = self._answers(question, answers, by_post, renderer, outcome)
            needed = max(self.config.min_answers, int(self.config.layout == "question-answer"))
            reason = "too-few-answers" if len(replies) < needed else ""
        if reason or asked is None:
            outcome.dropped.clear()
            outcome.drop(reason, [question])
            outcome.drop("question-dropped", [*answers, *comments])
            return []
        outcome.drop("post-dropped", (comment for left in by_post.values() for comment in left))
        thread = Thread(asked, replies, [link.related for link in links if link.kind == "duplicate"])
        return renderer.documents(thread, self.config.layout)

    def _why_not(self, question: ThreadPart, links: list[ThreadPart]) -> str:
        if question.score < self.config.min_question_score:
            return "question-score"
        if self.config.drop_linked_duplicates:
            copies = {link.related for link in links if link.kind == "duplicated"}
            originals = {link.related for link in links if link.kind == "duplicate"}
            # Of two that are each other's duplicates, the first asked stays.
            if any(number not in copies or number < question.id for number in originals):
                return "linked-duplicate"
        return ""

    def _answers(
        self,
        question: ThreadPart,
        answers: list[ThreadPart],
        by_post: dict[str, list[ThreadPart]],
        renderer: Renderer,
        outcome: _Outcome,
    ) -> list[Post]:
        found: list[Post] = []
        for answer in sorted(answers, key=lambda part: (part.id != question.accepted, -part.score, part.id)):
            config = self.config
            is_accepted = answer.id == question.accepted
            if answer.score < (config.min_accepted_score if is_accepted else config.min_answer_score):
                outcome.drop("answer-score", [answer])
            elif post := self._post(answer, by_post, renderer, outcome):
                found.append(post)
            else:
                outcome.drop("empty-body", [answer])
        return found

    def _post(
        self,
        part: ThreadPart,
        by_post: dict[str, list[ThreadPart]],
        renderer: Renderer,
        outcome: _Outcome,
    ) -> Post | None:
        post = renderer.post(part)
        if not post.text:
            return None
        comments = by_post.pop(part.post, None) if by_post else None
        for comment in sorted(comments or (), key=lambda one: (one.timestamp, one.id)):
            if comment.score < self.config.min_comment_score:
                outcome.drop("comment-score", [comment])
            elif not post.add_comment(comment, renderer.math):
                outcome.drop("empty-body", [comment])
        return post
