"""The demonstration data: small MediaWiki dumps, all of whose text was written for this repository."""

from jobs.demo.build import (
    DEMOWIKI,
    WIKIBOOKS,
    WIKIS,
    WIKIVERSITY,
    WIKIVOYAGE,
    DemoDump,
    DemoPage,
    DemoWiki,
    dump_streams,
    pages,
    write_dump,
)

__all__ = [
    "DEMOWIKI",
    "WIKIBOOKS",
    "WIKIS",
    "WIKIVERSITY",
    "WIKIVOYAGE",
    "DemoDump",
    "DemoPage",
    "DemoWiki",
    "dump_streams",
    "pages",
    "write_dump",
]
