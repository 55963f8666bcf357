"""A success that the document does not declare: the value has the method's type, or the call raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.response import read
from stubwright.runtime.errors import DecodeError
from stubwright.runtime.http import RawResponse, Request


@dataclass(slots=True, kw_only=True)
class Thing:
    id: str


@dataclass(slots=True, kw_only=True)
class Fault:
    code: str | None = None


JSON = {"content-type": "application/json"}
ERRORS = Operation["None"]("GET /errors", responses={404: "Fault"})
BOTH = Operation["Thing | None"]("DELETE /both", responses={204: "None", 200: "Thing"})
WITH_DEFAULT = Operation["Thing"]("POST /a", responses={200: "Thing", "default": "Fault"})


def answer(operation: Operation[Any], status: int, content: bytes) -> Any:
    request = Request(operation.method, "https://shop.example", {})
    return read(operation, __name__, request, RawResponse(status, JSON, content))


@pytest.mark.parametrize(("status", "content"), [(200, b'{"id":"1"}'), (204, b""), (202, b"[1]")])
def test_a_method_without_a_documented_success_returns_none(status: int, content: bytes) -> None:
    assert answer(ERRORS, status, content) is None


def test_another_status_is_read_as_the_success_that_matches_its_content() -> None:
    assert answer(BOTH, 201, b'{"id":"1"}') == Thing(id="1")
    assert answer(BOTH, 202, b"") is None
    assert answer(WITH_DEFAULT, 201, b'{"id":"1"}') == Thing(id="1")


@pytest.mark.parametrize(("status", "content"), [(204, b""), (201, b'{"code":"x"}'), (201, b"[]")])
def test_invalid_content_raises(status: int, content: bytes) -> None:
    with pytest.raises(DecodeError, match=rf"POST https://shop.example → {status}"):
        answer(WITH_DEFAULT, status, content)
