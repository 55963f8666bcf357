"""Overlays change a tree as their actions say, and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from typing import Any

import pytest

from stubwright.base.place import Place
from stubwright.overlay import apply
from stubwright.types.documents import Document, Documents, Json

ROOT, OVERLAY = "file:///a/openapi.yaml", "file:///a/fixes.yaml"


def document(uri: str, tree: Json) -> Document:
    """Return a document that is at hand as a tree."""
    data = json.dumps(tree).encode()
    return Document(uri=uri, name=uri.rpartition("/")[2], data=data, tree=tree, digest="")


def applied(tree: Json, actions: Any, **top: Any) -> Documents:
    """Apply one overlay with some actions to a tree."""
    overlay = {"overlay": "1.0.0", "info": {}, "actions": actions, **top}
    root = document(ROOT, tree)
    documents = Documents(root=ROOT, by_uri={ROOT: root}, refused={})
    return apply(documents, [document(OVERLAY, overlay)])


def mended(tree: Json, *actions: dict[str, Json]) -> Json:
    """Return a tree after some actions, which are all carried out."""
    documents = applied(tree, list(actions))
    assert documents.diagnostics == ()
    return documents.by_uri[ROOT].tree


def update(target: str, value: Json) -> dict[str, Json]:
    """Return an action."""
    return {"target": target, "update": value}


def remove(target: str) -> dict[str, Json]:
    """Return an action."""
    return {"target": target, "remove": True}


def faults(actions: Any, **top: Any) -> list[tuple[str, str]]:
    """Return the codes and pointers of what is said about an overlay of a document with `a` and `b`."""
    found = applied({"a": {"x": 1}, "b": [1, 2]}, actions, **top).diagnostics
    return [(one.code, one.place.pointer) for one in found if one.place is not None]


@pytest.mark.parametrize(
    ("tree", "action", "want"),
    [
        ({"a": {"b": 1}}, update("$", {"a": {"c": 2}}), {"a": {"b": 1, "c": 2}}),
        ({"a": {"b": 1}}, update("$.a", {"b": {"c": 2}}), {"a": {"b": {"c": 2}}}),
        ({"a": {"b": {"c": 2}}}, update("$.a", {"b": True}), {"a": {"b": True}}),
        ({"a": {"b": {"c": 2}}}, update("$", {"a": None, "d": None}), {"a": {"b": {"c": 2}}, "d": None}),
        ({"a": {"b": 1}}, update("$.a", {"b": None}), {"a": {"b": None}}),
        ({"a": [1]}, update("$.a", 2), {"a": [1, 2]}),
        ({"a": [1]}, update("$.a", [2, 3]), {"a": [1, 2, 3]}),
        ({"a": [1]}, update("$", {"a": [2]}), {"a": [1, 2]}),
        ({"a": [1, 2]}, update("$.a[1]", 3), {"a": [1, 3]}),
        ({"a": {"b": 1}}, update("$.a.b", "text"), {"a": {"b": "text"}}),
        ({"a": {}, "b": {}}, update("$.*", {"c": {"d": 1}}), {"a": {"c": {"d": 1}}, "b": {"c": {"d": 1}}}),
        ({"a": [1, 2, 3, 4]}, remove("$.a[?@ > 1 && @ < 4]"), {"a": [1, 4]}),
        ({"a": {"x": {"x": 1}}, "x": 2}, remove("$..x"), {"a": {}}),
        ({"a": [[1], [1, 1], 1]}, remove("$..[?@ == 1]"), {"a": [[], []]}),
        ({"a": [0, 1]}, remove("$.a[0, 0]"), {"a": [1]}),
        ({"a": 1}, {"target": "$.a", "remove": True, "update": 2}, {}),
        ({"a": {"b": 1}, "c": {}}, {"target": "$.c", "copy": "$.a"}, {"a": {"b": 1}, "c": {"b": 1}}),
    ],
)  # fmt: skip
def test_one_action(tree: Json, action: dict[str, Json], want: Json) -> None:
    """Objects are merged, arrays are extended, other values are replaced, and removed values are gone."""
    before = copy.deepcopy(tree)
    assert mended(tree, action) == want
    assert tree == before, "the tree that was read is as it was"


def test_actions_are_applied_in_order() -> None:
    """An action sees the result of the previous one."""
    actions = [remove("$.a"), update("$", {"a": {"c": 1}}), update("$.a", {"d": 2})]
    assert mended({"a": {"b": 0}}, *actions) == {"a": {"c": 1, "d": 2}}


def test_shared_values_are_changed_separately() -> None:
    """Places that share a value, by an alias or one update of both, are changed separately."""
    shared: Json = {"x": [1]}
    tree: Json = {"a": shared, "b": shared}
    assert mended(tree, update("$.a.x", 2)) == {"a": {"x": [1, 2]}, "b": {"x": [1]}}
    actions = [update("$.*", {"y": []}), update("$.b.y", 3)]
    assert mended(tree, *actions) == {"a": {"x": [1], "y": []}, "b": {"x": [1], "y": [3]}}


def test_a_value_can_be_copied_into_itself() -> None:
    """The copy does not contain itself."""
    action: dict[str, Json] = {"target": "$.a.b", "copy": "$.a"}
    assert mended({"a": {"b": {}}}, action) == {"a": {"b": {"b": {}}}}


def test_queries_work_at_any_allowed_depth() -> None:
    """A query works at the maximum depth of a document."""
    tree: Json = {"end": 1}
    for _ in range(190):
        tree = {"a": tree}
    assert "end" not in json.dumps(mended(tree, remove("$..end")))


def test_added_values_have_their_place_in_the_overlay() -> None:
    """Values that an overlay adds or moves have the place where they were written."""
    actions = [
        remove("$.b[0]"),
        update("$.b", 9),
        update("$.a", {"y/z": {"w": 1}, "x": 2}),
        update("$", {"b": [8], "a": {"y/z": {"v": 3}}}),
    ]
    origins = applied({"a": {"x": 1}, "b": [5, 6, 7]}, actions).origins
    made = Place(OVERLAY, "/actions")
    assert origins == {
        "/b/0": Place(ROOT, "/b/1"),
        "/b/1": Place(ROOT, "/b/2"),
        "/b/2": made.child(1, "update"),
        "/b/3": made.child(3, "update", "b", 0),
        "/a/x": made.child(2, "update", "x"),
        "/a/y~1z": made.child(2, "update", "y/z"),
        "/a/y~1z/v": made.child(3, "update", "a", "y/z", "v"),
    }


def test_a_document_without_overlays_is_unchanged() -> None:
    """Without overlays, the tree is unchanged; with one, the document is marked as changed."""
    documents = Documents(root=ROOT, by_uri={ROOT: document(ROOT, {"a": 1})}, refused={})
    assert apply(documents, []).by_uri[ROOT].tree == {"a": 1}
    after = applied({"a": 1}, [update("$", {"b": 2})])
    assert after.by_uri[ROOT].amended
    assert not after.by_uri[OVERLAY].amended
    assert after.by_uri[ROOT].data == b'{"a": 1}'


@pytest.mark.parametrize(
    ("actions", "want"),
    [
        ([remove("$.c")], ("overlay-target-missing", "/actions/0/target")),
        ([update("$.a", {}), update("$.a.z", 1)], ("overlay-target-missing", "/actions/1/target")),
        ([remove("$")], ("overlay-action-wrong", "/actions/0")),
        ([update("$.a", 1)], ("overlay-action-wrong", "/actions/0/update")),
        ([{"target": "$.a", "copy": "$.*"}], ("overlay-action-wrong", "/actions/0/copy")),
        ([{"target": "$.a", "copy": "$.c"}], ("overlay-action-wrong", "/actions/0/copy")),
        ([{"target": "$.a", "copy": "a"}], ("overlay-target-wrong", "/actions/0/copy")),
        ([remove("$.a | $.b")], ("overlay-target-wrong", "/actions/0/target")),
        ([remove("$.a[?nope(@)]")], ("overlay-target-wrong", "/actions/0/target")),
        ([remove("")], ("overlay-target-wrong", "/actions/0/target")),
        ([{"update": {}}], ("key-missing", "/actions/0")),
        ([{"target": "$.a"}], ("key-missing", "/actions/0")),
        ([{"target": "$.a", "remove": False}], ("key-missing", "/actions/0")),
        ([{"target": "$.a", "remove": 1}], ("wrong-type", "/actions/0/remove")),
        ([{"target": ["$.a"], "update": {}}], ("wrong-type", "/actions/0/target")),
        ([7], ("wrong-type", "/actions/0")),
        ({}, ("wrong-type", "/actions")),
        ([], ("key-missing", "")),
    ],
)
def test_errors_have_their_place_in_the_overlay(actions: Any, want: tuple[str, str]) -> None:
    """Each error is reported with its place in the overlay."""
    assert faults(actions) == [want]


@pytest.mark.parametrize(
    ("top", "want"),
    [
        ({"overlay": "1.0.3"}, []),
        ({"overlay": "1.1.0"}, []),
        ({"overlay": "2.0.0"}, [("version-unknown", "/overlay")]),
        ({"overlay": "1.10.0"}, [("version-unknown", "/overlay")]),
        ({"x-mine": 1}, []),
        ({"extra": 1}, [("unknown-key", "/extra")]),
        ({"extends": "openapi.yaml"}, []),
        ({"extends": "https://shop.example/a.yaml"}, [("overlay-extends", "/extends")]),
    ],
)
def test_the_head_of_an_overlay_is_checked(
    top: dict[str, Any], want: Sequence[tuple[str, str]]
) -> None:
    """The version is checked, and an `extends` of another document is noted."""
    assert faults([update("$.a", {})], **top) == want


@pytest.mark.parametrize("tree", [None, 3, "text", [], {}, {"openapi": "3.1.0"}])
def test_a_file_that_is_not_an_overlay_is_refused(tree: Json) -> None:
    """The message says that the file is not an overlay."""
    root = Documents(root=ROOT, by_uri={ROOT: document(ROOT, {})}, refused={})
    (found,) = apply(root, [document(OVERLAY, tree)]).diagnostics
    assert found.code in ("wrong-type", "version-missing")
    assert found.severity.value == "error"


def test_a_target_without_a_match_has_a_hint() -> None:
    """The hint lists similar keys of the document."""
    found = applied({"paths": {"/pets": {"get": {}}}}, [remove("$.paths['/pet'].get")]).diagnostics
    assert found[0].hint == "did you mean '/pets' after $['paths']?"
