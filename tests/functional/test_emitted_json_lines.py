"""Bodies and responses with items, one per line or as text sequences (RFC 7464), against a server on loopback."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from server import ChunkedHandler, running

PIECES: list[tuple[str, list[bytes]]] = []


class Echo(ChunkedHandler):
    """Send the received chunks back."""

    def do_POST(self) -> None:
        """Read the chunks of a body and send each back as a chunk."""
        pieces = list(self.chunks())
        PIECES.append((str(self.headers.get("Transfer-Encoding", "length")), pieces))
        self.answer(str(self.headers["Content-Type"]), pieces)


@pytest.fixture(name="url")
def echoing() -> Iterator[str]:
    """Return the URL of a running server."""
    PIECES.clear()
    with running(Echo) as url:
        yield url


@pytest.mark.case("body/json-lines")
def test_a_list_is_sent_whole_and_an_iterator_item_by_item(package: Any, url: str) -> None:
    """Items are typed in both directions; an iterator is advanced only while sending."""
    items = [package.Item(id=1, on=dt.date(2020, 1, 2)), package.Item(id=2)]
    with package.JSONLines(base_url=url) as client:
        assert list(client.items.convert_lines(body=items)) == items
        assert list(client.items.convert_lines(body=iter(items))) == items
        assert list(client.items.convert_sequence(body=(each for each in items))) == items
        assert list(client.items.convert_sequence(body=[{"id": 3}])) == [package.Item(id=3)]
    lines = [b'{"id":1,"on":"2020-01-02"}\n', b'{"id":2}\n']
    assert [
        ("length", [b"".join(lines)]),
        ("chunked", lines),
        ("chunked", [b"\x1e" + line for line in lines]),
        ("length", [b'\x1e{"id":3}\n']),
    ] == PIECES


@pytest.mark.case("body/json-lines")
def test_an_async_client_takes_async_items(package: Any, url: str) -> None:
    """The items of an async iterator are sent one by one as well."""

    async def items() -> AsyncIterator[Any]:
        yield package.Item(id=1)
        await asyncio.sleep(0)
        yield package.Item(id=2)

    async def call() -> list[Any]:
        async with package.AsyncJSONLines(base_url=url) as client:
            found = [each async for each in await client.items.convert_lines(body=items())]
            return found + [
                each async for each in await client.items.convert_sequence(body=iter(found))
            ]

    assert asyncio.run(call()) == [package.Item(id=1), package.Item(id=2)] * 2
    assert [(kind, len(pieces)) for kind, pieces in PIECES] == [("chunked", 2), ("chunked", 2)]


@pytest.mark.case("body/json-lines")
def test_an_invalid_item_is_refused(package: Any, url: str) -> None:
    """An invalid item raises, in a list and in an iterator; a single object is not an iterable of items."""
    errors = package.EncodeError
    with package.JSONLines(base_url=url) as client:
        for body in ([{"id": 1}, 5], iter([{"id": 1}, 5])):
            with pytest.raises(errors, match="expected Item, got int"):
                client.items.convert_lines(body=body)
        with pytest.raises(errors, match="expected an iterable of items, got Item"):
            client.items.convert_lines(body=package.Item(id=1))
        with pytest.raises(errors, match="expected an iterable of items, got dict"):
            client.items.convert_lines(body={"id": 1})
