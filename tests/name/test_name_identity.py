"""Identity of types does not depend on the characters in names or the order of the document."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stubwright.generate import generate
from stubwright.types.documents import Document, Documents
from stubwright.types.options import Options
from stubwright.types.result import Result

PREFIX = "#/components/schemas/"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6) | st.sampled_from(
    ["a", "A", "a b", "a/b", "a~!b", "~1", "%20", "a=b", "!value", "~!input", "ref=A", "item", "items"]
)  # fmt: skip
LEAVES: list[Any] = [
    {"type": "string"},
    {"type": "string", "description": "Said."},
    {"type": "integer"},
    {"enum": ["x", "y"]},
    {"enum": ["x"]},
    {"const": 1},
    {"const": True},
    {"type": ["string", "null"], "enum": ["x", None]},
    {"type": "string", "readOnly": True},
]


def inner(schemas: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return schemas made of others."""
    return (
        st.builds(
            lambda properties, required: {
                "type": "object",
                "properties": properties,
                "required": sorted(properties)[:required],
            },
            st.dictionaries(NAMES, schemas, min_size=1, max_size=3),
            st.integers(0, 2),
        )
        | st.builds(lambda items: {"type": "array", "items": items}, schemas)
        | st.builds(lambda values: {"type": "object", "additionalProperties": values}, schemas)
        | st.builds(lambda one, two: {"oneOf": [one, two]}, schemas, schemas)
        | st.builds(lambda one, two: {"allOf": [one, two]}, schemas, schemas)
    )


@st.composite
def components(draw: st.DrawFn) -> dict[str, Any]:
    """Draw components whose parts are often equal, and which refer to each other.

    What refers is an object's property, or a composition of two objects: documents have no arrays of themselves.
    """
    names = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    pointers = [name.replace("~", "~0").replace("/", "~1") for name in names]
    refs: list[Any] = [{"$ref": PREFIX + _quoted(pointer)} for pointer in pointers]
    plain = st.recursive(st.sampled_from(LEAVES), inner, max_leaves=6)
    parts = draw(st.lists(plain, min_size=2, max_size=4))
    object_ = st.builds(
        lambda properties: {"type": "object", "properties": properties},
        st.dictionaries(NAMES, st.sampled_from([*parts, *refs]), min_size=1, max_size=3),
    )
    body = st.sampled_from(parts) | inner(st.sampled_from([*parts, *LEAVES])) | object_
    found = {name: draw(body) for name in names}
    objects = [ref for ref, name in zip(refs, names, strict=True) if "properties" in found[name]]
    for name in draw(st.lists(NAMES, max_size=2, unique=True)) if len(objects) > 1 else ():
        found.setdefault(name, {"allOf": objects[:2]})
    return found


def _quoted(pointer: str) -> str:
    return "".join(f"%{byte:02X}" for byte in pointer.encode())


def run(schemas: dict[str, Any], pins: dict[str, str] | None = None) -> Result:
    """Generate a package of components."""
    tree: Any = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": schemas},
    }
    document = Document(uri="file:///a.json", name="a.json", data=b"", tree=tree, digest="")
    documents = Documents(root=document.uri, by_uri={document.uri: document}, refused={})
    return generate(documents, Options(), pins or {})


def at(schemas: dict[str, Any], key: str) -> Any:
    """Return the schema at the place that a pin's key is, None for what is derived of others."""
    place = key.replace("%20", " ").replace("%25", "%")
    if "~!" in place or not place.startswith(PREFIX):
        return None
    found: Any = schemas
    for part in place[len(PREFIX) :].split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or name not in found:
            return None  # a member of a composition, which is known by what it is
        found = found[name]
    return found


def classes(result: Result) -> set[str]:
    """Return the emitted classes, whole."""
    models = result.files["t/models.py"]
    text = models if isinstance(models, str) else models.decode()
    return set(re.split(r"\n\n\n+|\n(?=\w+: TypeAlias)", text.partition("\n\n\n")[2].strip()))


BOUNDS = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip


@BOUNDS
@given(components(), st.randoms(use_true_random=False))
def test_the_order_of_components_has_no_effect(
    schemas: dict[str, Any], order: random.Random
) -> None:
    """Components in another order result in the same classes with the same names."""
    items = list(schemas.items())
    order.shuffle(items)
    first, second = run(schemas), run(dict(items))
    assert first.pins == second.pins
    assert classes(first) == classes(second)


@BOUNDS
@given(components())
def test_places_with_the_same_name_have_equal_schemas(schemas: dict[str, Any]) -> None:
    """Places that share a name have equal schemas."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for key, name in run(schemas).pins.items():
        if " " not in key and (found := at(schemas, key)) is not None:
            by_name[name].add(json.dumps(found, sort_keys=True))
    assert {name: found for name, found in by_name.items() if len(found) > 1} == {}


@BOUNDS
@given(components())
def test_a_second_run_writes_nothing(schemas: dict[str, Any]) -> None:
    """With the names of the lock, the files are the same."""
    first = run(schemas)
    second = run(schemas, dict(first.pins))
    assert second.files == first.files
    assert second.pins == first.pins


@BOUNDS
@given(components(), NAMES, st.integers(0, 9), st.booleans())
def test_an_added_component_renames_nothing(
    schemas: dict[str, Any], name: str, at: int, first: bool
) -> None:
    """Pinned names are kept, whatever the new component is equal to and wherever it is inserted."""
    if name in schemas:
        return
    before = run(schemas)
    model = list(schemas.values())[at % len(schemas)]
    added = {name: {"type": "object", "properties": {"a": model, "b": model}}}
    after = run({**added, **schemas} if first else {**schemas, **added}, dict(before.pins))
    assert {key: after.pins.get(key) for key in before.pins} == dict(before.pins)
