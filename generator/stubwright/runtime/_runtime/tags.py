"""Tagged unions: find the class of an object, and keep members it does not declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, get_args, get_origin

from .annotations import Recursive, Tagged
from .codec_compile import Function, part, resolve, split
from .codec_rules import names


def name_of(marker: Tagged, value: Mapping[str, Any]) -> str:
    """Return an object's tag as a key of ``mapping``: ``cat``, ``1``, ``true``."""
    tag = value.get(marker.property)
    if isinstance(tag, float) and tag.is_integer():
        tag = int(tag)
    if isinstance(tag, int):
        return str(tag).lower()
    return tag if isinstance(tag, str) else ""


def remembered(of: Any, made: Any, value: dict[str, Any]) -> Any:
    """Return an object; keep the rest of ``value`` if no tag selects its class."""
    markers = of.__metadata__ if get_origin(of) is Annotated else ()
    tags = [each for each in markers if isinstance(each, Tagged)]
    known = any(name_of(each, value) in each.mapping for each in tags)
    return made if known else with_rest(made, value)


def with_rest(made: Any, value: dict[str, Any]) -> Any:
    """Return an object that keeps the members of ``value`` that its class lacks."""
    cls: Any = getattr(made, "__plain__", made.__class__)
    known = names(cls) if hasattr(cls, "__dataclass_fields__") else None
    rest = {k: value[k] for k in value if k not in known} if known is not None else {}
    if not rest:
        return made
    lenient = part("lenient")
    held = {each.name: getattr(made, each.name) for each in fields(cls)}
    kept = {**getattr(made, "__kept__", {}), lenient.REST: rest}
    return lenient.build(lenient.keeper(cls), held, kept)


def plain(of: Any) -> Any:
    """Return an annotated type without its markers; resolve a recursive type."""
    inner = get_args(of)[0]
    for marker in of.__metadata__:
        if isinstance(marker, Recursive):
            return resolve(inner.__forward_arg__, marker.module)
    return inner


def named(of: Any, value: Any) -> Any:
    """Return the member of a tagged union that the tag selects, or None."""
    markers = [each for each in of.__metadata__ if isinstance(each, Tagged)]
    for marker in markers if value.__class__ is dict else ():
        found = marker.mapping.get(name_of(marker, value), marker.fallback)
        if found is not None:
            return resolve(found, marker.module) if isinstance(found, str) else found
    return None


def with_tag(marker: Tagged, encode: Function) -> Function:
    """Return a function that encodes a member with its tag, even if undeclared."""
    tags: dict[Any, Any] = {}

    def write(value: Any) -> Any:
        made = encode(value)
        if made.__class__ is dict and marker.property not in made:
            if not tags:
                tags.update(tag_names(marker))
            tag = tags.get(getattr(value, "__plain__", value.__class__))
            if tag is not None:
                made[marker.property] = tag
        return made

    return write


def tag_names(marker: Tagged) -> Mapping[Any, str]:
    """Return the first tag value of each class that has one."""
    found: dict[Any, str] = {}
    for value, of in marker.mapping.items():
        target = resolve(of, marker.module) if isinstance(of, str) else of
        if get_origin(target) is Annotated:
            target = plain(target)
        for each in split(target).members:
            found.setdefault(each, value)
    fallback = marker.fallback
    known = resolve(fallback, marker.module) if isinstance(fallback, str) else fallback
    found.pop(known, None)
    return found
