"""XML in parts of forms that generated packages send, and in requests that they receive."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

import pytest

from emitted_calls import client_of

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.case("xml/parts-and-webhooks")
def test_parts_that_are_xml_documents(package: Any) -> None:
    """An object is sent as an XML document, and so is each object of a list; a string is sent unchanged."""
    client, port = client_of(package)
    client.orders.place_order(
        body=package.PlaceOrderRequest(
            order=package.Order(id=7, on=dt.date(2020, 1, 2), lines=[package.Line(sku="a")]),
            lines=[package.Line(sku="b", count=2)],
            note="<note/>",
            meta=package.PlaceOrderRequestMeta(a="1"),
        )
    )
    assert port.parts() == {
        "order": (
            "application/xml",
            None,
            HEAD + b'<order xmlns="https://shop.example/" id="7"><on>2020-01-02</on>'
            b'<lines><lines sku="a"/></lines></order>',
        ),
        "lines": ("text/xml", None, HEAD + b'<Line sku="b"><count>2</count></Line>'),
        "note": ("application/xml", None, b"<note/>"),
        "meta": ("application/json", None, b'{"a":"1"}'),
    }
    client.orders.place_order(body={"order": {"id": 8}, "lines": [{"sku": "c"}]})
    order = HEAD + b'<order xmlns="https://shop.example/" id="8"/>'
    assert port.parts() == {
        "order": ("application/xml", None, order),
        "lines": ("text/xml", None, HEAD + b'<Line sku="c"/>'),
    }


@pytest.mark.case("xml/parts-and-webhooks")
@pytest.mark.parametrize(
    "body",
    [
        b'<order xmlns="https://shop.example/" id="7"><on>2020-01-02</on><lines><lines sku="\xc3\xa9"/></lines></order>',
        b'\xef\xbb\xbf<order id="7"><on>2020-01-02</on><lines><lines sku="\xc3\xa9"/></lines></order>',
        b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<order id="7"><on>2020-01-02</on><lines><lines sku="\xe9"/></lines></order>',
        '<?xml version="1.0" encoding="UTF-16"?><order id="7"><on>2020-01-02</on><lines><lines sku="\u00e9"/></lines></order>',
        '{"id": 7, "on": "2020-01-02", "lines": [{"sku": "\u00e9"}]}',
    ],
)
def test_a_webhook_of_xml_is_read(package: Any, body: Any) -> None:
    """Bytes are decoded by their declaration, strings unchanged; JSON if the sender uses it."""
    webhooks = importlib.import_module(f"{package.__name__}.webhooks")
    wanted = package.Order(id=7, on=dt.date(2020, 1, 2), lines=[package.Line(sku="\u00e9")])
    assert webhooks.parse_order_sent(body) == wanted


@pytest.mark.case("xml/parts-and-webhooks")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<order id='x'/>", r"\$.id: expected int"),
        (b"<order>", "not XML"),
        (b"<!DOCTYPE order [<!ENTITY a 'b'>]><order id='1'/>", "document type declaration"),
        (b"no", "not JSON"),
    ],
)
def test_invalid_xml_parts_are_refused(package: Any, body: bytes, message: str) -> None:
    """An error has its path or its position; entities are never expanded."""
    webhooks = importlib.import_module(f"{package.__name__}.webhooks")
    with pytest.raises(package.DecodeError, match=message):
        webhooks.parse_order_sent(body)
