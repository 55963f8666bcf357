"""Decide which files there are and finish every string in them."""

from stubwright.plan.package import layout, plan

__all__ = ["layout", "plan"]
