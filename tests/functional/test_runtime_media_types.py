"""Selection of the documented media type for a response (OpenAPI 3.1.1, 4.8.17; RFC 9110, 8.3.1)."""

from __future__ import annotations

import pytest

from stubwright.runtime._runtime.media_types import closest

VERSIONS = ("application/json;v=1", "application/json;v=2")


@pytest.mark.parametrize(
    ("known", "media_type", "wanted"),
    [
        (VERSIONS, "application/json;v=2", "application/json;v=2"),
        (VERSIONS, 'application/json; charset=utf-8; V="2"', "application/json;v=2"),
        (VERSIONS, "application/json", "application/json;v=1"),
        (VERSIONS, "application/json;v=3", "application/json;v=1"),
        ((*VERSIONS, "application/json"), "application/json;v=3", "application/json"),
        (("application/json", *VERSIONS), "application/json;v=2", "application/json;v=2"),
        (
            ("text/plain;charset=UTF-8", "text/plain"),
            "text/plain; charset=utf-8",
            "text/plain;charset=UTF-8",
        ),
        (("*/*", "text/*", "text/csv"), "text/csv;header=absent", "text/csv"),
        (("*/*", "text/*"), "text/html", "text/*"),
        (
            ("application/json;stream=watch", "application/json"),
            "application/json",
            "application/json",
        ),
        (("application/vnd.a+json;v=2",), "application/problem+json", "application/vnd.a+json;v=2"),
    ],
)
def test_the_most_specific_media_type_is_used(
    known: tuple[str, ...], media_type: str, wanted: str
) -> None:
    assert closest(dict.fromkeys(known), media_type) == wanted
