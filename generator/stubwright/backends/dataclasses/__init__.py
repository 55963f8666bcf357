"""A package of dataclasses and endpoint methods: files, imports, order, every string finished."""

from stubwright.backends.dataclasses.backend import DATACLASSES

__all__ = ["DATACLASSES"]
