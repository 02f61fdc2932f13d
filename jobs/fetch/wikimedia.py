"""Dumps of Wikimedia's wikis: https://dumps.wikimedia.org, with sizes and sums from `dumpstatus.json`.

Its form is described at https://meta.wikimedia.org/wiki/Data_dumps/Status_format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from jobs.errors import UsageError
from jobs.fetch.client import Client
from jobs.fetch.errors import FetchError, NotThereError
from jobs.fetch.model import Checksum, Licence, Listing, Release, RemoteFile, Source
from jobs.fetch.names import safe_name, wanted_name

_HOST = "https://dumps.wikimedia.org"
_ARTICLES = "articlesmultistreamdump"
_DATED = re.compile(r"""href=["']?(?:[^"'>\s]*/)?(\d{8})/?["'>\s]""")
_NAME = re.compile(
    r"[a-z][a-z0-9_]*?(wiki|wikibooks|wikinews|wikiquote|wikisource|wikiversity|wikivoyage|wiktionary)"
)
# A dump takes days to write, so the newest folder is often not finished; this many are looked at.
_DATES_TRIED = 6

_PROJECTS = {
    "wiki": "Wikipedia",
    "wikibooks": "Wikibooks",
    "wikinews": "Wikinews",
    "wikiquote": "Wikiquote",
    "wikisource": "Wikisource",
    "wikiversity": "Wikiversity",
    "wikivoyage": "Wikivoyage",
    "wiktionary": "Wiktionary",
}
_CC_BY_SA = Licence(
    "CC-BY-SA-4.0 AND GFDL-1.3-or-later",
    "Text is CC BY-SA 4.0 (older text 3.0), most of it GFDL too; authors are named in each page's history. "
    f"Details: {_HOST}/legal.html",
)
_LICENCES = {
    "wikinews": Licence(
        "CC-BY-2.5", f"Wikinews has terms of its own by date and language: {_HOST}/legal.html"
    ),
    "wikivoyage": Licence(
        "CC-BY-SA-4.0",
        "Text is CC BY-SA 4.0 (older text 3.0); authors are named in each page's history. "
        f"Details: {_HOST}/legal.html",
    ),
}


class UnknownWikiError(UsageError):
    """The name has the form of a wiki's, and Wikimedia has no dumps of such a wiki."""


def wiki_source(name: str) -> Source | None:
    """The source for a wiki's database name, such as `enwiki` or `zh_min_nanwikisource`; None if it is not
    one by its form.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    project = match[1]
    language = name.removesuffix(project).replace("_", "-")
    whose = {"en": "English", "simple": "Simple English"}.get(language, f"`{language}`")
    return Source(
        name=name,
        title=f"{whose} {_PROJECTS[project]}, articles of one dump",
        description=(
            "Current text of all articles, templates and category pages, as multistream bzip2. Large wikis "
            "come as several files. --only chooses other files of the same dump."
        ),
        homepage=f"{_HOST}/{name}/",
        licence=_LICENCES.get(project, _CC_BY_SA),
        listing=_listing(name),
        dates="a dump's date, 20240101; the newest finished one without it",
        needs_contact=True,
    )


def _listing(wiki: str) -> Listing:
    def release(client: Client, date: str, _patterns: Sequence[str]) -> Release:
        date = date.replace("-", "")
        if date and re.fullmatch(r"\d{8}", date) is None:
            raise UsageError(f"--date {date}: a dump's date is eight digits, such as 20240101")
        if not date:
            return _newest(client, wiki)
        jobs = _jobs(client, wiki, date)
        state = _state(jobs)
        if state != "done":
            raise FetchError(
                f"the dump of {wiki} of {date} has no finished articles (they are {state}): choose another "
                f"--date; {_HOST}/{wiki}/ lists them"
            )
        return Release(date, _files(client, wiki, date, jobs))

    return release


def _newest(client: Client, wiki: str) -> Release:
    """Of the newest dump whose articles are finished."""
    try:
        page = client.read(f"{_HOST}/{wiki}/").decode("utf-8", "replace")
    except NotThereError as error:
        raise UnknownWikiError(f"there are no dumps of a wiki called {wiki} ({error})") from error
    dates = sorted(set(_DATED.findall(page)), reverse=True)
    for date in dates[:_DATES_TRIED]:
        try:
            jobs = _jobs(client, wiki, date)
        except NotThereError:
            continue
        if _state(jobs) == "done":
            return Release(date, _files(client, wiki, date, jobs))
    tried = ", ".join(dates[:_DATES_TRIED]) or "none"
    raise FetchError(
        f"{_HOST}/{wiki}/ has no dump with finished articles (looked at: {tried}); give a --date"
    )


def _jobs(client: Client, wiki: str, date: str) -> Mapping[str, Any]:
    url = f"{_HOST}/{wiki}/{date}/dumpstatus.json"
    try:
        jobs = json.loads(client.read(url))["jobs"]
    except NotThereError as error:
        raise NotThereError(
            f"there is no dump of {wiki} of {date} ({error}). Dumps are kept for some months; "
            f"{_HOST}/{wiki}/ lists them."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise FetchError(f"{url} is not a dump's status: {error}") from error
    if not isinstance(jobs, dict):
        raise FetchError(f"{url} is not a dump's status: `jobs` is {type(jobs).__name__}")
    return jobs


def _state(jobs: Mapping[str, Any]) -> str:
    job = jobs.get(_ARTICLES)
    return str(job.get("status", "unknown")) if isinstance(job, dict) else "not there"


def _files(client: Client, wiki: str, date: str, jobs: Mapping[str, Any]) -> tuple[RemoteFile, ...]:
    """Of all finished jobs; those with the articles are the default."""
    sums: dict[str, str] | None = None
    files: dict[str, RemoteFile] = {}
    for job, content in jobs.items():
        listed = (
            content.get("files") if isinstance(content, dict) and content.get("status") == "done" else None
        )
        if not isinstance(listed, dict):
            continue
        for name, value in listed.items():
            if name in files:
                continue
            told = value if isinstance(value, dict) else {}
            wanted = job == _ARTICLES and ".xml" in name
            own_name = wanted_name(name) if wanted else safe_name(name)
            if own_name is None:
                continue
            sha1 = told.get("sha1")
            if not isinstance(sha1, str) and wanted:
                if sums is None:
                    sums = _sums(client, wiki, date)
                sha1 = sums.get(name)
            size = told.get("size")
            files[name] = RemoteFile(
                name=own_name,
                url=f"{_HOST}/{wiki}/{date}/{quote(name)}",
                size=size if isinstance(size, int) else None,
                checksum=Checksum("sha1", sha1.lower(), "Wikimedia's dumpstatus.json")
                if isinstance(sha1, str)
                else None,
                optional=not wanted,
            )
    if all(file.optional for file in files.values()):
        raise FetchError(f"the dump of {wiki} of {date} lists no articles; choose another --date")
    return tuple(files.values())


def _sums(client: Client, wiki: str, date: str) -> dict[str, str]:
    """From the dump's list of sums, `SUM  NAME` on each line; empty if it has none."""
    try:
        text = client.read(f"{_HOST}/{wiki}/{date}/{wiki}-{date}-sha1sums.txt").decode("utf-8", "replace")
    except NotThereError:
        return {}
    pairs = (line.split() for line in text.splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}
