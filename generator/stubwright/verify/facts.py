"""Compare single values of a page and of a document."""

from __future__ import annotations

import json

from stubwright.base.json_value import Json
from stubwright.transcribe.drafts.draft import Scheme, Shape

LIMITS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
)
"""The keywords that limit a value and that pages state."""


def same(stated: Json, found: Json) -> bool:
    """Return whether two values are equal; numbers and strings of the same text are."""
    if isinstance(stated, bool) or isinstance(found, bool):
        return str(stated).lower() == str(found).lower()
    if isinstance(stated, (int, float)) and isinstance(found, (int, float)):
        return stated == found
    if isinstance(stated, (list, dict)) or isinstance(found, (list, dict)):
        return formatted(stated) == formatted(found)
    return str(stated) == str(found)


def formatted(value: Json) -> str:
    """Format a value for a message."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def types_of(shape: Shape) -> set[str]:
    """Return the types that a schema allows, also without ``type``; empty if it allows all."""
    found = {str(shape.facts["type"].value)} if "type" in shape.facts else set[str]()
    for one in shape.choices:
        inner = types_of(one)
        if not inner:
            return set()
        found |= inner
    if found:
        return found
    if any(one.found for one in shape.properties.values()) or shape.extra:
        return {"object"}
    if shape.items is not None:
        return {"array"}
    enum = shape.facts.get("enum")
    values = enum.value if enum and isinstance(enum.value, list) else []
    return {"string"} if values and all(isinstance(one, str) for one in values) else set()


def kind_of(scheme: Scheme) -> str:
    """Describe the kind of a security scheme."""
    values = {key: str(fact.value) for key, fact in scheme.facts.items()}
    if values.get("type") == "http":
        return f"http {values.get('scheme', '').lower()}"
    if values.get("type") == "apiKey":
        return f"apiKey {values.get('name')} in {values.get('in')}"
    return values.get("type", "")
