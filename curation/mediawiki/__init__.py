"""MediaWiki dumps: from files to pages, without reading their wikitext."""

from curation.mediawiki.source import MediaWikiDump

__all__ = ["MediaWikiDump"]
