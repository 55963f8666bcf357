"""Comparison of pages with a Swagger 2.0 document: bodies, forms, hosts and security, with their pointers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from command import stubwright
from stubwright.transcribe.transcribe import read_drafts
from stubwright.verify.described import described, is_known
from stubwright.verify.verify import verify

FOLDER = Path(__file__).parent / "rendered"
ORDER = "swagger-ui-kiosk-post-papers-paper-orders.txt"
COVER = "swagger-ui-kiosk-put-papers-paper-cover.txt"
ORDERS = "/paths/~1papers~1{paper}~1orders/post"


def kiosk() -> Any:
    return yaml.safe_load((FOLDER / "kiosk.yaml").read_text(encoding="utf-8"))


def findings(page: str, tree: Any) -> list[tuple[str, str]]:
    drafts, refused = read_drafts([(page, (FOLDER / "pages" / page).read_text(encoding="utf-8"))])
    assert not refused
    return [(one.subject, one.message) for one in verify(drafts, tree) if one.kind != "unstated"]


@pytest.mark.parametrize("page", [ORDER, COVER])
def test_no_finding_if_the_document_agrees(page: str) -> None:
    assert findings(page, kiosk()) == []


def test_each_difference_has_its_pointer_in_the_document() -> None:
    tree = kiosk()
    tree["host"] = "shop.example"
    operation = tree["paths"]["/papers/{paper}/orders"]["post"]
    operation["parameters"][1]["type"] = "integer"
    del operation["parameters"][1]["default"]
    tree["definitions"]["Order"]["properties"]["copies"]["maximum"] = 99
    del operation["responses"]["404"]
    found = dict(findings(ORDER, tree))
    assert list(found) == [
        "/host",
        f"{ORDERS}/parameters/1",
        "/definitions/Order/properties/copies",
        f"{ORDERS}/responses",
    ]
    assert found["/host"] == (
        "the document has the server https://shop.example/v2, "
        "the page says https://kiosk.example/v2"
    )


def test_the_fields_of_a_form_are_the_body() -> None:
    tree = kiosk()
    operation = tree["paths"]["/papers/{paper}/cover"]["put"]
    operation["parameters"][1]["required"] = False
    operation["parameters"][2]["name"] = "title"
    messages = [message for _, message in findings(COVER, tree)]
    assert "the document lacks the property 'caption' of the request body" in messages
    assert "the document lacks that the request body, 'picture' is required" in messages


def test_security_servers_and_null_are_read() -> None:
    (operation,) = described(
        {
            "swagger": "2.0",
            "basePath": "/v1/",
            "security": [{"key": []}, {"basic": []}],
            "securityDefinitions": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "basic": {"type": "basic"},
            },
            "paths": {
                "/pets": {
                    "parameters": [{"$ref": "#/parameters/limit"}],
                    "get": {
                        "produces": ["text/csv; charset=utf-8"],
                        "responses": {"200": {"schema": {"type": "string", "x-nullable": True}}},
                    },
                }
            },
            "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
        }
    )
    assert [one.value for one in operation.servers] == ["/v1"]
    assert [one.facts["type"].value for one in operation.schemes] == ["apiKey", "http"]
    (limit,) = operation.parameters
    assert (limit.name, limit.where.rule) == ("limit", "/parameters/limit")
    content = operation.responses["200"].content
    assert content is not None
    assert content.media is not None
    assert content.shape is not None
    assert content.media.value == ["text/csv"]
    assert content.shape.facts["nullable"].value is True


def test_a_document_of_another_version_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "old.yaml"
    document.write_text("swaggerVersion: '1.2'\napis: []\n", encoding="utf-8")
    page = FOLDER / "pages" / ORDER
    done = stubwright("verify", str(page), "--document", str(document), cwd=tmp_path)
    assert done.code == 2
    assert "version-unknown" in done.err
    assert "lacks" not in done.out + done.err
    assert is_known({"openapi": "3.1.0"})
    assert not is_known({"openapi": "4.0.0"})
    assert not is_known([])
