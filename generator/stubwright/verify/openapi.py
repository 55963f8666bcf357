"""Read the operations of an OpenAPI 3 document in the form of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field
from stubwright.transcribe.drafts.draft import (
    Content,
    Fact,
    Operation,
    Parameter,
    Response,
    Scheme,
    Shape,
)
from stubwright.verify.facts import LIMITS

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_VALUES = ("format", "default", *LIMITS, "deprecated")
_DEEPEST = 14
_MOST_REFERENCES = 30


def escaped(key: str) -> str:
    """Escape a key for a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def as_object(value: Json) -> dict[str, Json]:
    """Return a value if it is an object, otherwise an empty object."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """Return a value if it is a list, otherwise an empty list."""
    return value if isinstance(value, list) else []


@dataclass(slots=True)
class OpenAPIDocument:
    """A document, read with references followed and allOf merged.

    The rule of each fact is its pointer; ``lines`` are those of the page that contains the
    document.
    """

    tree: dict[str, Json]
    lines: tuple[int, int]
    open: set[str] = field(default_factory=set[str])

    def fact(self, value: Json, pointer: str) -> Fact:
        """Create the fact that something is at a pointer."""
        return Fact(value=value, lines=self.lines, rule=pointer)

    def follow(self, value: Json, pointer: str) -> tuple[dict[str, Json], str]:
        """Follow references in this document."""
        beside: dict[str, Json] = {}
        for _ in range(_MOST_REFERENCES):
            node = as_object(value)
            target = node.get("$ref")
            if not isinstance(target, str) or not target.startswith("#/"):
                return {**beside, **node}, pointer
            beside = {**{key: one for key, one in node.items() if key != "$ref"}, **beside}
            value, pointer = self.at(target[1:]), target[1:]
        return {}, pointer

    def at(self, pointer: str) -> Json:
        """Return the value at a pointer; None if there is none."""
        found: Json = self.tree
        for part in pointer.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict):
                found = found.get(key)
            elif isinstance(found, list) and key.isdigit() and int(key) < len(found):
                found = found[int(key)]
            else:
                return None
        return found

    def operations(self) -> Iterator[Operation]:
        """Read all operations."""
        for path, item in as_object(self.tree.get("paths")).items():
            above = f"/paths/{escaped(path)}"
            item, above = self.follow(item, above)
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    yield self.operation(method, path, item, above)

    def operation(self, method: str, path: str, item: dict[str, Json], above: str) -> Operation:
        """Read the operation of a method; ``above`` is the pointer of its path item."""
        node, pointer = as_object(item[method]), f"{above}/{method}"
        operation = Operation(method=self.fact(method, pointer), path=self.fact(path, pointer))
        operation.servers = self.servers(node, item, pointer)
        operation.schemes = list(self.schemes(node))
        listed = [
            *(
                (one, f"{above}/parameters/{at}")
                for at, one in enumerate(as_list(item.get("parameters")))
            ),
            *(
                (one, f"{pointer}/parameters/{at}")
                for at, one in enumerate(as_list(node.get("parameters")))
            ),
        ]
        known: dict[tuple[str, str], Parameter] = {}
        for one, where in listed:
            parameter = self.parameter(one, where)
            known[parameter.name, str(parameter.where.value)] = parameter
        operation.parameters = list(known.values())
        if "requestBody" in node:
            body, where = self.follow(node["requestBody"], f"{pointer}/requestBody")
            operation.body = self.content(body, where)
            if body.get("required") is True:
                operation.body.required = self.fact(True, where)
        for status, one in as_object(node.get("responses")).items():
            answer, where = self.follow(one, f"{pointer}/responses/{escaped(str(status))}")
            operation.responses[str(status)] = Response(
                status=self.fact(str(status), where), content=self.content(answer, where)
            )
        return operation

    def servers(
        self, operation: dict[str, Json], item: dict[str, Json], pointer: str
    ) -> list[Fact]:
        """Read the servers of an operation, its path item or the document."""
        holders = ((operation, pointer), (item, pointer.rpartition("/")[0]), (self.tree, ""))
        for holder, where in holders:
            found = as_list(holder.get("servers"))
            if found:
                return [
                    self.fact(_url(as_object(one)), f"{where}/servers/{at}")
                    for at, one in enumerate(found)
                ]
        return []

    def schemes(self, operation: dict[str, Json]) -> Iterator[Scheme]:
        """Read the security schemes of an operation."""
        known = as_object(as_object(self.tree.get("components")).get("securitySchemes"))
        for option in as_list(operation.get("security", self.tree.get("security"))):
            for name in as_object(option):
                pointer = f"/components/securitySchemes/{escaped(name)}"
                scheme, pointer = self.follow(known.get(name), pointer)
                keys = ("type", "scheme", "in", "name")
                yield Scheme(
                    name=name,
                    facts={key: self.fact(scheme[key], pointer) for key in keys if key in scheme},
                )

    def parameter(self, value: Json, pointer: str) -> Parameter:
        """Read a parameter."""
        node, pointer = self.follow(value, pointer)
        name, where = str(node.get("name")), str(node.get("in"))
        schema, at = node.get("schema"), f"{pointer}/schema"
        for media, one in as_object(node.get("content")).items():
            schema, at = as_object(one).get("schema"), f"{pointer}/content/{escaped(media)}/schema"
            break
        shape = self.shape(schema, at)
        shape.found = self.fact(name, pointer)
        if node.get("required") is True or where == "path":
            shape.required = self.fact(True, pointer)
        if node.get("deprecated") is True:
            shape.facts["deprecated"] = self.fact(True, pointer)
        return Parameter(name=name, where=self.fact(where, pointer), shape=shape)

    def content(self, node: dict[str, Json], pointer: str) -> Content:
        """Read the schema of the first media type, and the names of all media types."""
        kinds = as_object(node.get("content"))
        for media, one in kinds.items():
            where = f"{pointer}/content/{escaped(media)}"
            names: list[Json] = [name.split(";")[0].strip().lower() for name in kinds]
            found = Content(media=self.fact(names, where))
            if "schema" in as_object(one):
                found.shape = self.shape(as_object(one)["schema"], f"{where}/schema")
            return found
        return Content()

    def shape(self, value: Json, pointer: str, depth: int = 0) -> Shape:
        """Read a schema; a recursive reference results in an empty shape."""
        node, pointer = self.follow(value, pointer)
        shape = Shape()
        if depth > _DEEPEST or pointer in self.open:
            shape.title = "recursive"
            return shape
        self.open.add(pointer)
        self.values(shape, node, pointer)
        for name, one in as_object(node.get("properties")).items():
            member = self.shape(one, f"{pointer}/properties/{escaped(name)}", depth + 1)
            member.found = self.fact(name, f"{pointer}/properties/{escaped(name)}")
            shape.properties[name] = member
        for required in as_list(node.get("required")):
            member = shape.properties.setdefault(str(required), Shape(title="required only"))
            member.required = self.fact(True, pointer)
        if isinstance(node.get("items"), dict):
            shape.items = self.shape(node["items"], f"{pointer}/items", depth + 1)
        if isinstance(node.get("additionalProperties"), dict):
            shape.extra = self.shape(
                node["additionalProperties"], f"{pointer}/additionalProperties", depth + 1
            )
        for at, one in enumerate(as_list(node.get("allOf"))):
            join(shape, self.shape(one, f"{pointer}/allOf/{at}", depth + 1))
        for key in ("oneOf", "anyOf"):
            self.alternatives(shape, node, key, pointer, depth)
        self.open.discard(pointer)
        return shape

    def alternatives(
        self, shape: Shape, node: dict[str, Json], key: str, pointer: str, depth: int
    ) -> None:
        """Read oneOf or anyOf; null, or the only alternative, applies to the schema itself."""
        found = [
            self.shape(one, f"{pointer}/{key}/{at}", depth + 1)
            for at, one in enumerate(as_list(node.get(key)))
        ]
        real = [one for one in found if one.facts.get("type", self.fact("", "")).value != "null"]
        if len(real) < len(found):
            shape.facts["nullable"] = self.fact(True, pointer)
        if len(real) == 1:
            join(shape, real[0])
        else:
            shape.choices += real

    def values(self, shape: Shape, node: dict[str, Json], pointer: str) -> None:
        """Read the keywords of a schema that have one value."""
        shape.facts["pointer"] = self.fact(pointer, pointer)
        kinds = node.get("type")
        names = (
            [one for one in as_list(kinds) if one != "null"] if isinstance(kinds, list) else [kinds]
        )
        if (isinstance(kinds, list) and "null" in kinds) or True in (
            node.get("nullable"),
            node.get("x-nullable"),
        ):
            shape.facts["nullable"] = self.fact(True, pointer)
        if len(names) == 1 and isinstance(names[0], str):
            shape.facts["type"] = self.fact(names[0], pointer)
        elif len(names) > 1:
            shape.choices += [Shape(facts={"type": self.fact(one, pointer)}) for one in names]
        for key in _VALUES:
            if key in node:
                shape.facts[key] = self.fact(node[key], pointer)
        enum = [node["const"]] if "const" in node else node.get("enum")
        if isinstance(enum, list):
            shape.facts["enum"] = self.fact(enum, pointer)
            if None in enum:
                shape.facts["nullable"] = self.fact(True, pointer)
        for strict, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            flag = shape.facts.get(strict)
            if flag is not None and isinstance(flag.value, bool):
                del shape.facts[strict]
                if flag.value and plain in shape.facts:
                    shape.facts[strict] = shape.facts.pop(plain)


def _url(server: dict[str, Json]) -> str:
    url = str(server.get("url", ""))
    for name, variable in as_object(server.get("variables")).items():
        url = url.replace("{" + name + "}", str(as_object(variable).get("default", "")))
    return re.sub(r"/+$", "", url)


def join(shape: Shape, other: Shape) -> None:
    """Merge another schema that also applies."""
    for key, fact in other.facts.items():
        shape.facts.setdefault(key, fact)
    for name, member in other.properties.items():
        known = shape.properties.get(name)
        if known is None:
            shape.properties[name] = member
            continue
        known.required = known.required or member.required
        known.found = known.found or member.found
        join(known, member)
    if other.items is not None:
        if shape.items is None:
            shape.items = other.items
        else:
            join(shape.items, other.items)
    shape.extra = shape.extra or other.extra
    shape.choices += other.choices
