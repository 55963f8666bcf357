"""Docstrings of types and properties: the document's descriptions and constraints."""

from __future__ import annotations

from stubwright.backends.dataclasses.formatting.constraints import worded
from stubwright.backends.dataclasses.formatting.docstrings import described, joined
from stubwright.types.ir import Nullable, Property, Type, TypeId
from stubwright.types.ir_operations import Api


def about(type_: Type, name: str) -> str:
    """Return the docstring of a named type."""
    deprecated = "Deprecated." if type_.deprecated else ""
    description = type_.description or title_of(type_, name)
    return joined(description, described("", worded(type_.constraints)), deprecated)


def title_of(type_: Type, name: str) -> str:
    """Return the title if it differs from the name."""
    return "" if _letters(name).endswith(_letters(type_.title)) else type_.title


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def description_of(api: Api, item: Property) -> str:
    """Return the description of a property, without facts that are in the docstring of its type."""
    type_ = api.types[item.type]
    while type_.hint is None and not type_.description and isinstance(type_.shape, Nullable):
        type_ = api.types[type_.shape.type]
    if type_.hint is None:
        return item.description or type_.description
    return "" if item.description == type_.description else item.description


def facts_of(api: Api, id_: TypeId) -> list[str]:
    """Return the facts about a type for a field's docstring; a named type has its own docstring."""
    type_ = api.types[id_]
    if type_.hint is not None:
        return []
    inner = facts_of(api, type_.shape.type) if isinstance(type_.shape, Nullable) else []
    return [*worded(type_.constraints), *inner]
