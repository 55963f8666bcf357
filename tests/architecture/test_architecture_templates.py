"""Templates contain no logic and use only attributes of their views."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

import jinja2
import pytest
from jinja2 import nodes

from places import TEMPLATES
from stubwright.backends.dataclasses import views

FIRST = re.compile(r"\{#-? view: stubwright\.backends\.dataclasses\.views\.(\w+) -?#\}")
FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())

ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.Include,
    nodes.Const,  # the name of an included template
)


def tree(path: Path) -> nodes.Template:
    """Parse a template."""
    return jinja2.Environment(autoescape=False).parse(path.read_text("utf-8"))


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield a node and its descendants."""
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


def view_of(path: Path) -> type:
    """Return the view class in the first line of a template."""
    found = FIRST.match(path.read_text("utf-8"))
    assert found, f"{path.name} does not open with its view"
    view = getattr(views, found[1])
    assert is_dataclass(view)
    return view


def test_there_are_templates() -> None:
    """The templates are found."""
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_template_is_free_of_logic(path: Path) -> None:
    """Templates use only loops, attributes, booleans and includes; no calls, filters or comparisons."""
    for node in walk(tree(path)):
        assert isinstance(node, ALLOWED), f"{path.name}:{node.lineno}: {type(node).__name__}"


def members(kind: Any, name: str, where: str) -> Any:
    """Return the type of a view's attribute."""
    options = [each for each in typing.get_args(kind) if each is not NoneType]
    if isinstance(kind, UnionType) or typing.get_origin(kind) is typing.Union:
        found = [members(each, name, where) for each in options]
        return found[0]
    assert is_dataclass(kind), f"{where}: {kind} has no attributes"
    known = {field.name for field in fields(kind)}
    assert name in known, f"{where}: {getattr(kind, '__name__', kind)} has no {name!r}"
    return typing.get_type_hints(kind)[name]


def kind_of(node: nodes.Node, scope: dict[str, Any], where: str) -> Any:
    """Return the type of an expression; `loop` is jinja's own."""
    if isinstance(node, nodes.Not):
        return kind_of(node.node, scope, where)
    if isinstance(node, nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            return bool
        return members(kind_of(node.node, scope, where), node.attr, where)
    assert isinstance(node, nodes.Name), where
    assert node.name in scope, f"{where}: nothing is called {node.name!r}"
    return scope[node.name]


def hold(node: nodes.Node, scope: dict[str, Any], path: Path, used: set[tuple[type, str]]) -> None:
    """Check each expression below a node against the types in scope."""
    where = f"{path.name}:{node.lineno}"
    if isinstance(node, nodes.For):
        kind = kind_of(node.iter, scope, where)
        assert typing.get_origin(kind) is tuple, f"{where}: not a tuple"
        assert isinstance(node.target, nodes.Name)
        inner = {**scope, node.target.name: typing.get_args(kind)[0]}
        for child in node.body:
            hold(child, inner, path, used)
        return
    if isinstance(node, nodes.Include):
        assert isinstance(node.template, nodes.Const)
        included = path.parent / node.template.value
        expected = view_of(included)
        holders = [value for value in scope.values() if value is expected]
        assert holders or expected is scope.get(""), f"{where}: no {expected.__name__} in scope"
        hold(tree(included), scope, included, used)
        return
    if isinstance(node, nodes.Getattr | nodes.Name):
        kind_of(node, scope, where)
        return
    for child in node.iter_child_nodes():
        hold(child, scope, path, used)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_template_uses_what_its_view_has(path: Path) -> None:
    """Each name and attribute exists in the view class, and loops iterate over tuples."""
    view = view_of(path)
    hints = typing.get_type_hints(view)
    hold(tree(path), {"": view, "view": view, **hints}, path, set())
