"""Web pages that documents reference: links → wanted pages; web archives and saved HTML → documents."""
