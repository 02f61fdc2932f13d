"""Other names of a page: the titles that a wiki redirects to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import fsspec
import numpy as np
import pyarrow as pa

from curation.facts.naming import folded
from curation.lookup import Lookup, store_lookup
from schemas.document import Page
from schemas.facts import OtherNames, Redirect
from schemas.keys import text_key
from schemas.manifest import Manifest

MAX_NAMES = 20
_LONGEST = 80
_LOOKUP = "names"
# A link to a section, whose title is about a part of the page.
_TO_SECTION = re.compile(r"[^\]\n]*\[\[[^\]|\n]*#")
# Titles that are about the page's subject, or say which of several: not names of it.
_NO_NAME = re.compile(r"[(/:#]|^(?:List|Lists|Index|Outline|History|Timeline|Template) ")
# Titles from the time when words that ran together made a link: `AmericA`.
_RUN_TOGETHER = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]*)+")
# A file's number, and the row in it, in one number.
_ROW_BITS = 40


def redirect_of(page: Page) -> Redirect | None:
    """The redirect that a page is; None for one that gives no other name of its target."""
    same = folded(page.title) == folded(page.redirect)
    if not page.redirect or same or len(page.title) > _LONGEST:
        return None
    if _NO_NAME.search(page.title) or _RUN_TOGETHER.fullmatch(page.title) or _TO_SECTION.match(page.text):
        return None
    # `Death of Alexander the Great` says more than the name.
    if set(folded(page.redirect).split()) < set(folded(page.title).split()):
        return None
    return Redirect(target=page.redirect, title=page.title)


def other_names(groups: Iterable[tuple[str, list[Redirect]]]) -> Iterator[OtherNames]:
    """Function of a group stage, by target: its other names, the shortest ones."""
    for target, redirects in groups:
        names = sorted({redirect.title for redirect in redirects}, key=lambda name: (len(name), name))
        yield OtherNames(key=text_key(target), title=target, names=names[:MAX_NAMES])


def write_other_names(folder: str, manifest: Manifest) -> None:
    """The `finish` of that stage, whose files are Arrow's: where in them each title's row is."""
    keys, places = [], []
    for number, file in enumerate(manifest.files):
        with fsspec.open(f"{folder}/{file.name}", "rb") as opened:
            column = pa.ipc.open_file(opened).read_all().column("key").to_numpy()
        keys.append(column)
        places.append(np.arange(len(column), dtype=np.uint64) + np.uint64(number << _ROW_BITS))
    all_keys = np.concatenate(keys) if keys else np.empty(0, np.uint64)
    all_places = np.concatenate(places) if places else np.empty(0, np.uint64)
    order = np.argsort(all_keys, kind="stable")
    all_keys, all_places = all_keys[order], all_places[order]
    first = np.ones(len(all_keys), bool)
    first[1:] = all_keys[1:] != all_keys[:-1]
    store_lookup(folder, _LOOKUP, all_keys[first], all_places[first])


class Redirects:
    """Looks other names up. `folder` is that of the stage; its files are mapped into memory."""

    def __init__(self, folder: str) -> None:
        self._lookup = Lookup(folder, _LOOKUP)
        system, inner = fsspec.core.url_to_fs(folder)
        paths = sorted(path for path in system.ls(inner, detail=False) if path.endswith(".arrow"))
        local = "file" in system.protocol
        self._files = [_opened(system, path, local) for path in paths]
        # Rows at which the batches of each file begin.
        self._starts = [
            np.cumsum([0, *(file.get_batch(n).num_rows for n in range(file.num_record_batches))])
            for file in self._files
        ]

    def names(self, title: str) -> list[str]:
        """Other names of the page with this title; none where there are none."""
        place = self._lookup.get(text_key(title))
        if place is None:
            return []
        number, row = place >> _ROW_BITS, place & ((1 << _ROW_BITS) - 1)
        batch = int(np.searchsorted(self._starts[number], row, side="right")) - 1
        found = self._files[number].get_batch(batch).slice(row - int(self._starts[number][batch]), 1)
        if found.column("title")[0].as_py() != title:
            return []
        names: list[str] = found.column("names")[0].as_py()
        return names


def _opened(system: Any, path: str, local: bool) -> Any:
    if local:
        return pa.ipc.open_file(pa.memory_map(path))
    with system.open(path, "rb") as file:
        return pa.ipc.open_file(pa.BufferReader(file.read()))
