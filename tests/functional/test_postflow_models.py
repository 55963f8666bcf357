"""Properties of the generated models: valid values round-trip, invalid ones are refused with their path."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import REPOSITORY

DOCUMENT = yaml.safe_load((REPOSITORY / "spec/postflow.yaml").read_text("utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
LENIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
moments = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30)).map(
    lambda moment: moment.isoformat() + "Z"
)
scalars = {
    "string": st.text(),
    "integer": st.integers(),
    "number": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "null": st.none(),
}


def kinds(schema: dict[str, Any]) -> list[str]:
    """Return the JSON types of a schema."""
    kind = schema["type"]
    return [kind] if isinstance(kind, str) else kind


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that match a schema of the document."""
    if "$ref" in schema:
        return objects(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if schema.get("format") == "date-time":
        text = moments
        return text | st.none() if "null" in kinds(schema) else text
    found = []
    for kind in kinds(schema):
        if kind == "array":
            items = values(schema["items"]) if "items" in schema else json_values
            found.append(st.lists(items, max_size=3))
        else:
            found.append(scalars[kind])
    return st.one_of(found)


def objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that match an object schema."""
    needed = set(schema.get("required", ()))
    made = {name: values(each) for name, each in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: each for name, each in made.items() if name in needed},
        optional={name: each for name, each in made.items() if name not in needed},
    )


payloads = objects(SCHEMAS["PostMetricData"])


def normal(schema: dict[str, Any], value: Any) -> Any:
    """Parse date-times, so that two spellings of one moment are equal."""
    if "$ref" in schema:
        properties = SCHEMAS[schema["$ref"].rpartition("/")[2]]["properties"]
        return {name: normal(properties[name], each) for name, each in value.items()}
    if schema.get("format") == "date-time" and value is not None:
        return dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return value


@LENIENT
@given(payload=payloads)
def test_valid_payloads_round_trip(postflow: Any, payload: dict[str, Any]) -> None:
    """Any valid payload is decoded and encoded unchanged, except for the spelling of moments."""
    model = postflow.decode(postflow.PostMetricData, payload)
    reference = {"$ref": "#/components/schemas/PostMetricData"}
    assert normal(reference, postflow.encode(model)) == normal(reference, payload)
    assert postflow.decode_json(postflow.PostMetricData, postflow.encode_json(model)) == model


WRONG = {"string": 5, "integer": "many", "number": "many", "boolean": "yes", "array": {"a": 1}}


def faults() -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Yield one structural fault for each member: its path, its keys, and the wrong value."""
    for name, schema in SCHEMAS["PostMetricData"]["properties"].items():
        yield from faults_of(schema, f"$.{name}", (name,))


def faults_of(
    schema: dict[str, Any], path: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Yield the faults at a member and below it."""
    if "$ref" in schema:
        yield path, keys, [1]
        for name, each in SCHEMAS[schema["$ref"].rpartition("/")[2]]["properties"].items():
            yield from faults_of(each, f"{path}.{name}", (*keys, name))
        return
    kind = next(each for each in kinds(schema) if each != "null")
    yield path, keys, WRONG[kind]
    if schema.get("format") == "date-time":
        yield path, keys, "yesterday"
        yield path, keys, "2023-02-30T00:00:00Z"
    if kind == "integer":
        yield path, keys, True
        yield path, keys, 1.5
    if "items" in schema:
        yield f"{path}[1]", keys, ["fine", 5]


def with_value(example: Any, keys: tuple[str, ...], value: Any) -> Any:
    """Return a copy of the example with one value changed."""
    payload = copy.deepcopy(example[0])
    place = payload
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    return payload


@pytest.mark.parametrize(
    ("path", "keys", "value"),
    list(faults()),
    ids=lambda each: str(each) if isinstance(each, str) else "",
)
def test_an_invalid_value_is_refused_with_its_path(
    postflow: Any, example: Any, path: str, keys: tuple[str, ...], value: Any
) -> None:
    """A wrong JSON type and an invalid format raise DecodeError with the path."""
    with pytest.raises(postflow.DecodeError) as caught:
        postflow.decode(postflow.PostMetricData, with_value(example, keys, value))
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("name", SCHEMAS["PostMetricData"]["required"])
def test_missing_member_is_refused(postflow: Any, example: Any, name: str) -> None:
    """A missing required member is reported by name."""
    payload = {key: value for key, value in example[0].items() if key != name}
    with pytest.raises(postflow.DecodeError, match=name):
        postflow.decode(postflow.PostMetricData, payload)


@pytest.mark.parametrize("name", list(SCHEMAS["PostDetailData"]["properties"]))
def test_null_in_an_optional_member_is_absent(postflow: Any, example: Any, name: str) -> None:
    """Null in an optional member is accepted, although the schema forbids it."""
    payload = with_value(example, ("postDetail", name), None)
    model = postflow.decode(postflow.PostMetricData, payload)
    assert name not in postflow.encode(model)["postDetail"]


@pytest.mark.parametrize("name", ["id", "updated_at", "postDetail", "items"])
def test_null_in_a_required_member_is_refused(postflow: Any, example: Any, name: str) -> None:
    """Null in a required member that is not nullable is refused."""
    with pytest.raises(postflow.DecodeError):
        postflow.decode(postflow.PostMetricData, with_value(example, (name,), None))


def test_undeclared_members_are_accepted(postflow: Any, example: Any) -> None:
    """Undeclared members are accepted."""
    payload = {**example[0], "added_tomorrow": 1}
    model = postflow.decode(postflow.PostMetricData, payload)
    assert postflow.encode(model) == example[0]
