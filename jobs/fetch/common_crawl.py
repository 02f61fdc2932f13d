"""Common Crawl's archives of the web: the list of a crawl's WARC files, and the files that somebody chooses.

Where things lie: https://commoncrawl.org/get-started. A crawl has tens of thousands of WARC files of about
1 GB, without published checksums.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence

from jobs.errors import UsageError
from jobs.fetch.client import Client
from jobs.fetch.errors import FetchError, NotThereError
from jobs.fetch.model import Release, RemoteFile
from jobs.fetch.names import wanted_name

_HOST = "https://data.commoncrawl.org"
_CRAWLS = "https://index.commoncrawl.org/collinfo.json"
_CRAWL = re.compile(r"CC-MAIN-\d{4}-\d{2}")
_PATH = re.compile(r"crawl-data/[\w./-]+\.warc\.gz", re.ASCII)
_LIST_BYTES = 256 << 20


def release(client: Client, date: str, patterns: Sequence[str]) -> Release:
    """The list of WARC files; with patterns, the files themselves too. `date` names a crawl, `2024-10`."""
    crawl = f"CC-MAIN-{date}" if re.fullmatch(r"\d{4}-\d{2}", date) else date
    if crawl and _CRAWL.fullmatch(crawl) is None:
        raise UsageError(
            f"--date {date}: a crawl is called by year and week, such as CC-MAIN-2024-10 or 2024-10"
        )
    crawl = crawl or _newest(client)
    url = f"{_HOST}/crawl-data/{crawl}/warc.paths.gz"
    files = [RemoteFile("warc.paths.gz", url)]
    if patterns:
        files += _warcs(client, crawl, url)
    return Release(crawl, tuple(files))


def _newest(client: Client) -> str:
    try:
        name = json.loads(client.read(_CRAWLS))[0]["id"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise FetchError(f"{_CRAWLS} is not a list of crawls ({error}); give a --date") from error
    if not isinstance(name, str) or _CRAWL.fullmatch(name) is None:
        raise FetchError(f"{_CRAWLS} calls the newest crawl {name!r}; give a --date")
    return name


def _warcs(client: Client, crawl: str, url: str) -> list[RemoteFile]:
    try:
        packed = client.read(url)
    except NotThereError as error:
        raise NotThereError(f"Common Crawl has no crawl {crawl} ({error})") from error
    decoder = zlib.decompressobj(wbits=31)
    try:
        text = decoder.decompress(packed, _LIST_BYTES)
    except zlib.error as error:
        raise FetchError(f"{url} is not gzip: {error}") from error
    if not decoder.eof:
        raise FetchError(f"{url} is cut off, or too large for a list")
    paths = text.decode("utf-8", "replace").split()
    odd = next((path for path in paths if _PATH.fullmatch(path) is None), None)
    if odd is not None:
        raise FetchError(f"{url} lists {odd!r:.200}, which is no WARC file of a crawl")
    return [RemoteFile(wanted_name(path), f"{_HOST}/{path}", optional=True, path=path) for path in paths]
