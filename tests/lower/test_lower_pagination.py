"""Inference of pagination: what each rule requires, what prevents it, and what is not guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from stubwright.index import index
from stubwright.load import load
from stubwright.lower import lower
from stubwright.parse import parse
from stubwright.types.ir_operations import Pagination

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
BOOLEAN = {"type": "boolean"}
ITEM = {"type": "object", "properties": {"id": STRING}}
LIST = {"type": "array", "items": ITEM}


def found(
    tmp_path: Path,
    response: dict[str, Any],
    parameters: dict[str, Any],
    *,
    method: str = "get",
    more: dict[str, Any] | None = None,
    headers: dict[str, Any] | None = None,
) -> Pagination | None:
    """Return the pagination of one operation; ``parameters`` are schemas by name."""
    operation: dict[str, Any] = {
        "operationId": "things",
        "parameters": [
            {"name": name, "in": "query", "schema": schema} for name, schema in parameters.items()
        ],
        "responses": {
            "200": {
                "description": "x",
                "content": {"application/json": {"schema": response}},
                "headers": headers or {},
            }
        },
        **(more or {}),
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {"/things": {method: operation}},
        "components": {"schemas": {"Item": ITEM}},
    }
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    api, _ = lower(parse(index(load(str(path)))))
    return api.operations[0].pagination


def members(**each: Any) -> dict[str, Any]:
    """Return an object with these members."""
    return {"type": "object", "properties": each}


def short(one: Pagination | None) -> tuple[str, ...] | None:
    """Return what reports show."""
    return None if one is None else (one.rule, one.items, one.parameter, one.next)


URL = {"type": "string", "format": "uri"}
NULLABLE = {"anyOf": [STRING, {"type": "null"}]}
SIZES = {"limit": INTEGER}
PAGE = {"type": "integer", "default": 1}
OLD = {**PAGE, "deprecated": True}
ID = {"anyOf": [INTEGER, STRING, {"type": "null"}]}
UNUSED = {**STRING, "description": "DEPRECATED: This field is unused and ignored."}
UNSUPPORTED = {**STRING, "description": "Pagination token. Not currently supported."}
WATCHED = {**STRING, "description": "This field is not supported when watch is true."}
FUTURE = {**STRING, "description": "Reserved for future use."}
CONDITION = {**STRING, "description": "Returned only if you send the delimiter parameter."}


def described(said: str) -> dict[str, Any]:
    """Return a text with a description."""
    return {**STRING, "description": f"A cursor, {said}."}


INNER = members(items=LIST, next=URL)


@pytest.mark.parametrize(
    ("response", "parameters", "wanted"),
    [
        # Items: the response, the clear name, the only list, one level down.
        (LIST, {"page": PAGE}, ("page", "$", "page", "")),
        (members(tags=LIST, data=LIST), {"page": PAGE}, ("page", "data", "page", "")),
        (members(pets=LIST, errors=LIST), {"page": PAGE}, ("page", "pets", "page", "")),
        (
            members(result=members(pets=LIST)),
            {"page": PAGE},
            ("page", "result.pets", "page", ""),
        ),
        (members(cats=LIST, dogs=LIST), {"page": PAGE}, None),
        (members(name=STRING), {"page": PAGE}, None),
        # Cursors.
        (
            members(items=LIST, nextPageToken=STRING),
            {"pageToken": STRING},
            ("cursor", "items", "pageToken", "nextPageToken"),
        ),
        (
            members(data=LIST, meta=members(next_cursor=NULLABLE)),
            {"cursor": STRING},
            ("cursor", "data", "cursor", "meta.next_cursor"),
        ),
        (
            members(data=LIST, pageInfo=members(endCursor=STRING, hasNextPage=BOOLEAN)),
            {"after": STRING},
            ("cursor", "data", "after", "pageInfo.endCursor"),
        ),
        (
            members(data=LIST, paging=members(cursors=members(next=STRING))),
            {"after": STRING},
            ("cursor", "data", "after", "paging.cursors.next"),
        ),
        (
            members(items=LIST, metadata={**members(), "properties": {"continue": STRING}}),
            {"continue": STRING},
            ("cursor", "items", "continue", "metadata.continue"),
        ),
        (
            members(data=LIST, next_page=INTEGER),
            {"page": INTEGER},
            ("cursor", "data", "page", "next_page"),
        ),
        # A number is no text: neither a cursor nor, without a first number, a page.
        (members(data=LIST, next_page=STRING), {"page": INTEGER}, None),
        # URLs: by format, by name, by the member around, by description.
        (members(data=LIST, next=URL), {"cursor": STRING}, ("next-url", "data", "", "next")),
        (members(data=LIST, next_url=STRING), {}, ("next-url", "data", "", "next_url")),
        (
            members(data=LIST, links=members(next=STRING)),
            {"page": PAGE},
            ("next-url", "data", "", "links.next"),
        ),
        (
            members(data=LIST, meta=members(links=members(next=STRING))),
            {"page": PAGE},
            ("next-url", "data", "", "meta.links.next"),
        ),
        (
            members(_embedded=members(pets=LIST), _links=members(next=members(href=STRING))),
            {},
            ("next-url", "_embedded.pets", "", "_links.next.href"),
        ),
        (
            members(data=LIST, next={**STRING, "description": "Link to the next page."}),
            {"cursor": STRING},
            ("next-url", "data", "", "next"),
        ),
        (
            members(data=LIST, next_url={**STRING, "description": "URL of newer entries."}),
            {},
            None,
        ),
        # Weak cursors: only where nothing else is found.
        (
            members(data=LIST, next=STRING),
            {"cursor": STRING},
            ("cursor", "data", "cursor", "next"),
        ),
        # Last ids.
        (
            members(data=LIST, has_more=BOOLEAN),
            {"starting_after": STRING},
            ("last-id", "data", "starting_after", ""),
        ),
        (
            members(data=LIST, last_id=STRING),
            {"after": STRING},
            ("last-id", "data", "after", "last_id"),
        ),
        (
            members(data={"type": "array", "items": STRING}, has_more=BOOLEAN),
            {"after": STRING},
            None,
        ),
        # A cursor that a switch turns on is not used; nor is a page beside a token, unless its first number is stated.
        (
            members(entries=LIST, next_marker=STRING),
            {"usemarker": BOOLEAN, "marker": STRING, "offset": INTEGER, **SIZES},
            ("offset", "entries", "offset", ""),
        ),
        (members(data=LIST), {"page": {**INTEGER, "minimum": 0}, "pageToken": STRING}, None),
        (members(data=LIST), {"page": PAGE, "pageToken": STRING}, ("page", "data", "page", "")),
        # The value of the next page, in an object of that name; a list of messages that is alone.
        (
            members(data=LIST, pages=members(next=members(starting_after=STRING))),
            {"starting_after": STRING},
            ("cursor", "data", "starting_after", "pages.next.starting_after"),
        ),
        (members(messages=LIST, next_url=STRING), {}, ("next-url", "messages", "", "next_url")),
        (members(pets=LIST, messages=LIST), {"page": PAGE}, ("page", "pets", "page", "")),
        # Offsets need a size beside them.
        (members(data=LIST), {"offset": INTEGER, **SIZES}, ("offset", "data", "offset", "")),
        (members(data=LIST), {"offset": INTEGER}, None),
        (members(data=LIST), {"offset": STRING, **SIZES}, None),
        # Pages need a first number.
        (members(data=LIST), {"page": INTEGER}, None),
        (
            members(data=LIST),
            {"page": {**INTEGER, "description": "Zero-based number."}},
            ("page", "data", "page", ""),
        ),
        (members(data=LIST), {"page": {**INTEGER, "minimum": 1}}, ("page", "data", "page", "")),
        (members(data=LIST), {"page": {**INTEGER, "default": 5}}, None),
        # Where several lists have names of their own, the one called as the path is the items.
        (members(Things=LIST, unknownIds=LIST), {"page": PAGE}, ("page", "Things", "page", "")),
        (members(thing=LIST, deletedThing=LIST), {"page": PAGE}, None),
        # An offset that is the id of an item does not grow by the number of items.
        (
            members(result=LIST),
            {"offset": {**INTEGER, "description": "Identifier of the first item."}, **SIZES},
            None,
        ),
        (
            members(result=LIST),
            {"offset": {**INTEGER, "description": "Number of ids to skip."}, **SIZES},
            ("offset", "result", "offset", ""),
        ),
        (
            members(rows=LIST),
            {"startRow": INTEGER, "rowCount": INTEGER},
            ("offset", "rows", "startRow", ""),
        ),
        # A token for later changes is given behind the last page too.
        (
            members(
                session=LIST,
                nextPageToken={**STRING, "description": "The sync token of further changes."},
            ),
            {"pageToken": STRING},
            None,
        ),
        # What is documented as unused, or only for some requests, leads nowhere; nor does what repeats the request.
        (members(items=LIST, nextPageToken=STRING), {"pageToken": UNUSED}, None),
        (members(items=LIST, nextPageToken=UNUSED), {"pageToken": STRING}, None),
        (members(items=LIST, nextToken=STRING), {"nextToken": FUTURE}, None),
        (
            members(items=LIST, next_cursor=STRING),
            {"cursor": {**STRING, "description": "With an id this parameter is ignored."}},
            ("cursor", "items", "cursor", "next_cursor"),
        ),
        (members(items=LIST, marker=STRING, nextMarker=CONDITION), {"marker": STRING}, None),
        (members(items=LIST, nextToken=UNSUPPORTED), {"nextToken": STRING}, None),
        (
            members(items=LIST, metadata={**members(), "properties": {"continue": STRING}}),
            {"continue": WATCHED},
            ("cursor", "items", "continue", "metadata.continue"),
        ),
        # A deprecated parameter gives way to another that chooses the page.
        (members(items=LIST), {"page": OLD}, ("page", "items", "page", "")),
        (members(items=LIST), {"page": OLD, "pageToken": STRING}, None),
        # One object of the response is the page, if a parameter is about pages.
        (
            members(ok=BOOLEAN, cats=INNER),
            {"limit": INTEGER},
            ("next-url", "cats.items", "", "cats.next"),
        ),
        (members(ok=BOOLEAN, cats=INNER), {}, None),
        (members(cats=INNER, dogs=INNER), {"limit": INTEGER}, None),
        (members(cats=members(items=LIST)), {"page": PAGE}, None),
        (members(data=members(formats=LIST), links=members(next=URL)), {}, None),
        # Unions: of lists, of objects that all have the list, of the types of a cursor.
        (
            {"anyOf": [LIST, {"type": "array", "items": STRING}]},
            {"page": PAGE},
            ("page", "$", "page", ""),
        ),
        (
            {"oneOf": [members(items=LIST), members(items=LIST, x=STRING)]},
            {"page": PAGE},
            ("page", "items", "page", ""),
        ),
        ({"oneOf": [members(items=LIST), members(x=STRING)]}, {"page": PAGE}, None),
        ({"oneOf": [members(items=LIST), LIST]}, {"page": PAGE}, None),
        (
            members(data=LIST, next_page_offset=ID),
            {"offset": ID},
            ("cursor", "data", "offset", "next_page_offset"),
        ),
        (
            members(data=LIST, next_page_offset={"anyOf": [ID, {}]}),
            {"offset": ID},
            None,
        ),
        # Text takes a number; a number does not take text.
        (
            members(entries=LIST, next_marker=INTEGER),
            {"marker": STRING},
            ("cursor", "entries", "marker", "next_marker"),
        ),
        (members(entries=LIST, next_marker=STRING), {"marker": INTEGER}, None),
        # A member of its own for the next value is better than the id of the last item.
        (
            members(data=LIST, has_more=BOOLEAN, next=STRING),
            {"after": STRING},
            ("cursor", "data", "after", "next"),
        ),
        # A cursor that the response does not declare needs its whole path in the description.
        (
            members(data=LIST),
            {"cursor": described("`next_cursor` of `meta`")},
            ("cursor", "data", "cursor", "meta.next_cursor"),
        ),
        (members(data=LIST), {"cursor": described("`next_cursor` of the answer")}, None),
        (
            members(data=LIST),
            {"cursor": described("as the `Link` header has it")},
            ("link-header", "data", "", ""),
        ),
        # The list that the path names, also one that is otherwise beside the items.
        (members(links=LIST), {"page": PAGE}, None),
    ],
)
def test_the_first_rule_that_matches_is_used(
    tmp_path: Path,
    response: dict[str, Any],
    parameters: dict[str, Any],
    wanted: tuple[str, ...] | None,
) -> None:
    """If none matches, nothing is guessed."""
    assert short(found(tmp_path, response, parameters)) == wanted


def test_members_that_mark_the_end(tmp_path: Path) -> None:
    """Members that say whether there is more belong to the rule; a plain count is that of a page, and does not."""
    response = members(data=LIST, hasMore=BOOLEAN, count=INTEGER, meta=members(total=INTEGER))
    one = found(tmp_path, response, {"skip": INTEGER, **SIZES})
    assert one is not None
    assert (one.rule, one.more, one.total, one.start) == ("offset", "hasMore", "meta.total", 0)
    response = members(data=LIST, count=INTEGER)
    one = found(tmp_path, response, {"startIndex": INTEGER, "count": INTEGER})
    assert one is not None
    assert (one.rule, one.total, one.start) == ("offset", "", 1)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("The first result: start=11 is the top of the second page.", 1),
        ("The first result: start=10 is the top of the second page.", 0),
        ("The first result. 1-based.", 1),
        ("The first result.", 0),
    ],
)
def test_the_first_offset_is_read_from_the_description(
    tmp_path: Path, said: str, start: int
) -> None:
    """The description may say whether the first item has number 0 or 1, also by the start of the second page."""
    parameters = {"start": {**INTEGER, "description": said}, **SIZES}
    one = found(tmp_path, members(items=LIST), parameters)
    assert one is not None
    assert (one.rule, one.start) == ("offset", start)


@pytest.mark.parametrize(
    ("schema", "rule", "start"),
    [
        ({"description": "Zero-based.", "example": 1}, "page", 0),
        ({"description": "Pages are numbered from 1.", "minimum": 0}, "page", 1),
        ({"description": "Zero-based.", "default": 1}, "page", 1),
        ({"minimum": 0, "example": 1}, "page", 0),
        ({"example": 1}, "page", 1),
        ({"example": 1}, "offset", 0),
    ],
)
def test_the_first_number_is_read_from_default_description_minimum_or_example(
    tmp_path: Path, schema: dict[str, Any], rule: str, start: int
) -> None:
    """In this order; for an offset, they have no effect."""
    one = found(tmp_path, members(data=LIST), {rule: {**INTEGER, **schema}, **SIZES})
    assert one is not None
    assert (one.rule, one.start) == (rule, start)


def test_link_headers(tmp_path: Path) -> None:
    """A Link header of the success leads to the next page."""
    one = found(tmp_path, LIST, {"page": PAGE}, headers={"link": {"schema": STRING}})
    assert short(one) == ("link-header", "$", "", "")
    assert one is not None
    assert one.why == "the Link header of the response"


def test_cursors_in_bodies(tmp_path: Path) -> None:
    """A cursor may be a member of the JSON body of a POST."""
    body = {"content": {"application/json": {"schema": members(cursor=STRING, q=STRING)}}}
    response = members(results=LIST, next_cursor=STRING)
    one = found(tmp_path, response, {}, method="post", more={"requestBody": body})
    assert one is not None
    assert one.in_body
    assert short(one) == ("cursor", "results", "cursor", "next_cursor")
    assert found(tmp_path, response, {"cursor": STRING}, method="put") is None


def test_cursors_in_objects_of_bodies(tmp_path: Path) -> None:
    """They may be in an object of the body that is about pages, but not in the metadata of a resource."""

    def posted(holder: str, **inner: Any) -> dict[str, Any]:
        schema = members(query=STRING, **{holder: members(**inner)})
        return {"requestBody": {"content": {"application/json": {"schema": schema}}}}

    response = members(data=LIST, metadata=members(**{"continue": STRING, "next_cursor": STRING}))
    for holder, inner, wanted in (
        (
            "pagination",
            {"cursor": STRING},
            ("cursor", "data", "pagination.cursor", "metadata.next_cursor"),
        ),
        (
            "options",
            {"offset": INTEGER, "count": INTEGER},
            ("offset", "data", "options.offset", ""),
        ),
        ("metadata", {"continue": STRING}, None),
    ):
        one = found(tmp_path, response, {}, method="post", more=posted(holder, **inner))
        assert short(one) == wanted
        assert one is None or one.in_body


@pytest.mark.parametrize(
    ("header", "said", "parameters", "wanted"),
    [
        (
            "x-next",
            "A link to the next page.",
            {},
            ("next-url", "$", "", "$response.header.x-next"),
        ),
        ("x-next", "What comes next.", {}, None),
        (
            "X-Next-Page",
            "",
            {"page": INTEGER},
            ("cursor", "$", "page", "$response.header.X-Next-Page"),
        ),
        (
            "X-Next-Cursor",
            "",
            {"cursor": STRING},
            ("cursor", "$", "cursor", "$response.header.X-Next-Cursor"),
        ),
        ("X-Next-Page", "", {"limit": INTEGER}, None),
    ],
)
def test_other_headers(
    tmp_path: Path,
    header: str,
    said: str,
    parameters: dict[str, Any],
    wanted: tuple[str, ...] | None,
) -> None:
    """A header may be the URL of the next page, or the next value of a parameter."""
    headers = {header: {"description": said, "schema": STRING}}
    assert short(found(tmp_path, LIST, parameters, headers=headers)) == wanted


@pytest.mark.parametrize(
    ("extension", "wanted"),
    [
        (
            {
                "x-speakeasy-pagination": {
                    "type": "cursor",
                    "inputs": [{"name": "from", "in": "parameters", "type": "cursor"}],
                    "outputs": {"nextCursor": "$.foot.at", "results": "$.foot.pets"},
                }
            },
            ("cursor", "foot.pets", "from", "foot.at"),
        ),
        (
            {
                "x-speakeasy-pagination": {
                    "type": "url",
                    "outputs": {"nextUrl": "$.at", "results": "$.pets"},
                }
            },
            ("next-url", "pets", "", "at"),
        ),
        (
            {
                "x-fern-pagination": {
                    "cursor": "$request.from",
                    "next_cursor": "$response.foot.at",
                    "results": "$response.pets",
                }
            },
            ("cursor", "pets", "from", "foot.at"),
        ),
        (
            {"x-fern-pagination": {"offset": "$request.from", "results": "$response.pets"}},
            ("page", "pets", "from", ""),
        ),
        (
            {"x-ms-pageable": {"nextLinkName": "more", "itemName": "pets"}},
            ("next-url", "pets", "", "more"),
        ),
        ({"x-ms-pageable": {"nextLinkName": None}}, None),
        ({"x-fern-pagination": False}, None),
        (
            {
                "x-fern-pagination": {
                    "cursor": "$request.nowhere",
                    "next_cursor": "$response.at",
                    "results": "$response.pets",
                }
            },
            ("page", "data", "page", ""),
        ),
    ],
)
def test_extensions_take_precedence(
    tmp_path: Path, extension: dict[str, Any], wanted: tuple[str, ...] | None
) -> None:
    """An extension is used unless it names a parameter that the operation does not have."""
    one = found(tmp_path, members(data=LIST), {"from": STRING, "page": PAGE}, more=extension)
    assert short(one) == wanted


def test_stainless_properties(tmp_path: Path) -> None:
    """Members may state their purpose."""

    def purpose(word: str) -> dict[str, Any]:
        return {"x-stainless-pagination-property": {"purpose": word}}

    response = members(
        pets={**LIST, **purpose("items")},
        dogs=LIST,
        data=LIST,
        at={**STRING, **purpose("next_cursor_field")},
    )
    one = found(tmp_path, response, {"from": {**STRING, **purpose("next_cursor_param")}})
    assert short(one) == ("cursor", "pets", "from", "at")
    two = found(tmp_path, members(data=LIST), {"at": {**INTEGER, **purpose("page_number_param")}})
    assert short(two) == ("page", "data", "at", "")
    assert two is not None
    assert two.start == 1
