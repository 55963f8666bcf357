"""The back end that generates a package of dataclasses and endpoint methods."""

from stubwright.backends.dataclasses.backend import DATACLASSES

__all__ = ["DATACLASSES"]
