"""Python source text: statements formatted as by black, literals, docstrings."""
