"""Python text: statements laid out as black does, literals, docstrings."""
