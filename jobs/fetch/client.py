"""HTTP as bulk downloads need it: one polite connection, redirects that stay safe, errors sorted into those
that time may heal and those that it will not.
"""

from __future__ import annotations

import contextlib
import email.utils
import os
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
import urllib3

from jobs.fetch.errors import FetchError, NotThereError, TransientError
from jobs.text import duration

CONTACT_VARIABLE = "ROAE_CONTACT"
_CONNECT_SECONDS, _SILENCE_SECONDS = 30.0, 90.0
_REDIRECTS = 10
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_PAUSE = 60.0
# A server that asks for more patience than this is asked again by a later run.
_LONGEST_RETRY_AFTER = 15 * 60.0
_LISTING_BYTES = 256 << 20


def user_agent() -> str:
    """`client/version (contact) library/version`, the form that Wikimedia's User-Agent policy prescribes:
    https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy
    """
    try:
        version = metadata.version("roae")
    except metadata.PackageNotFoundError:  # run from a checkout
        version = "0"
    contact = "".join(c for c in os.environ.get(CONTACT_VARIABLE, "") if c.isprintable() and c.isascii())
    about = f"training data curation; {contact}" if contact else "training data curation"
    return f"roae/{version} ({about}) python-requests/{metadata.version('requests')}"


class Patience:
    """Waits between attempts: as long as the server asks, else 1, 2, 4 … 60 seconds. Attempts that brought
    something do not count.
    """

    def __init__(self, retries: int, say: Callable[[str], None]) -> None:
        self._retries = retries
        self._say = say
        self._failures = 0

    def progress(self) -> None:
        """The last attempt brought something."""
        self._failures = 0

    def wait(self, error: TransientError) -> None:
        """Until the next attempt. Raises FetchError when there will be none."""
        self._failures += 1
        if self._failures > self._retries:
            times = "once" if self._failures == 1 else f"{self._failures} times"
            raise FetchError(
                f"{error} (tried {times}). What has arrived is kept; run the command again to go on."
            ) from error
        pause = min(2.0 ** (self._failures - 1), _LONGEST_PAUSE)
        if error.retry_after is not None:
            if error.retry_after > _LONGEST_RETRY_AFTER:
                raise FetchError(
                    f"{error}: the server asks to come back in {duration(error.retry_after)}. "
                    "Run the command again then."
                ) from error
            pause = error.retry_after
        self._say(f"{error}; trying again in {duration(pause)}")
        time.sleep(pause)


class Client:
    """`mirror` (a URL) stands in for scheme and host of every address; `say` takes lines for people."""

    def __init__(self, *, mirror: str = "", retries: int = 8, say: Callable[[str], None]) -> None:
        self._mirror = mirror.rstrip("/")
        self._retries = retries
        self._say = say
        self._session = requests.Session()
        self._session.headers.clear()
        # Bytes as stored: sums and ranges are about those, so no compression on the way.
        self._session.headers.update({"User-Agent": user_agent(), "Accept-Encoding": "identity"})

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def patience(self) -> Patience:
        """For a new file or page."""
        return Patience(self._retries, self._say)

    def address(self, url: str) -> str:
        """Where this URL is really fetched: the same path at the mirror, if there is one."""
        if not self._mirror:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self._mirror}{parts.path}{query}"

    @contextlib.contextmanager
    def open(
        self, url: str, headers: Mapping[str, str] | None = None, *, method: str = "GET"
    ) -> Iterator[requests.Response]:
        """The response to one request, 200, 206 or 416, its body not yet read, after redirects.

        Raises TransientError where a later attempt may succeed, NotThereError for 404 and 410, and FetchError
        for any other status, a redirect from https to http, or a redirect loop.
        """
        here = self.address(url)
        for _ in range(_REDIRECTS + 1):
            response = self._send(method, here, headers or {})
            with response:
                if not response.is_redirect:
                    self._check(response, here)
                    yield response
                    return
                there = urljoin(here, response.headers["Location"])
            if urlsplit(there).scheme not in ("http", "https"):
                raise FetchError(f"{shown(here)} redirects to {shown(there)}, which is no web address")
            if urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http":
                raise FetchError(
                    f"{shown(here)} redirects to {shown(there)}, without encryption: refused. "
                    "Use another mirror."
                )
            here = there
        raise FetchError(f"{shown(self.address(url))} redirects more than {_REDIRECTS} times")

    def read(self, url: str) -> bytes:
        """A small page or listing, whole. Tries again as often as downloads do; raises FetchError."""
        patience = self.patience()
        while (body := self._read_once(url, patience)) is None:
            pass
        return body

    def size(self, url: str) -> int | None:
        """In bytes, asked by HEAD; None where the server does not tell. Raises NotThereError."""
        try:
            with self.open(url, method="HEAD") as response:
                return content_length(response)
        except NotThereError:
            raise
        except (FetchError, TransientError):
            return None  # some servers refuse HEAD; the download itself will say what is wrong

    def _read_once(self, url: str, patience: Patience) -> bytes | None:
        try:
            with self.open(url) as response:
                body = bytearray()
                for chunk in stream(response, self.address(url)):
                    body += chunk
                    if len(body) > _LISTING_BYTES:
                        raise FetchError(f"{shown(self.address(url))} is too large for a listing")
                return bytes(body)
        except TransientError as error:
            patience.wait(error)
            return None

    def _send(self, method: str, url: str, headers: Mapping[str, str]) -> requests.Response:
        try:
            return self._session.request(
                method,
                url,
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=(_CONNECT_SECONDS, _SILENCE_SECONDS),
            )
        except requests.exceptions.SSLError as error:
            raise FetchError(f"{shown(url)}: no secure connection: {_cause(error)}") from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise TransientError(f"{shown(url)}: {_cause(error)}") from error
        except requests.RequestException as error:
            raise FetchError(f"{shown(url)} cannot be asked for: {_cause(error)}") from error

    def _check(self, response: requests.Response, url: str) -> None:
        status = response.status_code
        if status in (200, 206, 416):
            return
        told = f"{shown(url)}: the server answers {status} {response.reason or ''}".rstrip()
        if status in (404, 410):
            raise NotThereError(told)
        if status in _TRANSIENT:
            raise TransientError(told, _retry_after(response.headers.get("Retry-After")))
        if status == 403 and not os.environ.get(CONTACT_VARIABLE):
            told += (
                f". Some publishers serve only clients that say whom to write to: set {CONTACT_VARIABLE} "
                "to your e-mail address or page"
            )
        raise FetchError(told)


def stream(response: requests.Response, url: str) -> Iterator[bytes]:
    """The body as it is stored, in pieces. Raises TransientError where the connection ends too early, which
    urllib3 (from 2.0) notices by the announced length.
    """
    try:
        yield from response.raw.stream(1 << 16, decode_content=False)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise TransientError(f"{shown(url)}: {_cause(error)}") from error


def content_length(response: requests.Response) -> int | None:
    """Bytes in this response's body, if it says so."""
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def shown(url: str) -> str:
    """The URL without the name and password it may hold."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _cause(error: BaseException) -> str:
    """What happened, without the layers of exceptions that libraries wrap around it."""
    inner: BaseException = error
    while (deeper := getattr(inner, "reason", None) or inner.__cause__ or inner.__context__) is not None:
        if not isinstance(deeper, BaseException):
            break
        inner = deeper
    text = f"{error} {inner}"
    for sign, meaning in (
        ("ResponseError", "the server's answer makes no sense"),
        ("Name or service not known", "no such host is known here (is there a network?)"),
        ("nodename nor servname", "no such host is known here (is there a network?)"),
        ("Temporary failure in name resolution", "the host's name cannot be looked up (is there a network?)"),
        ("Connection refused", "the connection is refused"),
        ("timed out", "no answer in time"),
        ("IncompleteRead", "the connection ended early"),
        ("reset by peer", "the connection was cut"),
        ("without response", "the connection was cut"),
        ("CERTIFICATE_VERIFY_FAILED", f"its certificate cannot be verified ({inner})"),
    ):
        if sign in text:
            return meaning
    return str(inner) or type(inner).__name__


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait: the header holds seconds or a date (RFC 9110, 10.2.3); None where it holds neither."""
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
