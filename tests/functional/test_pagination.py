"""Pagination by every rule, against a server on loopback: each item is returned once, sync and async."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from page_server import IDS, Answer, Asked, Pages, items

pytestmark = pytest.mark.case("operation/pagination")


def by_cursor(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items behind the place that the cursor names."""
    begin = int((body or query).get("cursor") or query.get("pageToken") or 0)
    token = str(begin + 3) if begin + 3 < len(IDS) else None
    found = items(range(begin, begin + 3))
    if body is not None:
        return {"results": found, **({"next_cursor": token} if token else {})}, {}
    return {"data": found, "meta": {"nextPageToken": token}}, {}


def by_url(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items and a relative URL."""
    begin = int(query.get("begin", 0))
    more = {"@odata.nextLink": f"?begin={begin + 3}&kept=a%20b"} if begin + 3 < len(IDS) else {}
    return {"value": items(range(begin, begin + 3)), **more}, {}


def by_link(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items and a Link header."""
    begin = int(query.get("begin", 0))
    links = '</first>; rel="first"'
    if begin + 3 < len(IDS):
        links += f', </by-link?begin={begin + 3}>; rel="next"'
    return items(range(begin, begin + 3)), {"Link": links}


def by_last_id(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give three items behind an id."""
    begin = int(query["starting_after"]) + 1 if "starting_after" in query else 0
    return {"data": items(range(begin, begin + 3)), "has_more": begin + 3 < len(IDS)}, {}


def by_offset(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give two items, however many are asked for."""
    begin = int(query.get("offset", 0))
    return {"items": items(range(begin, begin + 2)), "total": len(IDS)}, {}


def by_page(path: str, query: dict[str, str], body: Any) -> Answer:
    """Give a page of three items; nothing says which is the last."""
    begin = 3 * (int(query.get("page", 1)) - 1)
    return {"result": {"things": items(range(begin, begin + 3))}}, {}


RULES = [
    pytest.param(("iter_by_cursor", by_cursor, 3), id="cursor"),
    pytest.param(("iter_search_items", by_cursor, 3), id="cursor-in-body"),
    pytest.param(("iter_by_url", by_url, 3), id="next-url"),
    pytest.param(("iter_by_link", by_link, 3), id="link-header"),
    pytest.param(("iter_by_last_id", by_last_id, 3), id="last-id"),
    pytest.param(("iter_by_offset_", by_offset, 4), id="offset"),
    pytest.param(("iter", by_page, 4), id="page"),
]


@pytest.mark.parametrize("case", RULES)
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_each_item_is_returned_once(
    package: Any, pages: Pages, case: tuple[str, Asked, int], asynchronous: bool
) -> None:
    """All items, in order, with one request per page."""
    method, pages.answer, calls = case
    extra = {"body": {"query": "x"}} if "search" in method else {}
    if asynchronous:

        async def run() -> list[Any]:
            async with package.AsyncOperationPagination(base_url=pages.url) as client:
                return [each async for each in getattr(client.pages, method)(**extra)]

        found = asyncio.run(run())
    else:
        with package.OperationPagination(base_url=pages.url) as client:
            found = list(getattr(client.pages, method)(**extra))
    assert [each.id for each in found] == IDS
    assert all(isinstance(each, package.Item) for each in found)
    assert len(pages.asked) == calls
    if extra:
        assert [body["query"] for _, _, body in pages.asked] == ["x"] * calls


def test_pages_are_requested_when_needed(package: Any, pages: Pages) -> None:
    """Nothing is sent before the first item is requested; ``pages`` returns whole responses."""
    pages.answer = by_cursor
    with package.OperationPagination(base_url=pages.url) as client:
        found = client.pages.iter_by_cursor(page_size=3, headers={"X-A": "1"})
        assert pages.asked == []
        assert next(found).id == "0"
        assert len(pages.asked) == 1
        whole = list(client.pages.iter_by_cursor(page_token="3", page_size=3).pages())
        assert [len(page.data) for page in whole] == [3, 1]
        assert isinstance(whole[0], package.ListByCursorResponse)
        assert {query.get("pageSize") for _, query, _ in pages.asked} == {"3"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda path, query, body: ({"data": items([1]), "meta": {"nextPageToken": "same"}}, {}),
        lambda path, query, body: ({"data": items([1]), "meta": {"nextPageToken": ""}}, {}),
        lambda path, query, body: (
            {"data": items([1]), "meta": {"nextPageToken": "x", "hasMore": False}},
            {},
        ),
        lambda path, query, body: ({"data": items([1])}, {}),
    ],
    ids=["same", "empty", "has-more", "absent"],
)
def test_the_last_page_is_recognised(package: Any, pages: Pages, answer: Asked) -> None:
    """A cursor that is absent, empty or equal to the one sent ends the pages, and so does ``hasMore``."""
    pages.answer = answer
    with package.OperationPagination(base_url=pages.url) as client:
        assert len(list(client.pages.iter_by_cursor(page_token="same"))) == 1


def test_a_missing_next_page_is_logged(
    package: Any, pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says that items may be missing; an end that both members state is not logged."""
    told = {"nextPageToken": None, "hasMore": False}
    pages.answer = lambda path, query, body: ({"data": items([1]), "meta": told}, {})
    with package.OperationPagination(base_url=pages.url) as client:
        assert len(list(client.pages.iter_by_cursor())) == 1
        assert caplog.text == ""
        told["hasMore"] = True
        assert len(list(client.pages.iter_by_cursor())) == 1
    assert "meta.hasMore is true, but the next page is not given" in caplog.text


def test_a_loop_of_pages_is_refused(package: Any, pages: Pages) -> None:
    """Pages that lead back to an earlier one are not followed endlessly."""
    turn = {"": "a", "a": "b", "b": "a"}

    def answer(path: str, query: dict[str, str], body: Any) -> Answer:
        token = turn[query.get("pageToken", "")]
        return {"data": items([1]), "meta": {"nextPageToken": token}}, {}

    pages.answer = answer
    with package.OperationPagination(base_url=pages.url) as client:
        found = client.pages.iter_by_cursor()
        with pytest.raises(package.OperationPaginationError, match="form a loop"):
            list(found)
    assert len(pages.asked) == 3


@pytest.mark.parametrize("method", ["iter_by_offset_", "iter"])
def test_a_repeated_page_ends_the_pages(
    package: Any, pages: Pages, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that repeats the previous one ends the pages: each item is returned once, and the log has the reason."""
    every = items(range(3))
    pages.answer = lambda path, query, body: ({"items": every, "result": {"things": every}}, {})
    with package.OperationPagination(base_url=pages.url) as client:
        found = list(getattr(client.pages, method)())
    assert [item.id for item in found] == IDS[:3]
    assert len(pages.asked) == 2
    assert "the page repeats the previous one" in caplog.text


@pytest.mark.parametrize(
    "target", ["https://evil.example/x", "//evil.example/x", "http://127.0.0.1:1/"]
)
def test_a_next_page_at_another_origin_is_refused(package: Any, pages: Pages, target: str) -> None:
    """A URL of another server is refused, since it would receive the credentials."""
    pages.answer = lambda path, query, body: (
        {"value": items([1]), "@odata.nextLink": target},
        {},
    )
    with package.OperationPagination(base_url=pages.url) as client:
        found = client.pages.iter_by_url()
        assert next(found).id == "1"
        with pytest.raises(package.OperationPaginationError, match="on another server"):
            next(found)
    assert len(pages.asked) == 1


def test_an_unknown_next_page_results_in_no_iterator(package: Any) -> None:
    """There is no method if the document does not say how to request the next page."""
    with package.OperationPagination(base_url="http://x") as client:
        assert not hasattr(client.pages, "iter_not_told")
        assert not hasattr(client.pages, "iter_two_lists")
