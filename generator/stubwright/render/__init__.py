"""Print a planned package: its rendered templates, and the copied runtime modules."""

from stubwright.render.printing import render

__all__ = ["render"]
