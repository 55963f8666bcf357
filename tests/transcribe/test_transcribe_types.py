"""Descriptions of types and limits, in the wording of the systems."""

from __future__ import annotations

import pytest

from stubwright.transcribe.pages.markdown_lines import clean
from stubwright.transcribe.reading.limits import read_limits
from stubwright.transcribe.reading.type_words import TypeWords, read_type

T = TypeWords


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("string", T(type="string")),
        ("string<date-time>", T(type="string", format="date-time")),
        ("integer($int64)", T(type="integer", format="int64")),
        ("string | null", T(type="string", nullable=True)),
        ("string<date> or null", T(type="string", format="date", nullable=True)),
        ("enum<string>", T(type="string", enum=True)),
        ("object[]", T(type="array", items=T(type="object"))),
        ("array[string]", T(type="array", items=T(type="string"))),
        ("[string]", T(type="array", items=T(type="string"))),
        (
            "array of array of number",
            T(type="array", items=T(type="array", items=T(type="number"))),
        ),
        ("Array of strings (Tag)", T(type="array", items=T(type="string", title="Tag"))),
        ("PetStatus (string)", T(type="string", title="PetStatus")),
        ("PetData · object", T(type="object", title="PetData")),
        ("any", T()),
        ("A pet of the shop", None),
        ("uuid", None),
        ("", None),
    ],
)
def test_types(text: str, want: TypeWords | None) -> None:
    assert read_type(text) == want


def test_formats_and_models_are_types_only_if_a_system_prints_them() -> None:
    assert read_type("uuid", formats=True) == T(type="string", format="uuid")
    assert read_type("int64", formats=True) == T(type="integer", format="int64")
    assert read_type("array of Pet", models=True) == T(type="array", items=T(title="Pet"))
    assert read_type("array of Pet") is None


@pytest.mark.parametrize(
    ("text", "kind", "want"),
    [
        ("[ 1 .. 200 ]", "integer", {"minimum": 1, "maximum": 200}),
        (
            "[ 1 .. 20 ] characters",
            "string",
            {"minLength": 1, "maxLength": 20},
        ),
        ("1 <= x <= 2147483647", "integer", {"minimum": 1, "maximum": 2147483647}),
        (">= 0 and <= 1", "number", {"minimum": 0, "maximum": 1}),
        ("> 0", "number", {"exclusiveMinimum": 0}),
        (">= 3 characters", "string", {"minLength": 3}),
        ("length ≤ 255", "string", {"maxLength": 255}),
        ("length between 1 and 64", "string", {"minLength": 1, "maxLength": 64}),
        ("≥ 1", "integer", {"minimum": 1}),
        ("0 to 100", "integer", {"minimum": 0, "maximum": 100}),
        ("<= 10 items", "array", {"maxItems": 10}),
        ("non-empty", "string", {"minLength": 1}),
        ("a page of results", "integer", {}),
    ],
)
def test_limits(text: str, kind: str, want: dict[str, int]) -> None:
    assert read_limits(text, kind) == want


def test_a_link_may_have_parentheses_in_its_address() -> None:
    assert clean("[/ships/{id}](#/Ships%20(old)/get)") == "/ships/{id}"
