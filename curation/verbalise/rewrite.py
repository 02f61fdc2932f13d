"""Paragraphs rewritten by a language model, where it keeps to what they say."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pydantic import Field

from curation.endpoint import BudgetConfig, EndpointConfig, EndpointDownError, EndpointError, Request
from curation.endpoint.client import Client, open_client
from curation.endpoint.in_order import in_order
from curation.endpoint.ledger import Ledger
from curation.verbalise.preservation import broken_promise
from schemas.document import Document

INSTRUCTIONS = (
    "Rewrite the paragraph so that it reads like a short passage of a well-written encyclopedia or story. "
    "Keep every statement, in words of the same root. Keep every negation, every name and every number. "
    "Add no facts, names or numbers of your own. Answer with the paragraph alone."
)


class RewriteConfig(EndpointConfig):
    """The endpoint, how it writes, and how much longer a paragraph may become."""

    temperature: float = Field(default=0.0, ge=0.0, le=2.0, description="0: the most likely text.")
    seed: int = Field(default=0, description="Sent along; endpoints may ignore it.")
    max_tokens: int = Field(default=1024, ge=1, description="Tokens of an answer.")
    cache: str = Field(
        default="",
        description="Folder of the journal of answers, so that a run again gives the same text; empty: none.",
    )
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
        """See the class. Raises ImportError if the package `openai` is not installed."""
        client = open_client(self.config, Ledger(BudgetConfig(), None), self.config.cache)
        yield from in_order(
            documents, lambda document: self._begin(client, document), self.config.concurrency, client.stop
        )

    def request(self, document: Document) -> Request:
        """What the model is asked."""
        body = {
            "model": self.config.model,
            "messages": [
                {"role": "system", "content": INSTRUCTIONS},
                {"role": "user", "content": document.text},
            ],
            "temperature": self.config.temperature,
            "seed": self.config.seed,
            self.config.token_limit: self.config.max_tokens,
        }
        return Request.make(self.config.base_url, body, document.id)

    def _begin(self, client: Client, document: Document) -> Callable[[], Document]:
        # An endpoint that is down stays so for the rest of the shard, and a paragraph that was not rewritten
        # is still one.
        try:
            finish = client.admit(self.request(document))
        except EndpointDownError:
            return lambda: _failed(document, "endpoint down")

        def wait() -> Document:
            try:
                return self._rewritten(document, " ".join(finish().text.split()))
            except EndpointDownError:
                return _failed(document, "endpoint down")
            except EndpointError as error:
                return _failed(document, str(error))

        return wait

    def _rewritten(self, document: Document, text: str) -> Document:
        statements = [
            (tail, negated) for _, tail, negated in json.loads(document.metadata.get("statements", "[]"))
        ]
        problem = broken_promise(document.text, text, statements, self.config.max_growth)
        metadata = document.metadata | {"rewrite": problem or "kept", "rewrite_model": self.config.model}
        kept = document.text if problem else text
        return dataclasses.replace(document, text=kept, metadata=metadata)


def _failed(document: Document, problem: str) -> Document:
    metadata = document.metadata | {"rewrite": "error", "rewrite_error": problem}
    return dataclasses.replace(document, metadata=metadata)
