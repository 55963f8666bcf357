"""The members of a response, a few levels deep, for the detection of pagination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from stubwright.base.records import dataclass, replace
from stubwright.lower.operations.pagination_words import (
    ASIDE,
    HOLDERS,
    ITEMS,
    LAST_CHOICE,
    SAYS_URL,
    WRAPPERS,
    ends_as_url,
    plain,
)
from stubwright.lower.schemas.merge import merged
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import spec
from stubwright.types.spec import Schema, SchemaId

#: Where headers are, as in runtime expressions (OpenAPI 3.2.0, section 4.20.3).
HEADER: Final = ("$response", "header")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an object, or a header: its path of names in the response, its type, and its description."""

    path: tuple[str, ...]
    schema: Schema
    description: str = ""

    @property
    def name(self) -> str:
        """The name without case and punctuation, and without the ``X-`` of a header."""
        last = self.path[-1]
        return plain(last[2:] if self.in_header and last[:2] in ("x-", "X-") else last)

    @property
    def in_header(self) -> bool:
        """Whether the member is a header of the response."""
        return self.path[:2] == HEADER

    @property
    def dotted(self) -> str:
        """The path as shown in reports."""
        return ".".join(self.path)

    def is_kind(self, *wanted: str) -> bool:
        """Return whether the member is of one of these types of JSON Schema, or null."""
        stated = kinds(self.schema)
        return bool(stated) and stated <= set(wanted)

    @property
    def is_url(self) -> bool:
        """Whether a string is a URL according to its format, its name, the enclosing member, or its description."""
        if self.schema.format.lower() in {"uri", "url", "uri-reference", "iri"}:
            return True
        if any(plain(name) == "links" for name in self.path[:-1]) or ends_as_url(self.path[-1]):
            return True
        return bool(SAYS_URL.search(self.description))


class Members:
    """Members of a value according to the schemas of one document; what is found is kept."""

    def __init__(self, table: SchemaTable) -> None:
        self._table = table
        self._found: dict[SchemaId, Schema | None] = {}

    def schema(self, sid: SchemaId | None) -> Schema | None:
        """Return a schema after following references, without null."""
        if sid is None:
            return None
        if sid not in self._found:
            self._found[sid] = self._schema(sid, 8)
        return self._found[sid]

    def _schema(self, sid: SchemaId, depth: int) -> Schema | None:
        if not depth:
            return None
        sid = self._table.first_of.get(sid, sid)
        if sid not in self._table.schemas:
            return None
        found = merged(self._table, sid)
        bare = found.schema.types in ((), ("object",)) and not found.schema.properties
        if not bare or not found.groups or found.schema.items:
            return found.schema
        inner = [each for group in found.groups for each in group.members]
        full = [each for each in inner if not self._is_null(each)]
        if len(full) == 1:
            return self._schema(full[0], depth - 1)
        return (
            self._union(found.schema, full, depth - 1) if len(found.groups) == 1 else found.schema
        )

    def _union(self, schema: Schema, ids: list[SchemaId], depth: int) -> Schema:
        """Return a union as one schema: the types of its members, and the properties that all of them have."""
        each = [self._schema(sid, depth) for sid in ids]
        members = [one for one in each if one is not None and one.types]
        if not members or len(members) < len(each):
            return schema
        first, *others = [{name for name, _ in one.properties} for one in members]
        shared = first.intersection(*others)
        return replace(
            schema,
            types=tuple(dict.fromkeys(kind for one in members for kind in one.types)),
            properties=tuple(one for one in members[0].properties if one[0] in shared),
        )

    def _is_null(self, sid: SchemaId) -> bool:
        sid = self._table.first_of.get(sid, sid)
        schema = self._table.schemas.get(sid)
        if schema is None:
            return False
        if schema.nullable:  # some generators write {nullable: true} beside a reference
            return replace(schema, nullable=False) == Schema(id=schema.id, place=schema.place)
        return schema.types == ("null",) or schema.enum == (None,)

    def of(self, schema: Schema | None, path: tuple[str, ...] = ()) -> tuple[Member, ...]:
        """Return the members of an object."""
        found: list[Member] = []
        for name, sid in schema.properties if schema is not None else ():
            inner = self.schema(sid)
            if inner is not None and "." not in name.replace("@odata.", ""):
                own = self._table.document.get(sid) or self._table.schemas.get(sid)
                description = (own.description if own else "") or inner.description
                found.append(Member(path=(*path, name), schema=inner, description=description))
        return tuple(found)

    def signs(self, root: Schema | None, path: tuple[str, ...] = ()) -> tuple[Member, ...]:
        """Return the members that may refer to the next page: those of an object, and in its ``meta`` or similar."""
        return tuple(self._signs(self.of(root, path), 2))

    def _signs(self, members: Iterable[Member], depth: int) -> Iterator[Member]:
        members = tuple(members)
        yield from members
        for each in members:
            holds = each.name in HOLDERS or each.name in WRAPPERS
            if depth and holds and each.is_kind("object"):
                yield from self._signs(self.of(each.schema, each.path), depth - 1)

    def items(
        self, root: Schema | None, resource: str, path: tuple[str, ...] = ()
    ) -> Member | None:
        """Return the one clear list of an object, None if there is none or several.

        ``resource`` is the path of the URL, and ``path`` that of the object in the response.
        """
        if root is None:
            return None
        if kinds(root) == {"array"}:
            return Member(path=("$",), schema=root)
        top = self.of(root, path)
        word = plain(resource.rpartition("/")[2])
        if found := _list(top, word):
            return found
        for wrapper in WRAPPERS:
            for each in top:
                if each.name == wrapper and each.is_kind("object"):
                    return _list(self.of(each.schema, each.path), word)
        return None


def _list(members: tuple[Member, ...], resource: str) -> Member | None:
    arrays = [one for one in members if one.is_kind("array")]
    lists = [one for one in arrays if one.name not in ASIDE or one.name == resource]
    for name in (*ITEMS, resource):
        for each in lists:
            if each.name == name:
                return each
    if not lists:
        lists = [one for one in arrays if one.name in LAST_CHOICE]
    return lists[0] if len(lists) == 1 else None


def kinds(schema: Schema) -> set[str]:
    """Return the types of a schema, without null."""
    return {str(one) for one in schema.types if one != "null"}


def success(operation: spec.Operation) -> spec.Response | None:
    """Return the response of a success, None if there is none."""
    good = [one for one in operation.responses if one.status.startswith("2") and one.contents]
    default = [one for one in operation.responses if one.status == "default"]
    return next(iter(good or default), None)
