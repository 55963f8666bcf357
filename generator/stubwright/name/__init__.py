"""Assign all identifiers at once: by the user's choice, then by the lock's pins, then by rank."""

from stubwright.name.api import name

__all__ = ["name"]
