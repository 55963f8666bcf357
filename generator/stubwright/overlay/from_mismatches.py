"""Overlay actions from the mismatches that a client has recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from stubwright.base.records import dataclass, field
from stubwright.types.documents import Json

Keys: TypeAlias = tuple[str | int, ...]

_STEP = re.compile(r"\[\*\]|\.\*|\.([^\W\d]\w*)|\[(\"(?:[^\"\\]|\\.)*\")\]")
_TYPES = {
    "str": "string",
    "int": "integer",
    "number": "number",
    "bool": "boolean",
    "array": "array",
    "object": "object",
}
_NAMED = {"description", "title", "example", "examples", "default"}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line of the file that a client's hook wrote: the JSON type received (``got``) at a path of a response."""

    operation: str
    status: int
    path: str
    expected: str
    got: str


@dataclass(slots=True)
class Learned:
    """The actions of an overlay, and the mismatches that have to be resolved by a person, with reasons."""

    actions: list[dict[str, Json]] = field(default_factory=list[dict[str, Json]])
    left: list[tuple[Mismatch, str]] = field(default_factory=list[tuple[Mismatch, str]])


class _Lost(Exception):
    """The mismatch has no place in the document; the message is the reason."""


def learn(tree: Json, mismatches: Iterable[Mismatch]) -> Learned:
    """Return the actions that make a document describe the recorded values.

    A required member that was missing is no longer required, and null or another type is allowed in addition to the
    documented one. The target of a reference is changed, and therefore all of its uses.
    """
    learned = Learned()
    document = _Document(tree)
    found: dict[Keys, dict[Mismatch, tuple[str, bool]]] = {}
    for each in dict.fromkeys(mismatches):
        try:
            place = document.find(each)
            if each.got == "missing":
                learned.actions.append(document.optional(place))
            elif each.got != "null" and each.got not in _TYPES:
                raise _Lost("the intended meaning is not clear")
            else:
                spelled = "(" in each.expected and each.got == "str"
                found.setdefault(place, {})[each] = (each.got, spelled)
        except _Lost as reason:
            learned.left.append((each, str(reason)))
    for place, got in found.items():
        try:
            learned.actions += document.widened(place, sorted({*got.values()}))
        except _Lost as reason:
            learned.left += [(each, str(reason)) for each in got]
    learned.actions = [
        one for index, one in enumerate(learned.actions) if one not in learned.actions[:index]
    ]
    return learned


class _Document:
    def __init__(self, tree: Json) -> None:
        self.tree = tree
        top = tree if isinstance(tree, dict) else {}
        version = str(top.get("openapi", top.get("swagger", "")))
        self.nullable = {"2": "x-nullable", "3.0": "nullable"}.get(
            version[:1] if version.startswith("2") else version[:3], ""
        )

    def at(self, keys: Keys) -> Json:
        value: Json = self.tree
        for key in keys:
            if isinstance(value, dict) and str(key) in value:
                value = value[str(key)]
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                raise _Lost("the document has no such location")
        return value

    def object(self, keys: Keys) -> Mapping[str, Json]:
        value = self.at(keys)
        return value if isinstance(value, dict) else {}

    def followed(self, keys: Keys) -> Keys:
        """Follow references to a place."""
        for _ in range(100):
            ref = self.object(keys).get("$ref")
            if not isinstance(ref, str):
                return keys
            if not ref.startswith("#/"):
                raise _Lost(f"{ref} is in another file")
            parts = ref[2:].split("/")
            keys = tuple(one.replace("~1", "/").replace("~0", "~") for one in parts)
        raise _Lost("its references form a loop")

    def find(self, mismatch: Mismatch) -> Keys:
        """Return the place of the schema of a value, or of the member that was missing."""
        place = self.schema_of(mismatch)
        if mismatch.path == "$":
            raise _Lost("the whole response differs from the documented one")
        steps = list(_STEP.finditer(mismatch.path, 1))
        for step in steps:
            place = self.below(place, step)
        return place

    def schema_of(self, mismatch: Mismatch) -> Keys:
        method, _, path = mismatch.operation.partition(" ")
        known = [key for key in self.object(("paths",)) if _shape(key) == _shape(path)]
        if not known:
            raise _Lost("the document has no such path")
        responses: Keys = ("paths", known[0], method.lower(), "responses")
        status = str(mismatch.status)
        stated = self.object(responses)
        keys = [status, f"{status[0]}XX", f"{status[0]}xx"]
        keys += [each for each in stated if status[0] == "2" == each[:1]]
        key = next((each for each in (*keys, "default") if each in stated), None)
        if key is None:
            raise _Lost("the document has no such response")
        place = self.followed((*responses, key))
        if "schema" in self.object(place):
            return (*place, "schema")
        contents = self.object((*place, "content"))
        media = sorted(contents, key=lambda each: "json" not in each)
        if not media:
            raise _Lost("the document describes no content there")
        inner = self.object((*place, "content", media[0]))
        name = "itemSchema" if "itemSchema" in inner else "schema"
        return (*place, "content", media[0], name)

    def below(self, place: Keys, step: re.Match[str]) -> Keys:
        if step[0] == "[*]":
            return next(self.having(place, ("items",)))
        if step[0] == ".*":
            return next(self.having(place, ("additionalProperties",)))
        name = step[1] or step[2][1:-1]
        return next(self.having(place, ("properties", name)))

    def having(self, place: Keys, wanted: Keys) -> Iterator[Keys]:
        """Yield the places below a schema, or below its parts, that have certain keys."""
        found = list(self.parts(place, wanted, frozenset()))
        if not found:
            raise _Lost("the schema describes no such value")
        yield found[0]

    def parts(self, place: Keys, wanted: Keys, seen: frozenset[Keys]) -> Iterator[Keys]:
        place = self.followed(place)
        if place in seen:
            return
        schema = self.object(place)
        inner: Json = self.at(place)
        for key in wanted:
            inner = inner.get(str(key)) if isinstance(inner, dict) else None
        if isinstance(inner, dict):
            yield (*place, *wanted)
        for keyword in ("allOf", "oneOf", "anyOf"):
            members = schema.get(keyword)
            for index in range(len(members) if isinstance(members, list) else 0):
                yield from self.parts((*place, keyword, index), wanted, seen | {place})

    def optional(self, place: Keys) -> dict[str, Json]:
        """Return the action that removes a member from ``required``, if it is listed."""
        *owner, _, name = place
        required = self.object(tuple(owner)).get("required")
        if not isinstance(required, list) or name not in required:
            raise _Lost("another part of the schema requires the member")
        target = f"{query((*owner, 'required'))}[?@ == {quote_text(str(name))}]"
        return {"target": target, "remove": True}

    def widened(self, place: Keys, got: Sequence[tuple[str, bool]]) -> list[dict[str, Json]]:
        """Return the actions that allow further types of a schema, or remove its format."""
        schema = self.object(place)
        target = query(place)
        actions: list[dict[str, Json]] = []
        if any(same for _, same in got) and "format" in schema:
            actions.append({"target": f"{target}.format", "remove": True})
        null = any(name == "null" for name, _ in got)
        types = [_TYPES[name] for name, same in got if name != "null" and not same]
        if null and self.nullable:
            actions.append({"target": target, "update": {self.nullable: True}})
        elif null:
            types.append("null")
        if types:
            if self.nullable == "x-nullable":
                raise _Lost("Swagger 2.0 does not support a schema with several types")
            actions += _with_types(schema, target, types, lists=not self.nullable)
        return actions


def _with_types(
    schema: Mapping[str, Json], target: str, types: Sequence[str], *, lists: bool
) -> Iterator[dict[str, Json]]:
    """Yield the actions that allow further types; ``lists`` is true if ``type`` may be a list."""
    stated = schema.get("type")
    other: list[Json] = [{"type": each} for each in types]
    if stated is not None and lists:
        old = stated if isinstance(stated, list) else [stated]
        added: list[Json] = [each for each in types if each not in old]
        update: list[Json] = added if isinstance(stated, list) else [*old, *added]
        yield {"target": target, "update": {"type": update}}
        if "enum" in schema and "null" in types:
            yield {"target": target, "update": {"enum": [None]}}
        return
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            yield {"target": target, "update": {keyword: other}}
            return
    kept = {key: value for key, value in schema.items() if key not in _NAMED}
    kept.pop("nullable", None)
    yield {"target": target, "update": {"anyOf": [kept, *other]}}
    for key in kept:
        yield {"target": f"{target}[{quote_text(key)}]", "remove": True}


def query(keys: Keys) -> str:
    """Return the JSONPath query of a place (RFC 9535)."""
    steps = (
        f"[{key}]"
        if isinstance(key, int)
        else f".{key}"
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key)
        else f"[{quote_text(key)}]"
        for key in keys
    )
    return f"${''.join(steps)}"


def quote_text(text: str) -> str:
    """Return a text as a literal of a query."""
    inner = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{inner}'"


def _shape(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)
