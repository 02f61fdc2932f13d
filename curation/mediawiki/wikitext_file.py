"""A file that is the wikitext of one page."""

from __future__ import annotations

from typing import IO

from curation.mediawiki.inputs import WIKITEXT_ENDINGS
from curation.mediawiki.pages import PageReader
from curation.mediawiki.parsing import PageFields, repair_text
from schemas.document import Page
from schemas.outcome import Dropped, Rejected


def read_wikitext(
    file: IO[bytes], reader: PageReader, encoding: str, max_bytes: int
) -> Page | Dropped | Rejected:
    """The page. It has no number; its title is the file's name without ending, `_` for a space.

    A namespace's `:`, which many file systems do not take, cannot be told from a name; such a page
    is in the main namespace unless its name has the `:`.
    """
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        return Rejected(
            "page-too-large",
            f"{reader.file}, byte 0",
            f"this page has more than {max_bytes} bytes (max_page_bytes)",
            data[:2000].decode(encoding, "replace"),
        )
    if encoding != "utf-8":
        data = data.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    text, repaired = repair_text(data.removeprefix(b"\xef\xbb\xbf"))
    title = reader.file
    for ending in WIKITEXT_ENDINGS:
        if title.lower().endswith(ending):
            title = title[: -len(ending)]
            break
    fields = PageFields(
        contents={"/page/title": title, "/page/revision/text": text.replace("\r\n", "\n")},
        revised=True,
        repaired=repaired,
    )
    return reader.judge(fields, 0)
