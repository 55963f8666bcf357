"""Print a planned package: its templates, and the runtime that is copied beside them."""

from stubwright.render.printing import render

__all__ = ["render"]
