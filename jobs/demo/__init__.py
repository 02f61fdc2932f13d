"""The demonstration data: a small MediaWiki dump, all of whose text was written for this repository."""

from jobs.demo.build import DemoDump, DemoPage, dump_streams, pages, write_dump

__all__ = ["DemoDump", "DemoPage", "dump_streams", "pages", "write_dump"]
