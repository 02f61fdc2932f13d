"""One module per kind of source: its configuration, and the stages that make documents of it.

The last stage that each lists yields `Document`s and has the source's name.
"""
