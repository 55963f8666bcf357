"""Convert the excerpt of a document in `.md` pages of Mintlify (2025) to OpenAPI.

It is YAML of one operation, with a syntax of its own for schemas: ``schemaArray`` lists
alternatives, ``requiredProperties`` is ``required``, each property is an ``allOf`` of one schema,
and ``enum<string>`` is a type.
"""

from __future__ import annotations

import re
from typing import cast

from stubwright.base.json_value import Json
from stubwright.transcribe.reading.operation import METHODS

_ENUM = re.compile(r"^enum<(\w+)>$")
_PLACEHOLDER = "_mintlify/placeholder"
_REFERENCE = "#/components/schemas/"
_OWN = ("required", "requiredProperties", "refIdentifier", "example", "examples")
_DEEPEST = 40

Tree = dict[str, Json]


def is_piece(tree: Json) -> bool:
    """Return whether a tree is such an excerpt."""
    paths = tree.get("paths") if isinstance(tree, dict) else None
    return isinstance(paths, dict) and isinstance(paths.get("path"), str)


def openapi(tree: Tree) -> Tree | None:
    """Convert an excerpt to a document of OpenAPI 3.1; None if it has no operation."""
    paths = _members(tree, "paths")
    path, method = paths.get("path"), str(paths.get("method", "")).lower()
    if method not in METHODS or not isinstance(path, str) or not path.startswith("/"):
        return None
    components = {**_members(tree, "components")}
    schemas = {**_members(components, "schemas")}
    components["schemas"] = schemas
    request = _members(paths, "request")
    operation: Tree = {}
    parameters = _parameters(_members(request, "parameters"), schemas)
    if parameters:
        operation["parameters"] = parameters
    body = _content(_members(request, "body"), schemas)
    if body:
        needed = any(_first(one).get("required") is True for one in _values(request, "body"))
        operation["requestBody"] = {"content": body, **({"required": True} if needed else {})}
    operation["responses"] = _responses(_members(paths, "response"), schemas)
    if paths.get("deprecated") is True:
        operation["deprecated"] = True
    schemes, security = _security(request.get("security"))
    if schemes:
        components["securitySchemes"] = schemes
        operation["security"] = security
    document: Tree = {"openapi": "3.1.0", "paths": {path: {method: operation}}}
    if isinstance(paths.get("servers"), list):
        document["servers"] = paths["servers"]
    return {**document, "components": components}


def _members(tree: Tree, key: str) -> Tree:
    value = tree.get(key)
    return value if isinstance(value, dict) else {}


def _values(tree: Tree, key: str) -> list[Tree]:
    return [one for one in _members(tree, key).values() if isinstance(one, dict)]


def _first(media: Tree) -> Tree:
    """Return the first alternative of a body."""
    schemas = media.get("schemaArray")
    first = schemas[0] if isinstance(schemas, list) and schemas else None
    return first if isinstance(first, dict) else {}


def _parameters(places: Tree, schemas: Tree) -> list[Json]:
    found: list[Json] = []
    for where in ("path", "query", "header", "cookie"):
        for name, value in _members(places, where).items():
            listed = value.get("schema") if isinstance(value, dict) else None
            kinds = (
                [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
            )
            parameter: Tree = {"name": name, "in": where, "schema": _any_of(kinds, schemas)}
            if where == "path" or any(one.get("required") is True for one in kinds):
                parameter["required"] = True
            found.append(parameter)
    return found


def _content(body: Tree, schemas: Tree) -> Tree:
    content: Tree = {}
    for media, value in body.items():
        if media == _PLACEHOLDER or not isinstance(value, dict):
            continue
        listed = value.get("schemaArray")
        kinds = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        content[media] = {"schema": _any_of(kinds, schemas)} if kinds else {}
    return content


def _responses(statuses: Tree, schemas: Tree) -> Tree:
    found: Tree = {}
    for status, value in statuses.items():
        bodies = value if isinstance(value, dict) else {}
        descriptions = (one.get("description") for one in bodies.values() if isinstance(one, dict))
        response: Tree = {
            "description": next((one for one in descriptions if isinstance(one, str)), "")
        }
        content = _content(bodies, schemas)
        if content:
            response["content"] = content
        found[str(status)] = response
    return found


def _security(listed: Json) -> tuple[Tree, list[Json]]:
    schemes: Tree = {}
    security: list[Json] = []
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict):
            continue
        name, places = str(entry.get("title", "")), _members(entry, "parameters")
        declared = [
            (where, key, one)
            for where in ("header", "query", "cookie")
            for key, one in _members(places, where).items()
            if isinstance(one, dict)
        ]
        if len(declared) != 1 or not name:
            continue
        where, key, one = declared[0]
        kind = one.get("type")
        if kind == "apiKey":
            schemes[name] = {"type": "apiKey", "in": where, "name": key}
        elif kind == "http":
            schemes[name] = {"type": "http", "scheme": one.get("scheme", "bearer")}
        elif kind == "oauth2":
            schemes[name] = {"type": "oauth2", "flows": {}}
        else:
            continue
        security.append({name: []})
    return schemes, security


def _any_of(kinds: list[Tree], schemas: Tree) -> Json:
    if len(kinds) == 1:
        return _schema(kinds[0], schemas)
    return {"anyOf": [_schema(one, schemas) for one in kinds]} if kinds else {}


def _schema(value: Json, schemas: Tree, depth: int = 0) -> Json:
    """Convert a schema; turn one that was a reference back into a component."""
    if isinstance(value, list):
        return [_schema(one, schemas, depth + 1) for one in value]
    if not isinstance(value, dict) or depth > _DEEPEST:
        return value
    parts = value.get("allOf")
    if list(value) == ["allOf"] and isinstance(parts, list) and len(parts) == 1:
        return _schema(parts[0], schemas, depth + 1)
    found = {key: one for key, one in value.items() if key not in _OWN}
    kind = found.get("type")
    enum = _ENUM.match(kind) if isinstance(kind, str) else None
    if enum:
        found["type"] = enum[1]
    elif kind == "any":
        del found["type"]
    elif kind == "file":
        found |= {"type": "string", "format": "binary"}
    for key in ("properties", "patternProperties"):
        if isinstance(found.get(key), dict):
            members = cast("Tree", found[key])
            found[key] = {name: _schema(one, schemas, depth + 1) for name, one in members.items()}
    for key in ("items", "additionalProperties", "allOf", "anyOf", "oneOf", "not"):
        if key in found:
            found[key] = _schema(found[key], schemas, depth + 1)
    needed = value.get("requiredProperties", value.get("required"))
    if isinstance(needed, list) and needed:
        found["required"] = needed
    return _component(value.get("refIdentifier"), found, schemas)


def _component(reference: Json, found: Tree, schemas: Tree) -> Json:
    if not isinstance(reference, str) or not reference.startswith(_REFERENCE):
        return found
    schemas.setdefault(reference.removeprefix(_REFERENCE), found)
    return {"$ref": reference}
