"""The redirects of wiki dumps, which the documents leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from curation.facts.redirects import redirect_of
from curation.mediawiki import MediaWikiDump
from schemas.document import Page
from schemas.facts import Redirect
from schemas.outcome import Dropped, Rejected
from schemas.split import Split

_WIKI = "wiki"


@dataclass(frozen=True)
class RedirectsOfDumps:
    """The redirects of dumps, each under a name. The dumps are read once more for it; nothing is rendered."""

    dumps: Mapping[str, MediaWikiDump]

    def settings(self) -> dict[str, Any]:
        """How the dumps are read, by name, wherever they are."""
        return {
            name: {key: value for key, value in asdict(dump).items() if key != "paths"}
            for name, dump in self.dumps.items()
        }

    def plan(self) -> list[Split]:
        """The splits of the dumps. Raises InputError as they do."""
        return [
            replace(split, context={**split.context, _WIKI: name})
            for name in sorted(self.dumps)
            for split in self.dumps[name].plan()
        ]

    def read(self, split: Split) -> Iterator[Redirect | Dropped]:
        """The split's redirects. Pages are dropped (`page`), and so is what gives no other name (`no-name`);
        damage is left to the stage of the documents, which rejects it.
        """
        for found in self.dumps[split.context[_WIKI]].read(split):
            if isinstance(found, Rejected):
                continue
            page = found.record if isinstance(found, Dropped) else found
            if not isinstance(page, Page) or not page.redirect:
                yield Dropped("page")
                continue
            yield redirect_of(page) or Dropped("no-name", page.title)
