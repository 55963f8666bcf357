"""Pages in the shapes of real documents, against a server on loopback: each item is returned once, sync and async."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from page_server import IDS, Answer, Asked, Pages, items

Made = Callable[[list[dict[str, str]], int | None], Any]


pytestmark = pytest.mark.case("operation/pagination-kinds")


def cursors(parameter: str, made: Made) -> Asked:
    """Answer with three items from the number in a parameter; ``made`` gets them and the next number, or None."""

    def answer(path: str, query: dict[str, str], body: Any) -> Answer:
        begin = int(query.get(parameter, 0))
        following = begin + 3 if begin + 3 < len(IDS) else None
        return made(items(range(begin, begin + 3)), following), {}

    return answer


def as_xml(found: list[dict[str, str]], following: int | None) -> bytes:
    """Return a page as XML."""
    things = "".join(f"<Thing><Id>{each['id']}</Id></Thing>" for each in found)
    marker = "" if following is None else f"<NextMarker>{following}</NextMarker>"
    return f"<ListResult><Things>{things}</Things>{marker}</ListResult>".encode()


def by_xml(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give a page as XML."""
    return cursors("Marker", as_xml)(path, query, body)[0], {"Content-Type": "text/xml"}


def by_link(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items and a Link header that the document only describes."""
    begin = int(query.get("cursor", 0))
    more = {"Link": f'<{path}?cursor={begin + 3}>; rel="next"'} if begin + 3 < len(IDS) else {}
    return items(range(begin, begin + 3)), more


def by_url(made: Made) -> Asked:
    """Answer with three items; ``made`` gets them and the next number."""
    return cursors("begin", made)


def by_page(member: str) -> Asked:
    """Answer with a page of three items; the first page has the number 1."""

    def answer(path: str, query: dict[str, str], body: Any) -> Answer:
        begin = 3 * (int(query.get("page", 1)) - 1)
        return {member: items(range(begin, begin + 3))}, {}

    return answer


def by_header(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items and a header of which only the document tells what it is."""
    begin = int(query.get("begin", 0))
    more = {"x-next": f"{path}?begin={begin + 3}"} if begin + 3 < len(IDS) else {}
    return items(range(begin, begin + 3)), more


def by_page_in_header(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items and the number of the next page, which is empty on the last."""
    page = int(query.get("page", 1))
    last = 3 * page >= len(IDS)
    following = {"X-Next-Page": "" if last else str(page + 1)}
    return items(range(3 * page - 3, 3 * page)), following


def by_inner_cursor(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items after the cursor in an object of the body."""
    begin = int(body["pagination"].get("starting_after", 0))
    following = str(begin + 3) if begin + 3 < len(IDS) else None
    found = items(range(begin, begin + 3))
    return {"data": found, "pages": {"next": {"starting_after": following}}}, {}


def by_inner_offset(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items from the offset in an object of the body, which may be absent."""
    begin = int(body.get("pagination", {}).get("rowOffset", 0))
    return {"jobs": items(range(begin, begin + 3))}, {}


def kept(body: Any) -> Any:
    """Return a body without the members that choose the page."""
    if body is None:
        return None
    inner = {
        name: value
        for name, value in body.get("pagination", {}).items()
        if name not in ("starting_after", "rowOffset")
    }
    rest = {name: value for name, value in body.items() if name != "pagination"}
    return {**rest, "pagination": inner} if inner else rest


def url(number: int | None) -> str | None:
    """Return a relative URL."""
    return None if number is None else f"?begin={number}"


def text(number: int | None) -> str | None:
    """Return a cursor that is text."""
    return None if number is None else str(number)


KINDS: dict[str, tuple[Asked, int]] = {
    "iter_xml": (by_xml, 3),
    "iter_described_link": (by_link, 3),
    "iter_described_cursor": (
        cursors(
            "cursor",
            lambda found, next_: {
                "messages": found,
                **({"response_metadata": {"next_cursor": str(next_)}} if next_ else {}),
            },
        ),
        3,
    ),
    "iter_inner_cursor": (
        cursors(
            "after",
            lambda found, next_: {
                "status": 1,
                "artists": {"items": found, "cursors": {"after": text(next_)}},
            },
        ),
        3,
    ),
    "iter_inner_url": (
        by_url(lambda found, next_: {"albums": {"items": found, "next": url(next_)}}),
        3,
    ),
    "iter_unions": (
        cursors(
            "cursor",
            lambda found, next_: {
                "rows": found,
                "next_page": next_ is not None,
                **({"cursor": str(next_)} if next_ else {}),
            },
        ),
        3,
    ),
    "iter_linked_objects": (
        by_url(
            lambda found, next_: {
                "data": found,
                # The first link is an object, the second a URL.
                "links": {"next": {"href": url(3)} if next_ == 3 else url(next_)},
            }
        ),
        3,
    ),
    "iter_number_as_text": (
        cursors("marker", lambda found, next_: {"entries": found, "next_marker": next_}),
        3,
    ),
    "iter_from_next": (
        cursors("from", lambda found, next_: {"results": found, "next": next_}),
        3,
    ),
    "iter_after_next": (
        cursors(
            "after",
            lambda found, next_: {
                "data": found,
                "has_more": next_ is not None,
                "next": text(next_),
            },
        ),
        3,
    ),
    "iter_url_in_header": (by_header, 3),
    "iter_page_in_header": (by_page_in_header, 3),
    "iter_search_inner_body": (by_inner_cursor, 3),
    "iter_search_inner_offset": (by_inner_offset, 4),
    "iter_search_posted": (by_page("items"), 4),
    "iter_example_of_page": (by_page("payments"), 4),
    "iter_links": (
        cursors(
            "pageToken", lambda found, next_: {"links": found, "nextPageToken": text(next_) or ""}
        ),
        3,
    ),
}


BODIES: dict[str, dict[str, Any]] = {
    "iter_search_posted": {"text": "x"},
    "iter_search_inner_body": {"query": "x", "pagination": {"per_page": 3}},
    "iter_search_inner_offset": {},
}


@pytest.mark.parametrize("method", KINDS)
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_each_item_is_returned_once(
    package: Any, pages: Pages, method: str, asynchronous: bool
) -> None:
    """All items, in order, with one request per page."""
    pages.answer, calls = KINDS[method]
    body = BODIES.get(method)
    extra = {"body": body} if body is not None else {}
    if asynchronous:

        async def run() -> list[Any]:
            async with package.AsyncOperationPaginationKinds(base_url=pages.url) as client:
                return [each async for each in getattr(client.pages, method)(**extra)]

        found = asyncio.run(run())
    else:
        with package.OperationPaginationKinds(base_url=pages.url) as client:
            found = list(getattr(client.pages, method)(**extra))
    assert [each.id for each in found] == IDS
    assert all(isinstance(each, (package.Item, package.XmlItem)) for each in found)
    assert len(pages.asked) == calls
    assert [kept(sent) for _, _, sent in pages.asked] == [body] * calls


def test_a_cursor_equal_to_the_one_sent_ends_the_pages(package: Any, pages: Pages) -> None:
    """It was sent as text, although the response has it as a number."""
    pages.answer = lambda path, query, body: ({"entries": items([1]), "next_marker": 3}, {})
    with package.OperationPaginationKinds(base_url=pages.url) as client:
        assert len(list(client.pages.iter_number_as_text(marker="3"))) == 1


def test_an_unused_cursor_results_in_no_iterator(package: Any) -> None:
    """There is no method if the document states that the cursor is unused."""
    with package.OperationPaginationKinds(base_url="http://x") as client:
        assert hasattr(client.pages, "list_unused")
        assert not hasattr(client.pages, "iter_unused")
