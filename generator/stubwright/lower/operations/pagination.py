"""Detection of pagination from what a document states, without guessing.

The rules are tried in order; the first that fits decides. Where a URL and a token could be meant, a member counts as a
URL by its format, its name or its description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stubwright.base.records import dataclass, replace
from stubwright.lower.operations.bodies import codec_of
from stubwright.lower.operations.pagination_words import (
    AFTER_IDS,
    CURSORS,
    DONE,
    FROM_ONE,
    FROM_ZERO,
    LAST_IDS,
    MORE,
    NEXT_URLS,
    OFFSETS,
    PAGES,
    SAYS_NEWER,
    SIZES,
    TOKENS,
    TOTAL_PAGES,
    TOTALS,
    WEAK_CURSORS,
    plain,
)
from stubwright.lower.operations.response_members import Member, Members, success
from stubwright.lower.schemas.table import SchemaTable
from stubwright.types import spec
from stubwright.types.ir_operations import Codec, Pagination
from stubwright.types.spec import MISSING, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A parameter of the query, or a member of the JSON body of a POST."""

    name: str
    schema: Schema
    said: str
    in_body: bool

    @property
    def word(self) -> str:
        """The name without case and punctuation."""
        return plain(self.name)

    def is_kind(self, *kinds: str) -> bool:
        """Return whether the input is of one of these types of JSON Schema, or null."""
        stated = set(self.schema.types) - {"null"}
        return bool(stated) and stated <= set(kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Input of the pagination rules: the parameters of an operation, its list, and the members beside the list."""

    items: Member
    item: Schema | None
    inputs: tuple[Input, ...]
    signs: tuple[Member, ...]
    links: bool

    def sign(self, words: Iterable[str], *kinds: str) -> str:
        """Return the path of the first member of one of these names and types; empty for none."""
        wanted = set(words)
        found = (one.dotted for one in self.signs if one.name in wanted and one.is_kind(*kinds))
        return next(found, "")

    def is_off(self, one: Input) -> bool:
        """Return whether a boolean parameter enables a cursor, as ``usemarker`` does for ``marker``."""
        return any(
            each.word == f"use{one.word}" and each.is_kind("boolean") for each in self.inputs
        )

    @property
    def has_token(self) -> bool:
        """Whether a parameter takes a token of the next page, which must not be a number."""
        return any(one.word in TOKENS and one.is_kind("string") for one in self.inputs)

    def ends(self, found: Pagination) -> Pagination:
        """Add the members that indicate whether more pages follow."""
        return replace(found, more=self.sign(MORE, "boolean"), done=self.sign(DONE, "boolean"))


def inferred(seen: Seen) -> Pagination | None:
    """Return the pagination of an operation; None if it has none or the document is not clear."""
    for rule in _RULES:
        if found := rule(seen):
            return found
    return None


def look(table: SchemaTable, operation: spec.Operation) -> Seen | None:
    """Return the input of the rules; None for an operation without a clear list."""
    response = success(operation)
    if response is None or operation.method.upper() not in ("GET", "POST"):
        return None
    members = Members(table)
    media = [one for one in response.contents if codec_of(one.name) is Codec.JSON]
    root = members.schema(media[0].schema) if media else None
    items = members.items(root)
    if items is None:
        return None
    posted = operation.method.upper() == "POST"
    inputs = _posted(members, operation) if posted else _asked(members, operation)
    return Seen(
        items=items,
        item=members.schema(items.schema.items),
        inputs=tuple(inputs),
        signs=members.signs(root),
        links=any(plain(header.name) == "link" for header in response.headers),
    )


def _asked(members: Members, operation: spec.Operation) -> Iterator[Input]:
    for one in operation.parameters:
        schema = members.schema(one.schema)
        if one.location is spec.Location.QUERY and schema is not None:
            said = f"{one.description} {schema.description}"
            yield Input(name=one.name, schema=schema, said=said, in_body=False)


def _posted(members: Members, operation: spec.Operation) -> Iterator[Input]:
    contents = operation.body.contents if operation.body else ()
    media = [one for one in contents if codec_of(one.name) is Codec.JSON]
    for each in members.of(members.schema(media[0].schema)) if media else ():
        yield Input(name=each.path[-1], schema=each.schema, said=each.said, in_body=True)


def _cursor(seen: Seen) -> Pagination | None:
    return _paired(seen, CURSORS)


def _weak_cursor(seen: Seen) -> Pagination | None:
    return _paired(seen, WEAK_CURSORS)


def _paired(seen: Seen, pairs: dict[str, tuple[str, ...]]) -> Pagination | None:
    for one in seen.inputs:
        if seen.is_off(one):
            continue
        for word in pairs.get(one.word, ()):
            for sign in seen.signs:
                named = sign.name == word or plain("".join(sign.path[-2:])) == word
                alike = any(
                    one.is_kind(*kinds) and sign.is_kind(*kinds)
                    for kinds in (("string",), ("integer", "number"))
                )
                if named and alike and not sign.is_url:
                    found = Pagination(
                        rule="cursor",
                        items=seen.items.dotted,
                        parameter=one.name,
                        in_body=one.in_body,
                        next=sign.dotted,
                        why=f"the parameter {one.name} and the member {sign.dotted} of the response",
                    )
                    return seen.ends(found)
    return None


def _next_url(seen: Seen) -> Pagination | None:
    for sign in seen.signs:
        name = sign.name
        if name in ("href", "url") and len(sign.path) > 1 and plain(sign.path[-2]) == "next":
            name = "next"
        is_next = name in NEXT_URLS and sign.is_kind("string") and sign.is_url
        if is_next and not SAYS_NEWER.search(sign.said):
            return Pagination(
                rule="next-url",
                items=seen.items.dotted,
                next=sign.dotted,
                why=f"the member {sign.dotted} of the response is the URL of the next page",
            )
    return None


def _link_header(seen: Seen) -> Pagination | None:
    if not seen.links:
        return None
    return Pagination(
        rule="link-header",
        items=seen.items.dotted,
        why="the response has a Link header",
    )


def _last_id(seen: Seen) -> Pagination | None:
    last = seen.sign(LAST_IDS, "string")
    more = seen.sign(MORE, "boolean")
    has_id = seen.item is not None and any(name == "id" for name, _ in seen.item.properties)
    for one in seen.inputs:
        if one.word in AFTER_IDS and one.is_kind("string") and (last or (more and has_id)):
            return Pagination(
                rule="last-id",
                items=seen.items.dotted,
                parameter=one.name,
                in_body=one.in_body,
                next=last,
                more=more,
                why=f"the parameter {one.name} beside the member {last or more} of the response",
            )
    return None


def _offset(seen: Seen) -> Pagination | None:
    size = next((one.name for one in seen.inputs if one.word in SIZES), "")
    for one in seen.inputs:
        if one.word in OFFSETS and one.is_kind("integer", "number") and size:
            first = _stated(one)
            start = 1 if first is None and one.word == "startindex" else first or 0
            return Pagination(
                rule="offset",
                items=seen.items.dotted,
                parameter=one.name,
                in_body=one.in_body,
                more=seen.sign(MORE, "boolean"),
                total=seen.sign(TOTALS, "integer", "number"),
                start=start,
                why=f"the parameters {one.name} and {size}",
            )
    return None


def _page(seen: Seen) -> Pagination | None:
    for one in seen.inputs:
        if one.word in PAGES and one.is_kind("integer", "number"):
            start = _stated(one, minimum=not seen.has_token)
            if start is None:
                continue
            return Pagination(
                rule="page",
                items=seen.items.dotted,
                parameter=one.name,
                in_body=one.in_body,
                more=seen.sign(MORE, "boolean"),
                total=seen.sign(TOTALS, "integer", "number"),
                pages=seen.sign(TOTAL_PAGES, "integer", "number"),
                start=start,
                why=f"the parameter {one.name}, whose first number is {start}",
            )
    return None


def _stated(one: Input, *, minimum: bool = True) -> int | None:
    """Return the first number of an offset or a page if the document states it: 0 or 1."""
    schema = one.schema
    lowest = dict(schema.checks).get("minimum") if minimum else None
    first = None if schema.default is MISSING else schema.default
    for value in (first, lowest, *schema.examples):
        if isinstance(value, int | float) and not isinstance(value, bool) and value in (0, 1):
            return int(value)
    if FROM_ZERO.search(one.said):
        return 0
    return 1 if FROM_ONE.search(one.said) else None


_RULES: tuple[Callable[[Seen], Pagination | None], ...] = (
    _cursor,
    _next_url,
    _link_header,
    _last_id,
    _weak_cursor,
    _offset,
    _page,
)
