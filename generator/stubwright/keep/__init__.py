"""The IR's objects, keeping what the document does not name."""

from stubwright.keep.keep import keep

__all__ = ["keep"]
