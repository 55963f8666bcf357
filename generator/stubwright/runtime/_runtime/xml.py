"""The XML representation of values (OpenAPI 3.2.0, XML Object)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args, get_origin

from .annotations import Recursive, Tagged
from .codec_compile import resolve, split


@dataclass(frozen=True, slots=True)
class Xml:
    """The representation of a value; ``items`` is that of a list's items."""

    name: str = ""
    namespace: str = ""
    prefix: str = ""
    node: Literal["element", "attribute", "text", "cdata", "none"] = "element"
    wrapped: bool = False
    items: Xml | None = None


ELEMENT = Xml()
PREFIXES = {"": "", "xml": "http://www.w3.org/XML/1998/namespace"}
"""The namespaces of prefixes without a declaration."""


@lru_cache(maxsize=None)
def xml_of(cls: Any) -> Mapping[str, Xml]:
    """Return the representation of each member of a class, by its documented name."""
    said: dict[str, Xml] = {}
    for base in reversed(cls.__mro__):
        said.update(base.__dict__.get("__xml__", {}))
    return said


def plain(of: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without its markers, and the markers; null beside a union is left out."""
    only = split(of).members
    if len(only) == 1 and only[0] is not of and _is_union(only[0]):
        return plain(only[0])
    if get_origin(of) is not Annotated:
        return of, ()
    inner, *markers = get_args(of)
    for marker in markers:
        if isinstance(marker, Recursive):
            return resolve(inner.__forward_arg__, marker.module), tuple(markers)
    return inner, tuple(markers)


def _is_union(of: Any) -> bool:
    markers = getattr(of, "__metadata__", ())
    return any(isinstance(each, (Recursive, Tagged)) for each in markers)


def item_of(of: Any) -> Any:
    """Return the type of a list's items, None for another type."""
    found = [
        get_args(each)[0]
        for each in split(of).members
        if get_origin(each) in (list, tuple)
    ]
    return found[0] if found else None


def values_of(of: Any) -> Any:
    """Return the type of a dictionary's values, None for another type."""
    return get_args(of)[1] if get_origin(of) is dict else None


def extra_of(of: Any) -> Any:
    """Return the type of additional properties if a field holds them, else None."""
    inner, markers = plain(of)
    return values_of(inner) if any(_is_extra(each) for each in markers) else None


def _is_extra(marker: Any) -> bool:
    return getattr(marker, "__name__", "") == "Extra"


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]
