"""Methods pass arguments by position; the runtime gets their names from the operation."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

DOCUMENT = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /shops/{shop}/pets/{pet}:
    put:
      operationId: move_pet
      parameters:
        - {name: note, in: query, schema: {type: string}}
        - {name: pet, in: path, required: true, schema: {type: string}}
        - {name: X-Why, in: header, schema: {type: string}}
        - {name: shop, in: path, required: true, schema: {type: integer}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {to: {type: string}}}}
          text/plain: {schema: {type: string}}
      responses: {204: {description: moved}}
  /shops/{shop}/copies/{shop}:
    get:
      operationId: get_copy
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string}}
        - {name: lost, in: path, required: true, schema: {type: string}}
        - {name: first, in: query, schema: {type: integer}}
      responses: {204: {description: there}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield the package of a document whose parameters have another order than those of its paths."""
    folder: Path = tmp_path_factory.mktemp("calls")
    (folder / "openapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    documents = load(str(folder / "openapi.yaml"), project=folder)
    for path, text in generate(documents, Options(package="shop_calls"), {}).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("shop_calls")
    sys.path.remove(str(folder))


@pytest.mark.parametrize(
    ("kind", "body", "written"),
    [("text/plain", "on foot", b"on foot"), ("application/json", {"to": "roof"}, b'{"to":"roof"}')],
)
def test_arguments_are_passed_by_the_documented_position(
    shop: Any, kind: str, body: Any, written: bytes
) -> None:
    """The document, its path and the call have three different orders."""
    given = {"note": "n", "x_why": "w", "tags": ["a", "b"], "body": body, "content_type": kind}
    asked, client, other = clients(shop)
    client.shops.move_pet("rex", 7, **given)
    asyncio.run(other.shops.move_pet("rex", 7, **given))
    wanted = ("http://x/shops/7/pets/rex?note=n&tags=a&tags=b", "w", kind, written)
    assert [
        (str(one.url), one.headers["x-why"], one.headers["content-type"], one.content)
        for one in asked
    ] == [wanted, wanted]


def test_omitted_arguments_do_not_shift_others(shop: Any) -> None:
    """Arguments after an omitted one keep their names; a parameter that is in no path is omitted."""
    asked, client, _ = clients(shop)
    client.shops.move_pet("rex", 7, tags=["a"])
    client.shops.get_copy("a", first=3)
    assert [str(one.url) for one in asked] == [
        "http://x/shops/7/pets/rex?tags=a",
        "http://x/shops/a/copies/a?first=3",
    ]


def clients(shop: Any) -> tuple[list[httpx2.Request], Any, Any]:
    """Return the sent requests, and both clients."""
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(204)

    transport = httpx2.MockTransport(answer)
    sync, asynchronous = httpx2.Client(transport=transport), httpx2.AsyncClient(transport=transport)
    return (
        asked,
        shop.Shop(base_url="http://x", http_client=sync),
        shop.AsyncShop(base_url="http://x", http_client=asynchronous),
    )
