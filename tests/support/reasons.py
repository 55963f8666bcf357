"""Why the second opinion differs: looked up in the document itself, by a reader that knows references and `allOf` alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stubwright.second_opinion import Disagreement

UNEXPLAINED = "unexplained"
WHOLE = (int, float)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's tree, with what a reader of one file needs."""

    tree: Any

    def at(self, pointer: str) -> Any:
        """Follow a pointer inside the document; None where it leads elsewhere."""
        found = self.tree
        for part in pointer.removeprefix("#/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def parts(self, schema: Any) -> Iterator[dict[str, Any]]:
        """Yield a schema and what it is made of."""
        waiting, seen = [schema], set[int]()
        while waiting:
            one = waiting.pop()
            if not isinstance(one, dict) or id(one) in seen:
                continue
            seen.add(id(one))
            yield one
            waiting += one["allOf"] if isinstance(one.get("allOf"), list) else []
            ref = one.get("$ref")
            waiting += [self.at(ref)] if isinstance(ref, str) and ref.startswith("#/") else []

    def member(self, schema: Any, name: str) -> list[dict[str, Any]]:
        """Return the schemas that are given for a property."""
        given = (part.get("properties") for part in self.parts(schema))
        return [each[name] for each in given if isinstance(each, dict) and name in each]

    def requires(self, schema: Any, name: str) -> bool:
        """Tell whether a property is required."""
        listed = (part.get("required") for part in self.parts(schema))
        return any(name in each for each in listed if isinstance(each, list))

    def schema(self, label: str) -> Any:
        """Return the schema of a label such as `Pet.owner`; None where the way is not plain."""
        words = label.split(".")
        schemas = self.at("#/components/schemas")
        known = schemas if isinstance(schemas, dict) else {}
        heads = (size for size in range(len(words), 0, -1) if ".".join(words[:size]) in known)
        size = next(heads, 0)
        found = known.get(".".join(words[:size]))
        for name in words[size:]:
            members = self.member(found, name)
            found = {"allOf": members} if members else None
        return found


def reason(one: Disagreement, tree: Any) -> str:
    """Return why the readings differ, `unexplained` where the document does not tell."""
    document = Document(tree)
    schema = document.schema(one.schema)
    members = document.member(schema, one.property)
    inner = [part for each in members for part in document.parts(each)]
    match one.aspect:
        case "presence" if one.ours == "yes":
            return _missed(document, schema, one.property, members)
        case "presence":
            directions = any(part.get("readOnly") or part.get("writeOnly") for part in inner)
            return "a member of one direction only" if directions else UNEXPLAINED
        case "nullable" if one.ours == "yes":
            return _null(inner)
        case "required":
            stated = document.requires(schema, one.property)
            return UNEXPLAINED if stated is (one.ours == "no") else "as the document says"
        case _ if one.theirs == "any" or one.aspect == "nullable":
            return "the second opinion gives up: Any"
        case _:
            return _values(inner)


def _missed(document: Document, schema: Any, name: str, members: list[dict[str, Any]]) -> str:
    if members:
        return "the document has the member, the second opinion leaves it out"
    required = document.requires(schema, name)
    return "a member that is only required" if required else UNEXPLAINED


def _null(inner: list[dict[str, Any]]) -> str:
    for part in inner:
        listed = (part.get("enum"), part.get("type"))
        named = any(
            isinstance(each, list) and {None, "null"} & {*map(_text, each)} for each in listed
        )
        if named or part.get("x-nullable") or part.get("nullable") or part.get("const", 0) is None:
            return "null is allowed, and the second opinion has none"
    shaped = any({"type", "$ref", "oneOf", "anyOf", "allOf"} & part.keys() for part in inner)
    return UNEXPLAINED if shaped else "no type is stated: any value is allowed"


def _text(value: Any) -> Any:
    return value if isinstance(value, str | None) else ""


def _values(inner: list[dict[str, Any]]) -> str:
    values = [value for part in inner for value in part.get("enum", ())]
    stated = {part["type"] for part in inner if isinstance(part.get("type"), str)}
    if values and stated == {"number"} and all(isinstance(each, WHOLE) for each in values):
        return "numbers that the document lists are whole"
    if values and stated:
        return "the document lists values of another type than it states"
    if any(isinstance(part.get("const"), list | dict) for part in inner):
        return "a constant that no Literal holds"
    if any(part.get("format") == "decimal" for part in inner):
        return "a number that is marked as decimal"
    return UNEXPLAINED
