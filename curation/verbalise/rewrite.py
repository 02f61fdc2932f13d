"""Paragraphs rewritten by a language model, where it keeps to what they say."""

from __future__ import annotations

import dataclasses
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from pydantic import Field

from curation.verbalise.endpoint import Endpoint, EndpointConfig, EndpointError
from curation.verbalise.preservation import broken_promise
from schemas.document import Document

# After so many failures in a row, the endpoint is taken to be down for the rest of the shard.
MAX_FAILURES = 20

INSTRUCTIONS = (
    "Rewrite the paragraph so that it reads like a short passage of a well-written encyclopedia or story. "
    "Keep every statement, in words of the same root. Keep every negation, every name and every number. "
    "Add no facts, names or numbers of your own. Answer with the paragraph alone."
)


class RewriteConfig(EndpointConfig):
    """The endpoint, and how much longer a paragraph may become."""

    max_growth: float = Field(
        default=1.6,
        ge=1.0,
        description="A rewritten paragraph may have so many times the words; a longer one is not kept.",
    )


@dataclass(frozen=True)
class RewriteParagraphs:
    """Function of a map stage: documents of `SubjectParagraphs` → the same documents, their text rewritten
    where the rewritten text keeps every tuple.

    No document is dropped. Its metadata says what became of it, `rewrite`: `kept`, why the rewritten text was
    not taken (see `broken_promise`), or `error`, with the kind of failure as `rewrite_error`; then the text
    is the one it was. `rewrite_model` names the model.

    Up to `concurrency` requests run at once; documents leave in the order in which they came. What the
    endpoint could not answer is asked again in the next run, so only runs without `error`, with a cache,
    are repeatable.
    """

    config: RewriteConfig

    def __call__(self, documents: Iterable[Document]) -> Iterator[Document]:
        """See the class. Raises ValueError if the package `openai` is not installed."""
        endpoint = Endpoint(self.config)
        failures = 0
        waiting: deque[Future[tuple[Document, bool]]] = deque()
        with ThreadPoolExecutor(self.config.concurrency) as threads:
            for document in documents:
                if failures >= MAX_FAILURES:
                    waiting.append(threads.submit(_failed, document, "endpoint down"))
                else:
                    waiting.append(threads.submit(self._rewritten, document, endpoint))
                if len(waiting) > 2 * self.config.concurrency:
                    done, failed = waiting.popleft().result()
                    failures = failures + 1 if failed else 0
                    yield done
            while waiting:
                yield waiting.popleft().result()[0]

    def _rewritten(self, document: Document, endpoint: Endpoint) -> tuple[Document, bool]:
        messages = [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": document.text}]
        try:
            text = " ".join(endpoint.answer(messages).split())
        except EndpointError as error:
            return _failed(document, str(error))
        statements = [
            (tail, negated) for _, tail, negated in json.loads(document.metadata.get("statements", "[]"))
        ]
        problem = broken_promise(document.text, text, statements, self.config.max_growth)
        metadata = document.metadata | {"rewrite": problem or "kept", "rewrite_model": self.config.model}
        kept = document.text if problem else text
        return dataclasses.replace(document, text=kept, metadata=metadata), False


def _failed(document: Document, problem: str) -> tuple[Document, bool]:
    metadata = document.metadata | {"rewrite": "error", "rewrite_error": problem}
    return dataclasses.replace(document, metadata=metadata), True
