"""Add the document in a page: its operation and referenced components, as OpenAPI 3.1."""

from __future__ import annotations

from typing import cast

from stubwright.base.json_value import Json
from stubwright.transcribe.drafts.draft import Draft, Fact
from stubwright.transcribe.schemas import Built, Components, escape, walk

_PROSE = ("description", "summary", "title", "example", "examples", "externalDocs")
_BOUNDS = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))
_HTTP = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def carried(draft: Draft, built: Built, components: Components, schemes: dict[str, Json]) -> None:
    """Add the document of a page, except for names that another page has already used."""
    document = cast("dict[str, Json]", modern(draft.document or {}))
    tree = built.tree
    for key in ("servers", "security"):
        value = document.get(key)
        if isinstance(value, list) and value and key not in tree:
            tree[key] = value
            _record(built, value, f"/{key}", draft)
    paths = cast("dict[str, dict[str, Json]]", tree["paths"])
    for path, item in _members(document.get("paths")):
        if not isinstance(item, dict):
            continue
        known = paths.setdefault(path, {})
        for method, value in item.items():
            if method in known:
                continue
            known[method] = value
            pointer = f"/paths/{escape(path)}/{escape(method)}"
            if method in _HTTP:
                built.record("method", _fact(method, draft), draft.page, pointer)
                built.record("path", _fact(path, draft), draft.page, pointer)
            _record(built, value, pointer, draft)
    for kind, group in _members(document.get("components")):
        for name, value in _members(group):
            place = _group(tree, kind, components, schemes)
            if name not in place:
                place[name] = value
                _record(built, value, f"/components/{escape(kind)}/{escape(name)}", draft)


def _group(
    tree: dict[str, Json], kind: str, components: Components, schemes: dict[str, Json]
) -> dict[str, Json]:
    if kind == "schemas":
        return components.schemas
    if kind == "securitySchemes":
        return schemes
    known = cast("dict[str, Json]", tree.setdefault("components", {}))
    return cast("dict[str, Json]", known.setdefault(kind, {}))


def _members(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []


def _fact(value: Json, draft: Draft) -> Fact:
    return Fact(value=value, lines=draft.lines, rule="the page's own document")


def _record(built: Built, value: Json, pointer: str, draft: Draft) -> None:
    for subject, tree in walk(value, pointer):
        for key, content in tree.items():
            plain = not isinstance(content, (dict, list)) or key in ("enum", "required", "type")
            if plain and key not in _PROSE and not key.startswith("x-"):
                built.record(key, _fact(content, draft), draft.page, subject)


def modern(value: Json, key: str = "") -> Json:
    """Convert the schemas of OpenAPI 3.0 to 3.1: null is a type, exclusive bounds are numbers."""
    if isinstance(value, list):
        return [modern(one) for one in value]
    if not isinstance(value, dict):
        return value
    if key in ("example", "examples", "default", "enum", "const"):
        return value
    found: dict[str, Json] = {name: modern(one, name) for name, one in value.items()}
    if key == "properties":
        return found
    nullable = found.pop("nullable", None)
    kind = found.get("type")
    if nullable is True and isinstance(kind, str):
        found["type"] = [kind, "null"]
        enum = found.get("enum")
        if isinstance(enum, list) and None not in enum:
            found["enum"] = [*enum, None]
    elif nullable is True:
        found = {"anyOf": [found, {"type": "null"}]}
    elif nullable is not None and not isinstance(nullable, bool):
        found["nullable"] = nullable
    for exclusive, bound in _BOUNDS:
        flag = found.get(exclusive)
        if flag is True:
            found[exclusive] = found.pop(bound, None)
        elif flag is False:
            del found[exclusive]
    return found
