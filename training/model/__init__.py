"""Mixtral on packed tokens. `mixtral.py` reads top to bottom; the other modules are its parts.

Shapes are written with these letters, in names (`x_TD`) and in docstrings:

T  tokens of a packed batch, all documents one after another
D  width of the model (hidden_size)          V  vocabulary
H  query heads     K  key and value heads    C  width of a head
E  experts         A  experts per token      F  width of an expert (intermediate_size)
"""
