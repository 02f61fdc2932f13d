"""Stack Exchange's data dumps: tables, the threads that their rows make, and documents of those."""

from curation.stackexchange.comments import PlaceComments
from curation.stackexchange.source import StackExchangeArchive
from curation.stackexchange.threads import ThreadsConfig, ThreadsToDocuments

__all__ = ["PlaceComments", "StackExchangeArchive", "ThreadsConfig", "ThreadsToDocuments"]
