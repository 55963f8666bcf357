"""Parse the documents as one dialect: all differences between 2.0, 3.0, 3.1 and 3.2 are resolved here."""

from stubwright.parse.document import parse

__all__ = ["parse"]
