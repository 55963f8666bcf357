"""The members of a response, a few levels deep, for the detection of pagination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stubwright.base.records import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an object: its path of names on the wire, its type, and what is said of it."""

    path: tuple[str, ...]
    schema: Schema
    said: str = ""

    @property
    def name(self) -> str:
        """The name without case and punctuation."""
        return plain(self.path[-1])

    @property
    def dotted(self) -> str:
        """The path as reports show it."""
        return ".".join(self.path)

    def is_kind(self, *kinds: str) -> bool:
        """Return whether the member is of one of these types of JSON Schema, or null."""
        stated = set(self.schema.types) - {"null"}
        return bool(stated) and stated <= set(kinds)

    @property
    def is_url(self) -> bool:
        """Whether a text is a URL: by its format, its name, the member around it, or its description."""
        if self.schema.format.lower() in {"uri", "url", "uri-reference", "iri"}:
            return True
        if any(plain(name) == "links" for name in self.path[:-1]) or ends_as_url(self.path[-1]):
            return True
        return bool(SAYS_URL.search(self.said))


class Members:
    """Members of a value according to the schemas of one document."""

    def __init__(self, table: SchemaTable) -> None:
        self._table = table

    def schema(self, sid: SchemaId | None) -> Schema | None:
        """Return a schema with its references followed, without null around it."""
        for _ in range(8):
            if sid is None:
                return None
            sid = self._table.first_of.get(sid, sid)
            if sid not in self._table.schemas:
                return None
            found = merged(self._table, sid)
            if found.schema.types or found.schema.properties or found.schema.items:
                return found.schema
            inner = [each for group in found.groups for each in group.members]
            full = [each for each in inner if not self._is_null(each)]
            if len(full) != 1:
                return found.schema
            sid = full[0]
        return None

    def _is_null(self, sid: SchemaId) -> bool:
        sid = self._table.first_of.get(sid, sid)
        schema = self._table.schemas.get(sid)
        return schema is not None and (schema.types == ("null",) or schema.enum == (None,))

    def of(self, schema: Schema | None, path: tuple[str, ...] = ()) -> tuple[Member, ...]:
        """Return the members of an object."""
        found: list[Member] = []
        for name, sid in schema.properties if schema is not None else ():
            inner = self.schema(sid)
            if inner is not None and "." not in name.replace("@odata.", ""):
                own = self._table.document.get(sid) or self._table.schemas.get(sid)
                said = (own.description if own else "") or inner.description
                found.append(Member(path=(*path, name), schema=inner, said=said))
        return tuple(found)

    def signs(self, root: Schema | None) -> tuple[Member, ...]:
        """Return the members that may refer to the next page: those at the top level and in ``meta`` or similar."""
        top = self.of(root)
        return tuple(self._signs(top, 2))

    def _signs(self, members: Iterable[Member], depth: int) -> Iterator[Member]:
        members = tuple(members)
        yield from members
        for each in members:
            holds = each.name in HOLDERS or each.name in WRAPPERS or each.name == "next"
            if depth and holds and each.is_kind("object"):
                yield from self._signs(self.of(each.schema, each.path), depth - 1)

    def items(self, root: Schema | None) -> Member | None:
        """Return the one clear list of a response, None if there is none or several."""
        if root is None:
            return None
        if root.types and set(root.types) - {"null"} == {"array"}:
            return Member(path=("$",), schema=root)
        top = self.of(root)
        if found := _list(top):
            return found
        for wrapper in WRAPPERS:
            for each in top:
                if each.name == wrapper and each.is_kind("object"):
                    return _list(self.of(each.schema, each.path))
        return None


def _list(members: tuple[Member, ...]) -> Member | None:
    lists = [one for one in members if one.is_kind("array") and one.name not in ASIDE]
    for name in ITEMS:
        for each in lists:
            if each.name == name:
                return each
    if not lists:
        lists = [one for one in members if one.is_kind("array") and one.name in LAST_CHOICE]
    return lists[0] if len(lists) == 1 else None


def success(operation: spec.Operation) -> spec.Response | None:
    """Return the response of a success, None if there is none."""
    good = [one for one in operation.responses if one.status.startswith("2") and one.contents]
    default = [one for one in operation.responses if one.status == "default"]
    return next(iter(good or default), None)
