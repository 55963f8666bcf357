"""Settle every identifier at once: what the user chose, then the lock's pins, then by rank."""

from stubwright.name.api import name

__all__ = ["name"]
