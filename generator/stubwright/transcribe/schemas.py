"""Convert shapes to schemas, and record the source of each keyword."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.types.transcript import Record

_ORDER = (
    "format",
    "enum",
    "default",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "deprecated",
    "readOnly",
    "writeOnly",
)
_NAME = re.compile(r"[A-Za-z][\w.-]{0,80}$")
INFERRED = "x-inferred"


def escape(key: str) -> str:
    """Escape a key for a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(slots=True, kw_only=True)
class Built:
    """A part of the document; the subjects of its records are relative to it."""

    tree: dict[str, Json]
    records: list[Record] = field(default_factory=list[Record])

    def record(self, predicate: str, fact: Fact, page: str, subject: str = "") -> None:
        """Record a fact."""
        self.records.append(
            Record(
                subject=subject,
                predicate=predicate,
                value=fact.value,
                page=page,
                lines=fact.lines,
                rule=fact.rule,
                status=fact.status,
            )
        )

    def put(self, key: str, part: Built, *more: str) -> None:
        """Add a part under keys, with its records."""
        keys = (key, *more)
        tree = self.tree
        for name in keys[:-1]:
            below = tree.setdefault(name, {})
            tree = below if isinstance(below, dict) else {}
        tree[keys[-1]] = part.tree
        self.adopt(part, "".join(f"/{escape(name)}" for name in keys))

    def adopt(self, part: Built, prefix: str) -> None:
        """Add the records of a part, which is at a pointer."""
        self.records += [replace(one, subject=prefix + one.subject) for one in part.records]


@dataclass(slots=True, kw_only=True)
class Components:
    """The named schemas of a document; equal ones are merged."""

    schemas: dict[str, Json] = field(default_factory=dict[str, Json])
    records: list[Record] = field(default_factory=list[Record])
    apart: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _by_text: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def add(self, title: str, built: Built) -> str:
        """Add a schema under a title; return its name, or that of an equal component."""
        key = (title, json.dumps(built.tree))
        name = self._by_text.get(key)
        if name is None:
            name, count = title, 1
            while name in self.schemas:
                count += 1
                name = f"{title}{count}"
            if count > 1:
                self.apart.append((title, name))
            self.schemas[name] = built.tree
            self._by_text[key] = name
        prefix = f"/components/schemas/{escape(name)}"
        self.records += [replace(one, subject=prefix + one.subject) for one in built.records]
        return name


def component_name(title: str) -> str:
    """Return a component name for a title, or "" if the title is not usable as a name."""
    words = re.split(r"[^A-Za-z0-9_.-]+", title.strip())
    name = (
        "".join(word[:1].upper() + word[1:] for word in words if word) if len(words) > 1 else title
    )
    return name if _NAME.match(name) else ""


def schema(shape: Shape, page: str, components: Components) -> Built:
    """Create the schema of a shape. A titled object becomes a component and a reference."""
    built = _inline(shape, page, components)
    title = component_name(shape.title)
    if not title or not (shape.properties or (shape.choices and len(shape.choices) > 1)):
        return built
    nullable = shape.facts.get("nullable")
    if nullable:
        kind = built.tree.get("type")
        if isinstance(kind, list):
            built.tree["type"] = next((one for one in kind if one != "null"), "object")
    reference: dict[str, Json] = {"$ref": f"#/components/schemas/{components.add(title, built)}"}
    if nullable:
        return Built(tree={"anyOf": [reference, {"type": "null"}]})
    return Built(tree=reference)


def _inline(shape: Shape, page: str, components: Components) -> Built:
    built = Built(tree={})
    tree = built.tree
    kind, nullable = shape.facts.get("type"), shape.facts.get("nullable")
    if kind:
        built.record("type", kind, page)
        tree["type"] = [kind.value, "null"] if nullable else kind.value
    if nullable:
        built.record("nullable", nullable, page)
    for key in _ORDER:
        fact = shape.facts.get(key)
        if fact is None:
            continue
        built.record(key, fact, page)
        value = fact.value
        if key == "enum" and isinstance(value, list) and nullable and None not in value:
            value = [*value, None]
        tree[key] = value
    if shape.items is not None:
        built.put("items", schema(shape.items, page, components))
    for fact in shape.unplaced:
        built.record("absent", fact, page)
    _members(shape, page, components, built)
    if shape.extra is not None:
        built.put("additionalProperties", schema(shape.extra, page, components))
    if shape.choices:
        _choices(shape, page, components, built)
    elif nullable and not kind and shape.title:
        tree["anyOf"] = [{"title": shape.title}, {"type": "null"}]
    if kind and kind.status == "inferred":
        tree[INFERRED] = True
    return built


def _members(shape: Shape, page: str, components: Components, built: Built) -> None:
    required: list[Json] = [
        name for name, member in shape.properties.items() if member.required is not None
    ]
    if required:
        built.tree["required"] = required
    if not shape.properties:
        return
    properties: dict[str, Json] = {}
    built.tree["properties"] = properties
    for name, member in shape.properties.items():
        part = schema(member, page, components)
        if member.found is not None:
            if member.found.status == "inferred":
                part.tree[INFERRED] = True
            part.record("name", member.found, page)
        if member.required is not None:
            part.record("required", member.required, page)
        properties[name] = part.tree
        built.adopt(part, f"/properties/{escape(name)}")


def _choices(shape: Shape, page: str, components: Components, built: Built) -> None:
    parts = [schema(one, page, components) for one in shape.choices]
    for part, shape_ in zip(parts, shape.choices, strict=True):
        if not part.tree and shape_.title:
            part.tree["title"] = shape_.title
    # An alternative whose name alone is shown matches anything, so that oneOf would never match.
    shown = all(one.facts or one.properties for one in shape.choices)
    key = "oneOf" if shown and not shape.any_of else "anyOf"
    found: list[Json] = [part.tree for part in parts]
    null = "nullable" in shape.facts and "type" not in shape.facts
    built.tree[key] = [*found, {"type": "null"}] if null else found
    hidden = shape.facts.get("alternatives")
    if hidden:
        built.record(key, hidden, page)
    for at, part in enumerate(parts):
        built.adopt(part, f"/{key}/{at}")


def walk(tree: Json, pointer: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield each object of a tree with its pointer, outer ones first."""
    if isinstance(tree, dict):
        yield pointer, tree
        for key, value in tree.items():
            yield from walk(value, f"{pointer}/{escape(key)}")
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from walk(value, f"{pointer}/{at}")
