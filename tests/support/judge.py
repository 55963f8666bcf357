"""A second reader of schemas: jsonschema, over the documents as they stand.

Each schema is translated on its own, when it is first reached: OpenAPI 3.0's ``nullable`` and boolean limits, and what
Swagger 2.0 writes, become JSON Schema 2020-12. Nothing of the generator is used but where a reference leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from stubwright.base.place import Place
from stubwright.index.resolve import resolve, value_at
from stubwright.parse.version import Dialect, dialect_of, version_of
from stubwright.types.index import Index, Unresolved

ONE = (
    "items",
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "contains",
    "not",
    "if",
    "then",
    "else",
)
LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
MAPS = ("properties", "patternProperties", "dependentSchemas")
NUMBERS = (
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "minContains",
    "maxContains",
)
IMPLIED = {
    "object": (
        "properties", "patternProperties", "additionalProperties", "required", "propertyNames", "minProperties",
        "maxProperties", "dependentSchemas", "dependentRequired", "unevaluatedProperties", "dependencies",
    ),
    "array": (
        "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
        "unevaluatedItems",
    ),
    "string": (
        "minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType", "contentSchema",
    ),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}  # fmt: skip
KINDS = frozenset(["null", "boolean", "integer", "number", "string", "array", "object"])


class Judge:
    """Judges values by the schema at a place of some documents.

    ``strict`` states the types that keywords speak of where a schema states none.
    """

    def __init__(self, index: Index, *, strict: bool = False) -> None:
        self.index = index
        self.strict = strict
        root = version_of(index.documents.by_uri[index.documents.root].tree)
        self.dialect = (dialect_of(*root) if root else None) or Dialect.V31
        self._numbers: dict[Place, int] = {}
        self._places: list[Place] = []
        self._parts: dict[Place, tuple[tuple[Place, dict[str, Any]], ...]] = {}
        self._made: dict[str, Resource[Any]] = {}
        self._registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]

    def errors(self, place: Place, value: Any) -> list[ValidationError]:
        """Return what is wrong with a value; raise whatever jsonschema does where it cannot judge."""
        schema = {"$ref": self._uri(place)}
        checker = Draft202012Validator.FORMAT_CHECKER
        validator = Draft202012Validator(schema, registry=self._registry, format_checker=checker)
        return list(validator.iter_errors(value))

    def members(self, place: Place, name: str, value: Any = None) -> list[Place]:
        """Return the schemas that describe a member of an object; given its value, only those that accept it."""
        found: list[Place] = []
        for part, raw in self.parts(place) if value is None else self._walk(place, value):
            if name in (listed := _mapping(raw.get("properties"))):
                if listed[name] is not False:
                    found.append(part.child("properties", name))
            elif isinstance(extra := raw.get("additionalProperties"), dict) or extra is True:
                found.append(part.child("additionalProperties"))
        return found

    def items(self, place: Place) -> list[Place]:
        """Return the schemas that describe items of an array."""
        return [
            part.child("items")
            for part, raw in self.parts(place)
            if isinstance(raw.get("items"), dict)
        ]

    def parts(self, place: Place) -> tuple[tuple[Place, dict[str, Any]], ...]:
        """Return the schemas that a value of one may be held against, through every composition."""
        if place not in self._parts:
            self._parts[place] = tuple(self._walk(place))
        return self._parts[place]

    def _walk(self, place: Place, value: Any = None) -> Iterator[tuple[Place, dict[str, Any]]]:
        seen: set[Place] = set()
        stack = [place]
        while stack:
            here = stack.pop()
            raw = self._raw(here)
            if here in seen or not isinstance(raw, dict):
                continue
            seen.add(here)
            yield here, raw
            if (target := self._target(here, raw)) is not None:
                stack.append(target)
            for key in ("allOf", "anyOf", "oneOf"):
                listed = raw.get(key)
                inner = [here.child(key, n) for n in range(len(listed) if isinstance(listed, list) else 0)]  # fmt: skip
                if value is not None and key != "allOf":
                    inner = [one for one in inner if not self.errors(one, value)]
                stack += inner

    def _raw(self, place: Place) -> Any:
        try:
            return value_at(self.index, place)
        except KeyError:
            return True

    def _target(self, place: Place, raw: dict[str, Any]) -> Place | None:
        ref = raw.get("$ref", raw.get("$dynamicRef"))
        if not isinstance(ref, str):
            return None
        target = resolve(self.index, place, ref)
        return None if isinstance(target, Unresolved) else target

    def _uri(self, place: Place) -> str:
        if place not in self._numbers:
            self._numbers[place] = len(self._places)
            self._places.append(place)
        return f"judge:{self._numbers[place]}"

    def _retrieve(self, uri: str) -> Resource[Any]:
        if uri not in self._made:
            place = self._places[int(uri.removeprefix("judge:"))]
            contents = self._translate(place, self._raw(place))
            self._made[uri] = Resource(contents=contents, specification=DRAFT202012)
        return self._made[uri]

    def _child(self, place: Place, *keys: str | int) -> dict[str, Any]:
        return {"$ref": self._uri(place.child(*keys))}

    def _translate(self, place: Place, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw is not False
        made: dict[str, Any] = {}
        if (target := self._target(place, raw)) is not None:
            made["$ref"] = self._uri(target)
        if "$ref" in made and self.dialect < Dialect.V31:
            return made
        self._keywords(place, raw, made)
        if not (raw.get("nullable") is True or raw.get("x-nullable") is True):
            return made
        if made.keys() & {"$ref", "allOf", "anyOf", "oneOf", "const", "not", "if"}:
            return {"anyOf": [{"type": "null"}, made]}
        if "type" in made:
            made["type"] = [*made["type"], "null"]
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
        return made

    def _keywords(self, place: Place, raw: dict[str, Any], made: dict[str, Any]) -> None:
        for key in ONE:
            if isinstance(raw.get(key), (dict, bool)):
                made[key] = self._child(place, key)
        for key in LISTS:
            if isinstance(raw.get(key), list) and raw[key]:
                made[key] = [self._child(place, key, n) for n in range(len(raw[key]))]
        for key in MAPS:
            if isinstance(raw.get(key), dict):
                made[key] = {name: self._child(place, key, name) for name in raw[key]}
        made.update({key: raw[key] for key in NUMBERS if _is_number(raw.get(key))})
        made.update({key: raw[key] for key in ("const", "uniqueItems") if key in raw})
        made.update({key: raw[key] for key in ("enum",) if isinstance(raw.get(key), list)})
        made.update({key: raw[key] for key in ("format",) if isinstance(raw.get(key), str)})
        self._limits(raw, made)
        kinds = raw.get("type")
        listed = [kinds] if isinstance(kinds, str) else kinds
        if isinstance(listed, list) and listed and set(listed) <= KINDS:
            made["type"] = listed
        if isinstance(required := raw.get("required"), list):
            made["required"] = [name for name in required if isinstance(name, str)]
        if isinstance(pattern := raw.get("pattern"), str) and _compiles(pattern):
            made["pattern"] = pattern
        made["patternProperties"] = {
            name: child
            for name, child in made.get("patternProperties", {}).items()
            if _compiles(name)
        }
        if self.strict and (found := implied(raw)):
            made["type"] = found

    @staticmethod
    def _limits(raw: dict[str, Any], made: dict[str, Any]) -> None:
        for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if raw.get(exclusive) is True and limit in made:
                made[exclusive] = made.pop(limit)
            elif _is_number(raw.get(exclusive)):
                made[exclusive] = raw[exclusive]


def implied(schema: dict[str, Any]) -> list[str]:
    """Return the types that a schema's keywords speak of, none where it states its types or values."""
    if schema.keys() & {"type", "enum", "const"}:
        return []
    return [kind for kind, keywords in IMPLIED.items() if schema.keys() & set(keywords)]


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
