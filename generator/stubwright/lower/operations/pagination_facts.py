"""Facts about an operation that its pagination is inferred from: its parameters, its list, and the members beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stubwright.base.records import dataclass, replace
from stubwright.lower.operations.bodies import codec_of, is_xml
from stubwright.lower.operations.pagination_words import (
    BODY_HOLDERS,
    DONE,
    MORE,
    PAGING,
    SAYS_DEPRECATED,
    SAYS_LINK_HEADER,
    SAYS_UNUSED,
    TOKENS,
    plain,
)
from stubwright.lower.operations.response_members import HEADER, Member, Members, kinds, success
from stubwright.types import spec
from stubwright.types.documents import Json
from stubwright.types.ir_operations import Codec, Pagination
from stubwright.types.spec import Schema

_NUMBERS = frozenset({"integer", "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A parameter of the query, or a member of the JSON body of a POST, with its dotted path as the name."""

    name: str
    schema: Schema
    description: str
    in_body: bool = False
    deprecated: bool = False
    examples: tuple[Json, ...] = ()

    @property
    def word(self) -> str:
        """The name without case and punctuation; in a body, without the objects around it."""
        return plain(self.name.rpartition(".")[2] if self.in_body else self.name)

    @property
    def is_unused(self) -> bool:
        """Whether the document states that the input has no effect."""
        return bool(SAYS_UNUSED.search(self.description))

    @property
    def is_deprecated(self) -> bool:
        """Whether the document states that the input is deprecated."""
        return self.deprecated or bool(SAYS_DEPRECATED.search(self.description))

    def is_kind(self, *wanted: str) -> bool:
        """Return whether the input is of one of these types of JSON Schema, or null."""
        stated = kinds(self.schema)
        return bool(stated) and stated <= set(wanted)

    def takes(self, member: Member) -> bool:
        """Return whether each value of a member is a value of the input.

        A number can be written as text, and a header has the text of what the input takes.
        """
        stated, told = kinds(self.schema), kinds(member.schema)
        if member.in_header:
            return bool(stated) and stated <= {"string", *_NUMBERS}
        if stated & {"string", *_NUMBERS}:
            stated |= _NUMBERS
        return bool(told) and told <= stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Input of the pagination rules.

    ``signs`` are the members beside the list. ``unused`` are the names of parameters that are documented as such.
    ``link`` states why a Link header is expected; empty if it is not.
    """

    items: Member
    item: Schema | None
    inputs: tuple[Input, ...]
    signs: tuple[Member, ...]
    link: str = ""
    unused: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The parameters of an operation and the members of its response."""

    members: Members
    root: Schema | None
    path: str
    inputs: tuple[Input, ...]
    headers: tuple[Member, ...]

    @property
    def whole(self) -> Seen | None:
        """The response as a page; None if it has no clear list."""
        items = self.members.items(self.root, self.path)
        return self._seen(items, self.root) if items else None

    def inside(self) -> Iterator[Seen]:
        """Yield each object of the response as a page, if it has a clear list of its own."""
        for each in self.members.of(self.root):
            if each.is_kind("object"):
                items = self.members.items(each.schema, self.path, each.path)
                if items is not None:
                    yield self._seen(items, each.schema, each.path)

    def _seen(self, items: Member, root: Schema | None, path: tuple[str, ...] = ()) -> Seen:
        used = self._used()
        signs = (*self.members.signs(root, path), *self.headers)
        return Seen(
            items=items,
            item=self.members.schema(items.schema.items),
            inputs=used,
            signs=tuple(one for one in signs if not SAYS_UNUSED.search(one.description)),
            link=_link(used, self.headers),
            unused=tuple(one.name for one in self.inputs if one not in used),
        )

    def _used(self) -> tuple[Input, ...]:
        """Return the inputs that have an effect; without the deprecated ones if another chooses the page."""
        used = tuple(one for one in self.inputs if not one.is_unused)
        current = tuple(one for one in used if not one.is_deprecated)
        return current if any(one.word in PAGING for one in current) else used


def gather(members: Members, operation: spec.Operation) -> Facts | None:
    """Return the facts about an operation; None for one that does not list items."""
    response = success(operation)
    method = operation.method
    if response is None or method not in ("GET", "POST"):
        return None
    media = [one for one in response.contents if codec_of(one.name) is Codec.JSON]
    media += [one for one in response.contents if is_xml(one.name)]
    posted = _posted(members, operation) if method == "POST" else ()
    return Facts(
        members=members,
        root=members.schema(media[0].schema) if media else None,
        path=operation.path,
        inputs=(*posted, *_asked(members, operation)),
        headers=tuple(_headers(members, response)),
    )


def _asked(members: Members, operation: spec.Operation) -> Iterator[Input]:
    for one in operation.parameters:
        schema = members.schema(one.schema)
        if one.location is spec.Location.QUERY and schema is not None:
            yield Input(
                name=one.name,
                schema=schema,
                description=f"{one.description} {schema.description}".strip(),
                deprecated=one.deprecated or schema.deprecated,
                examples=(*one.examples, *schema.examples),
            )


def _headers(members: Members, response: spec.Response) -> Iterator[Member]:
    for one in response.headers:
        schema = members.schema(one.schema)
        if schema is not None:
            description = f"{one.description} {schema.description}".strip()
            yield Member(path=(*HEADER, one.name), schema=schema, description=description)


def _posted(members: Members, operation: spec.Operation) -> Iterator[Input]:
    contents = operation.body.contents if operation.body else ()
    media = [one for one in contents if codec_of(one.name) is Codec.JSON]
    own = members.of(members.schema(media[0].schema)) if media else ()
    inner = [one for one in own if one.name in BODY_HOLDERS and one.is_kind("object")]
    for each in (
        *own,
        *(one for holder in inner for one in members.of(holder.schema, holder.path)),
    ):
        yield Input(
            name=each.dotted,
            schema=each.schema,
            description=each.description,
            in_body=True,
            deprecated=each.schema.deprecated,
            examples=each.schema.examples,
        )


def _link(inputs: Iterable[Input], headers: tuple[Member, ...]) -> str:
    if any(one.name == "link" for one in headers):
        return "the Link header of the response"
    for one in inputs:
        if SAYS_LINK_HEADER.search(one.description):
            return f"the parameter {one.name}, whose description names the Link header"
    return ""
