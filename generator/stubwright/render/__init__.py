"""Print a planned package: templates, the vendored runtime, and black only where a line is too long."""

from stubwright.render.printing import render

__all__ = ["render"]
