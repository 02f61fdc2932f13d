"""Text and scores from a trained model: many prompts at once, each token computed once.

A request's prompt is packed with others' for its first pass, and from then on a row of the batch of those
that go on, a token a step; `engine.py` reads top to bottom. Shapes are written as in `training/model`, and
with these letters:

N  rows that go on     S  places of the cache in a row     P  prompts that are new in a step
"""
