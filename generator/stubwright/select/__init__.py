"""Keep the part of an API that the user asked for."""

from stubwright.select.select import select

__all__ = ["select"]
