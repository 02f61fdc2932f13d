"""Requests and clients for tests."""

from pathlib import Path
from typing import Any

from curation.endpoint import BudgetConfig, EndpointConfig, Request
from curation.endpoint.client import Client, open_client
from curation.endpoint.ledger import open_ledger
from tests.endpoint_server import EndpointServer


def config(server: EndpointServer, **fields: Any) -> EndpointConfig:
    values = {"model": "m", "backoff_seconds": 0.001, "timeout_seconds": 10, "give_up_after": 0}
    return EndpointConfig(base_url=server.url, **(values | fields))


def client(
    server: EndpointServer, journal: Path | None = None, budget: dict[str, Any] | None = None, **fields: Any
) -> Client:
    folder = str(journal) if journal else ""
    ledger = open_ledger(BudgetConfig.model_validate(budget or {}), folder, "test")
    return open_client(config(server, **fields), ledger, folder)


def chat(server: EndpointServer, text: str = "hello", **fields: Any) -> Request:
    values = {"model": "m", "messages": [{"role": "user", "content": text}], "max_tokens": 100, "seed": 1}
    return Request.make(server.url, values | fields, f"about {text}")


def said(asked: dict[str, Any]) -> str:
    """What the server of these tests answers."""
    return "You said: " + (asked["messages"][-1]["content"] if "messages" in asked else asked["prompt"])
