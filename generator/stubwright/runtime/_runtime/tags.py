"""What the tag of an object says of its class, and what that class does not say of the object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, get_origin

from .annotations import Tagged
from .codec_compile import part, split
from .codec_rules import names


def name_of(marker: Tagged, value: Mapping[str, Any]) -> str:
    """Return an object's tag as ``mapping`` spells it: ``cat``, ``1``, ``true``."""
    tag = value.get(marker.property)
    if isinstance(tag, float) and tag.is_integer():
        tag = int(tag)
    if isinstance(tag, int):
        return str(tag).lower()
    return tag if isinstance(tag, str) else ""


def remembered(of: Any, made: Any, value: dict[str, Any]) -> Any:
    """Return an object of a union, with the rest of ``value`` where no tag names its class."""
    return with_rest(made, value) if _falls_back(of, value) else made


def _falls_back(of: Any, value: dict[str, Any]) -> bool:
    if get_origin(of) is Annotated:
        markers = (each for each in of.__metadata__ if isinstance(each, Tagged))
        return any(name_of(each, value) not in each.mapping for each in markers)
    inner = split(of).members
    return inner != (of,) and any(_falls_back(each, value) for each in inner)


def with_rest(made: Any, value: dict[str, Any]) -> Any:
    """Return an object that remembers the members of ``value`` which its class does not know."""
    cls: Any = getattr(made, "__plain__", made.__class__)
    known = names(cls) if hasattr(cls, "__dataclass_fields__") else None
    rest = {k: value[k] for k in value if k not in known} if known is not None else {}
    if not rest:
        return made
    lenient = part("lenient")
    held = {each.name: getattr(made, each.name) for each in fields(cls)}
    kept = {**getattr(made, "__kept__", {}), lenient.REST: rest}
    return lenient.build(lenient.keeper(cls), held, kept)
