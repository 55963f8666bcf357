"""Read the documents as one dialect: every difference between 2.0, 3.0, 3.1 and 3.2 ends here."""

from stubwright.parse.document import parse

__all__ = ["parse"]
