"""What a document says of discriminators, read from its tree alone (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

_WORDS = frozenset(
    {"description", "title", "summary", "nullable", "x-nullable", "deprecated", "example"}
)
_EXTENSIONS = ("x-ms-discriminator-value", "x-discriminator-value")


class Document:
    """A document's tree; places are JSON Pointers behind ``#``."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree

    def at(self, place: str) -> Any:
        """Return what is at a place, None where nothing is."""
        found = self.tree
        for token in place.removeprefix("#").split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list) and key.isdigit() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, dict) and key in found:
                found = found[key]
            else:
                return None
        return found

    def has(self, place: str) -> bool:
        """Tell whether a schema is at a place of this document."""
        return place.startswith("#") and isinstance(self.at(place), dict)

    def target(self, place: str) -> str:
        """Return the place that a schema stands for: behind references and compositions of one."""
        seen: set[str] = set()
        while place not in seen:
            seen.add(place)
            inner = list(self._inner(place))
            schema = self.at(place)
            if len(inner) != 1 or not isinstance(schema, dict):
                break
            if (
                set(schema) - _WORDS - {"$ref", "allOf", "oneOf", "anyOf", "type"}
                or "properties" in schema
            ):
                break
            place = inner[0]
        return place

    def _inner(self, place: str, *, unions: bool = True) -> Iterator[str]:
        schema = self.at(place)
        if not isinstance(schema, dict):
            return
        reference = schema.get("$ref")
        if isinstance(reference, str) and self.has(reference := unquote(reference)):
            yield reference
        for key in ("allOf", "oneOf", "anyOf") if unions else ("allOf",):
            if isinstance(many := schema.get(key), list):
                yield from (f"{place}/{key}/{number}" for number in range(len(many)))

    def parts(self, place: str, *, inherited: bool = True, unions: bool = False) -> set[str]:
        """Return the places of a schema and of all that it is made of; without references if not ``inherited``."""
        found: set[str] = set()
        waiting = [place]
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found.add(one)
            inner = list(self._inner(one, unions=unions))
            waiting += (
                inner if inherited else [each for each in inner if each.startswith(f"{one}/")]
            )
        return found

    def component(self, place: str) -> str:
        """Return the name of a component, empty for other schemas."""
        parent, _, key = place.rpartition("/")
        known = parent in ("#/components/schemas", "#/definitions")
        return key.replace("~1", "/").replace("~0", "~") if known else ""

    def mapping(self, place: str, name: str) -> dict[str, set[str]]:
        """Return what the mappings of a property's discriminators say: values, with the schemas that they name."""
        found: dict[str, set[str]] = {}
        for part in self.parts(place, unions=True):
            stated = self.at(part).get("discriminator") if self.has(part) else None
            if isinstance(stated, dict) and stated.get("propertyName") == name:
                mapping = stated.get("mapping")
                for value, target in (mapping if isinstance(mapping, dict) else {}).items():
                    if schema := self._schema(target):
                        found.setdefault(str(value), set()).add(self.target(schema))
        return found

    def _schema(self, target: Any) -> str | None:
        for prefix in ("#/components/schemas/", "#/definitions/"):
            if isinstance(target, str) and self.has(f"{prefix}{_escaped(target)}"):
                return f"{prefix}{_escaped(target)}"
        place = unquote(target) if isinstance(target, str) else ""
        return place if self.has(place) else None

    def extensions(self, place: str) -> frozenset[str]:
        """Return the values that a schema states by an extension, itself or in its inline parts."""
        found = {*self.parts(place, inherited=False), self.target(place)}
        schemas = [self.at(one) for one in found if self.has(one)]
        values = (schema.get(key) for schema in schemas for key in _EXTENSIONS)
        return frozenset(one for one in values if isinstance(one, str))

    def values(self, place: str, name: str, *, inherited: bool) -> frozenset[str] | None:
        """Return the values that all that is said of a property allow, None for any."""
        found: frozenset[str] | None = None
        start = self.target(place)
        for part in self.parts(start, inherited=inherited):
            properties = self.at(part).get("properties") if self.has(part) else None
            if isinstance(properties, dict) and name in properties:
                stated = self._allowed(f"{part}/properties/{_escaped(name)}")
                if stated is not None:
                    found = stated if found is None else found & stated
        return found

    def _allowed(self, place: str) -> frozenset[str] | None:
        found: frozenset[str] | None = None
        for part in self.parts(place):
            schema = self.at(part)
            if not isinstance(schema, dict):
                continue
            listed = [schema["const"]] if "const" in schema else schema.get("enum")
            if isinstance(listed, list):
                stated = frozenset(map(_text, (one for one in listed if one is not None)))
                found = stated if found is None else found & stated
            for key in ("anyOf", "oneOf"):
                stated = self._either(f"{part}/{key}")
                if stated is not None:
                    found = stated if found is None else found & stated
        return found

    def _either(self, place: str) -> frozenset[str] | None:
        members = self.at(place)
        if not isinstance(members, list):
            return None
        found: frozenset[str] = frozenset()
        for number, member in enumerate(members):
            allowed = self._allowed(f"{place}/{number}")
            if allowed is not None:
                found |= allowed
            elif not isinstance(member, dict) or member.get("type") != "null":
                return None
        return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
