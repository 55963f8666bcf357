"""Assign all identifiers at once: those chosen by the user, then the pins of the lock, then by rank."""

from stubwright.name.api import name

__all__ = ["name"]
