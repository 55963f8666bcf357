# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Markers for ``Annotated`` types."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import currentframe
from typing import Any


class Base64:
    """Mark bytes that are encoded as base64 (RFC 4648, section 4)."""


class Base64Url:
    """Mark bytes that are encoded as base64url (RFC 4648, section 5)."""


class Number:
    """Mark a decimal that is encoded as a JSON number."""


class Recursive:
    """Mark a recursive type: a string, resolved in the module that uses the marker."""

    def __init__(self) -> None:
        self.module = _caller()


class Tagged:
    """Mark a union with a discriminator: the value of a property selects the member.

    ``mapping`` maps that value to a type, or to its name in the module that uses the
    marker. ``fallback`` is used if the value is unknown or absent.
    """

    __slots__ = ("fallback", "mapping", "module", "property")

    def __init__(
        self, property: str, mapping: Mapping[str, Any], fallback: Any = None
    ) -> None:
        self.property = property
        self.mapping = mapping
        self.fallback = fallback
        self.module = _caller()


def _caller() -> str:
    """Return the name of the module that calls the caller."""
    frame = currentframe()
    inner = frame and frame.f_back
    outer = inner and inner.f_back
    # get_type_hints evaluates with a module's names as locals, a class's as globals
    names = {**outer.f_globals, **outer.f_locals} if outer else {}
    return str(names.get("__name__", ""))
