"""Equal objects of a JSON text are the same object in memory; different ones are not."""

from __future__ import annotations

from stubwright.load.read_json import read_json


def test_equal_objects_are_one() -> None:
    """The order of members matters, because the generated files depend on it."""
    tree = read_json('[{"a": 1, "b": "x"}, {"a": 1, "b": "x"}, {"b": "x", "a": 1}]', "file:///x")
    assert isinstance(tree, list)
    assert tree[0] is tree[1]
    assert tree[0] is not tree[2]


def test_values_that_are_equal_only_in_python_differ() -> None:
    """1, 1.0 and true are different values in JSON."""
    tree = read_json('[{"a": 1}, {"a": true}, {"a": 1.0}, {"a": {}}, {"a": {}}]', "file:///x")
    assert repr(tree) == "[{'a': 1}, {'a': True}, {'a': 1.0}, {'a': {}}, {'a': {}}]"
