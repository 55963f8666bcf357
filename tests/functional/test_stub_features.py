"""Stubs answer pages, streams, downloads, uploads and redirects; a sync and an async client receive the same."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from cases import call

DOCUMENT = """\
openapi: 3.2.0
info: {title: Depot, version: "1"}
servers: [{url: "https://depot.example"}]
paths:
  /items:
    get:
      operationId: listItems
      tags: [items]
      parameters:
        - {name: cursor, in: query, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        "200":
          description: A page.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {type: array, items: {type: string}}
                  next_cursor: {type: string}
  /events:
    get:
      operationId: listen
      tags: [items]
      responses: {"200": {description: x, content: {text/event-stream: {itemSchema: {type: integer}}}}}
  /label:
    get:
      operationId: label
      tags: [items]
      responses: {"200": {description: x, content: {image/png: {schema: {type: string, format: binary}}}}}
    put:
      operationId: setLabel
      tags: [items]
      requestBody: {required: true, content: {image/png: {schema: {type: string, format: binary}}}}
      responses: {"204": {description: x}}
  /elsewhere:
    get:
      operationId: elsewhere
      tags: [items]
      responses: {"302": {description: x}}
"""


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the generated package of the document, with its testing module."""
    folder = tmp_path_factory.mktemp("depot")
    (folder / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    text = '[tool.stubwright]\ndocument = "openapi.yaml"\npackage = "depot"\ntesting = true\n'
    (folder / "pyproject.toml").write_text(text, "utf-8")
    code, _, talk = call(["generate"], folder=folder)
    assert code == 0, talk
    sys.path.insert(0, str(folder))
    try:
        yield import_module("depot")
    finally:
        sys.path.remove(str(folder))


def stub(depot: Any, stubs: Any, items: Any) -> None:
    """Define the replies of each method."""
    first = depot.ListItemsResponse(data=["a", "b"], next_cursor="2")
    stubs.on(items.list_items).reply(first).reply({"data": ["c"]})
    stubs.on(items.listen).reply([1, 2])
    stubs.on(items.label).reply(b"png")
    stubs.on(items.set_label).connection_error(sent=False).reply()
    stubs.on(items.elsewhere).reply("https://depot.example/there")


def synchronous(depot: Any, stubs: Any) -> list[Any]:
    """Return what a sync client receives."""
    with depot.Depot(http_client=stubs.transport) as client:
        stub(depot, stubs, client.items)
        found = [list(client.items.iter_items(limit=2)), list(client.items.listen())]
        with client.streaming(client.items.label) as response:
            found.append(response.read())
        found.append(client.items.set_label(body=iter([b"p", b"ng"])))
        return [*found, client.items.elsewhere()]


def asynchronous(depot: Any, stubs: Any) -> list[Any]:
    """Return what an async client receives."""

    async def main() -> list[Any]:
        async with depot.AsyncDepot(http_client=stubs.async_transport) as client:
            stub(depot, stubs, client.items)
            found: list[Any] = [[each async for each in client.items.iter_items(limit=2)]]
            found.append([each async for each in await client.items.listen()])
            async with client.streaming(client.items.label) as response:
                found.append(await response.read())
            found.append(await client.items.set_label(body=[b"p", b"ng"]))
            return [*found, await client.items.elsewhere()]

    return asyncio.run(main())


@pytest.mark.parametrize("receive", [synchronous, asynchronous])
def test_each_feature(depot: Any, receive: Callable[[Any, Any], list[Any]]) -> None:
    """Values pass through the whole client: pages are followed, a call that was not sent is retried."""
    stubs = import_module("depot.testing").Stubs()
    found = receive(depot, stubs)
    assert found == [["a", "b", "c"], [1, 2], b"png", None, "https://depot.example/there"]
    called = [each.operation for each in stubs.calls]
    assert called == [
        *["GET /items"] * 2,
        "GET /events",
        "GET /label",
        *["PUT /label"] * 2,
        "GET /elsewhere",
    ]
    assert stubs.calls[1].arguments == {"cursor": "2", "limit": 2}
