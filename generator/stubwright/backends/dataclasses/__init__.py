"""Decide which files there are and finish every string in them."""

from stubwright.backends.dataclasses.package import layout, plan

__all__ = ["layout", "plan"]
