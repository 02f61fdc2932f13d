"""`roae report`: a run as one HTML page that needs nothing else.

`gather` reads the run and makes a `Report` of plain values, a module per section; `render` makes HTML of it.
"""
