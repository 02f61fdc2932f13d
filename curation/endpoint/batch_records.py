"""What the journal keeps of a batch, in order: `begun` with its keys and what was set aside for it, before it
is created; `created` with its id; `done` when its answers are in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curation.endpoint.ledger import Spent


@dataclass
class Batch:
    """A batch as the journal tells of it; `aside` is what was set aside for it."""

    token: str
    base_url: str
    keys: dict[str, None]
    chat: bool
    aside: Spent
    id: str = ""
    done: bool = False


def begun(batch: Batch) -> dict[str, Any]:
    """To be kept before it is created."""
    return {
        "state": "begun",
        "token": batch.token,
        "base_url": batch.base_url,
        "keys": list(batch.keys),
        "chat": batch.chat,
        "aside": [batch.aside.calls, batch.aside.tokens, batch.aside.nano],
    }


def created(batch: Batch) -> dict[str, Any]:
    """To be kept once it has an id."""
    return {"state": "created", "token": batch.token, "id": batch.id}


def done(batch: Batch) -> dict[str, Any]:
    """To be kept once its answers are."""
    return {"state": "done", "token": batch.token}


def batches_of(records: Iterable[dict[str, Any]]) -> list[Batch]:
    """The batches that these records are of."""
    records = list(records)
    found = {
        record["token"]: Batch(
            record["token"],
            record["base_url"],
            dict.fromkeys(record["keys"]),
            record["chat"],
            Spent(*record["aside"]),
        )
        for record in records
        if record["state"] == "begun"
    }
    for record in records:
        batch = found.get(record["token"])
        if batch is not None and record["state"] == "created":
            batch.id = record["id"]
        elif batch is not None and record["state"] == "done":
            batch.done = True
    return list(found.values())
