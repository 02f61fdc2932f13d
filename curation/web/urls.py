"""One form for all addresses of a page, so that a link and a capture of its target can be matched.

The address is parsed as browsers do (WHATWG URL, by the library `ada_url`), which gives the host in lower
case and Punycode, no default port, no `..`, and percent-encoding where it is needed. What is done beyond that
follows the habit of web archives' own keys (SURT, http://crawler.archive.org/articles/user_manual/glossary.html)
where it says that two addresses name one page:

- an archive's wrapper is taken off: `web.archive.org/web/2010/http://x.org/` is about `x.org`
- `https` for both schemes, no `www.`, no user name, no fragment (it never reaches the server, so no archive
  holds pages that differ by it)
- no session ids, which differ in every visit, and no parameters that only say where a reader came from
- parameters in order of their names; `%7e` and `~` alike; no `/` at the end, no `index.html`

The path's case is kept: on most servers, and on all wikis, it matters.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import unquote

import ada_url

MAX_URL_CHARACTERS = 2000

BrokenReason: TypeAlias = Literal[
    "url-too-long", "url-malformed", "url-scheme", "url-no-host", "url-private-host"
]

# Wrappers that put the original address at the end of their own: (hosts, the part before the original).
_STAMP = r"\d{4,14}(?:[a-z]{2}_|\*)?"
_WRAPPERS = (
    (re.compile(r"(?:.+\.)?archive\.org"), re.compile(rf"/(?:web/)?(?:{_STAMP}|\*)/")),
    (re.compile(r"archive\.(?:today|is|ph|li|vn|md|fo)"), re.compile(r"/(?:\d{8,14}|o/\w+|newest|oldest)/")),
    (re.compile(r"wayback\.archive-it\.org"), re.compile(rf"/(?:\d+|all)/{_STAMP}/")),
    (re.compile(r"(?:web)?archive\.(?:nationalarchives\.gov|bl)\.uk|webarchive\.loc\.gov|arquivo\.pt|vefsafn\.is"),
     re.compile(rf"/(?:[a-z]+/)*(?:{_STAMP}|\*)/")),
)  # fmt: skip
_QUERY_WRAPPERS = (
    (re.compile(r"webcitation\.org"), re.compile(r"[?&]url=(.+)")),
    (re.compile(r"webcache\.googleusercontent\.com"), re.compile(r"[?&]q=cache:(?:[\w-]{12}:)?([^+&\s]+)")),
)
_ARCHIVE_HOST = re.compile(r"archiv|cache|citation|arquivo|vefsafn")
_ADDRESS = re.compile(r"(?:[a-z]{3,5}:/{0,2})?[^\s/]+\.[^\s]+", re.IGNORECASE)

# Parameters that name a visit or an advertisement and never a page. Names that are also used for pages (`id`,
# `ref`, `source`, `page`) are left alone: a page missed is worse than a page held twice, which the removal of
# duplicates finds.
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|gb|g|dc|ms|tw|ya?)clid|gbraid|wbraid|igshid|mc_[ce]id|_h(?:senc|smi)|mkt_tok|vero_\w+"
    r"|oly_(?:anon|enc)_id|wickedid|yclid|_openstat|ns_(?:campaign|mchannel|source|linkname)|cmpid|ncid"
    r"|pk_(?:campaign|kwd|source|medium)|piwik_\w+|matomo_\w+|ga_(?:source|medium|campaign|term|content)"
    r"|_ga|_gl|__twitter_impression|spm|s_cid|sr_share|xtor|at_(?:medium|campaign)\w*|ref_src|ref_url|smid",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|cfid|cftoken|zenid)", re.IGNORECASE
)
_SESSION_IF_HASH = re.compile(r"(?:sid|s|oscsid|osCsid)=[0-9a-f]{26,40}", re.IGNORECASE)
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\((?:[SsAaFf]\([^()/]+\))+\)", re.IGNORECASE
)

_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
# https://www.rfc-editor.org/rfc/rfc3986#section-2.3: encoded or not, these are the same
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_WWW = re.compile(r"(?:www\d{0,2}\.)+(?=[^.]+\.)")
# https://www.iana.org/assignments/special-use-domain-names, and names that routers hand out
_PRIVATE_SUFFIXES = (
    "localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "invalid", "test",
    "onion", "localdomain",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CanonicalUrl:
    """`url` is the canonical form; `host` its host; `path` its path, percent-encoded."""

    url: str
    host: str
    path: str


def canonicalise(address: str) -> CanonicalUrl | BrokenReason:
    """The canonical form, or why there is none.

    `url-too-long` (more than 2,000 characters), `url-malformed`, `url-scheme` (neither http nor https),
    `url-no-host`, `url-private-host` (an address or a name that means nothing outside a network).
    `//host/path` is taken as https. Canonical forms are their own canonical forms.
    """
    if len(address) > MAX_URL_CHARACTERS:
        return "url-too-long"
    parsed = _parse(address.strip())
    # An archive's page may itself be of an archive's page. Each is shorter than the one around it.
    while not isinstance(parsed, str) and (inner := _unwrapped(parsed)):
        parsed = _parse(inner)
    found = parsed if isinstance(parsed, str) else _normalise(parsed)
    if not isinstance(found, str) and found.url != address and _ARCHIVE_HOST.search(found.host):
        return canonicalise(found.url)  # written in its normal form, it may turn out to be a wrapper
    return found


def url_key(url: str) -> int:
    """The 64-bit key of a canonical URL. Two of 100 million URLs share one with a chance of 1 in 3,700."""
    return int.from_bytes(hashlib.blake2b(url.encode(), digest_size=8).digest(), "little")


def in_hosts(host: str, hosts: frozenset[str]) -> bool:
    """Whether the host, or a domain that it belongs to, is one of them."""
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False


def _parse(address: str) -> ada_url.URL | BrokenReason:
    if address.startswith("//"):
        address = f"https:{address}"
    scheme, colon, rest = address.partition(":")
    if not colon or not scheme.isascii() or not scheme.replace("+", "").replace("-", "").isalnum():
        return "url-malformed"
    if scheme.lower() not in ("http", "https"):
        # `example.org:8080/x` is a host and a port, and no scheme; it has no scheme then.
        return "url-malformed" if "." in scheme else "url-scheme"
    if not rest.strip("/\\"):
        return "url-no-host"
    try:
        return ada_url.URL(address)
    except ValueError:
        return "url-malformed"


def _unwrapped(url: ada_url.URL) -> str:
    """The address that an archive's page is a capture of; empty if it is none."""
    host = _without_www(url.hostname.rstrip("."))
    if not _ARCHIVE_HOST.search(host):
        return ""
    for hosts, prefix in _WRAPPERS:
        if hosts.fullmatch(host) and (match := prefix.match(url.pathname)):
            inner = url.pathname[match.end() :]
            if inner.lower().startswith(("http%3a", "https%3a")):
                inner = unquote(inner)
            return _with_scheme(inner + url.search)
    for hosts, query in _QUERY_WRAPPERS:
        if hosts.fullmatch(host) and (match := query.search(url.search)):
            return _with_scheme(unquote(match[1]))
    return ""


def _with_scheme(inner: str) -> str:
    # `http:/host` comes of tools that fold `//`; ada reads it as browsers do.
    if not _ADDRESS.fullmatch(inner):
        return ""
    return inner if inner.lower().startswith(("http:", "https:", "ftp:")) else f"http://{inner}"


def _normalise(url: ada_url.URL) -> CanonicalUrl | BrokenReason:
    if (bare := _PATH_SESSION.sub("", url.pathname)) != url.pathname:
        url.pathname = bare  # parsed anew, as `/.;sid=1` becomes `/.`
        return _normalise(url)
    host = url.hostname.rstrip(".")
    if not host:
        return "url-no-host"
    if _is_private(host):
        return "url-private-host"
    host = _without_www(host)
    port = f":{url.port}" if url.port else ""
    path = _same_path(url.pathname)
    search = _same_query(url.search[1:]) if url.search else ""
    return CanonicalUrl(f"https://{host}{port}{path}{search}", host, path)


def _without_www(host: str) -> str:
    return host[match.end() :] if host.startswith("www") and (match := _WWW.match(host)) else host


def _is_private(host: str) -> bool:
    bare = host.strip("[]")
    if ":" in bare or bare.replace(".", "").isdigit():
        try:
            return not ipaddress.ip_address(bare).is_global
        except ValueError:
            return True
    return "." not in host or host.endswith(tuple(f".{suffix}" for suffix in _PRIVATE_SUFFIXES))


def _same_escapes(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _PERCENT.sub(replace, text) if "%" in text else text


def _same_path(path: str) -> str:
    path = _same_escapes(path)
    before = ""
    while before != path:
        before = path
        path = _INDEX.sub("/", path).rstrip("/") or "/"
    return path


def _same_query(query: str) -> str:
    kept = sorted(
        part
        for part in _same_escapes(query).split("&")
        if part
        and not _TRACKING.fullmatch(name := part.partition("=")[0])
        and not _SESSION.fullmatch(name)
        and not _SESSION_IF_HASH.fullmatch(part)
    )
    return f"?{'&'.join(kept)}" if kept else ""
