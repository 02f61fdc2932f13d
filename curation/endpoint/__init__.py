"""The one client of OpenAI-compatible endpoints: retries, a journal of what was answered, hard budgets."""

from curation.endpoint.answer import Answer
from curation.endpoint.client import Client
from curation.endpoint.config import BudgetConfig, EndpointConfig, Price
from curation.endpoint.errors import BUDGET, EndpointDownError, EndpointError
from curation.endpoint.journal import Journal, open_journal
from curation.endpoint.request import Request, sample_seed

__all__ = [
    "BUDGET",
    "Answer",
    "BudgetConfig",
    "Client",
    "EndpointConfig",
    "EndpointDownError",
    "EndpointError",
    "Journal",
    "Price",
    "Request",
    "open_journal",
    "sample_seed",
]
