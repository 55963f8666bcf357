"""Keep the part of an API that the user selected."""

from stubwright.select.select import select

__all__ = ["select"]
