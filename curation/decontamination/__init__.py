"""Evaluation items that stand in documents: found by their n-grams, removed or masked, and reported.

config.py, layouts.py   what is looked for; the field names of well-known evaluation sets
files.py, fields.py     evaluation files → rows → questions, choices and answers
source.py               evaluation files → items, checked before work begins
index.py                items → an index of their n-grams on disk, which workers map into memory
scan.py                 texts → the few places where an n-gram of the index may begin
match.py                texts → which items they have how much of, and where
spans.py                words and sentences as characters of the text, for reports and masks
stages.py               the functions of the stages (`pipelines/decontamination.py` declares them)
report.py               what was found, by item and by set
"""
