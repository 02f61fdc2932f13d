"""Web pages that the demonstration wiki references, as an archive holds them."""

from jobs.demo.web.build import CAPTURES, DemoCapture, write_warc

__all__ = ["CAPTURES", "DemoCapture", "write_warc"]
