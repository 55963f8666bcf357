"""Documented headers of a response, read as their class."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import pytest

from stubwright.runtime.errors import DecodeError
from stubwright.runtime.http import RawResponse


@dataclass(kw_only=True)
class Headers:
    """Headers of every kind."""

    __wire__: ClassVar = {"rate": "X-Rate", "until": "X-Until"}

    rate: int | None = None
    until: dt.datetime
    ratio: float | None = None
    on: bool | None = None
    tags: list[int] = field(default_factory=list[int])
    kind: Literal["a"] | str | None = None
    size: dict[str, str] | None = None
    anything: Any = None


def response(**headers: str) -> RawResponse:
    """Return a response with headers; underscores are hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return RawResponse(status=200, headers=named, content=b"")


@pytest.mark.parametrize(
    ("given", "name", "want"),
    [
        ({"X_Rate": "12"}, "rate", 12),
        ({"X_Rate": " 12 "}, "rate", 12),
        ({"X_Rate": "many"}, "rate", "many"),
        ({"X_Until": "2024-01-01T00:00:00Z"}, "until", dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)),
        ({"X_Until": "soon"}, "until", "soon"),
        ({}, "until", None),
        ({"ratio": "1.5"}, "ratio", 1.5),
        ({"on": "true"}, "on", True),
        ({"on": "maybe"}, "on", "maybe"),
        ({"tags": "1, 2"}, "tags", [1, 2]),
        ({"kind": "b"}, "kind", "b"),
        ({"size": "w=1,h=2"}, "size", {"w": "1", "h": "2"}),
        ({"size": "w,1,h,2"}, "size", {"w": "1", "h": "2"}),
        ({"anything": "1"}, "anything", "1"),
    ],
)  # fmt: skip
def test_headers_are_decoded_as_their_types(given: dict[str, str], name: str, want: object) -> None:
    """Strings become numbers, date-times, lists and objects; a value that does not match is unchanged."""
    assert getattr(response(**given).headers_as(Headers), name) == want


def test_an_odd_number_of_parts_is_refused() -> None:
    """An object with an odd number of parts is not decoded."""
    with pytest.raises(DecodeError, match="expected pairs"):
        response(size="w,1,h").headers_as(Headers)
