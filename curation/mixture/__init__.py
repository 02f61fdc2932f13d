"""How much of each source is trained on, and what is held out.

`counts` finds out how many tokens each source has, `plan` what the recipe makes of that, and `sample` does
it; `split` says what is held out, `groups` what must not be parted.
Every choice depends on the seed, the document's id and its own source alone: a source more or less leaves the
choice among the others as it is.
"""
