"""Responses to open questions, checked against the page that each question is about.

`asked` brings each question's responses together, and finds the pages that are asked about; `check` splits
the responses into claims and judges those, by whichever splitter and checker the recipe names.
"""
