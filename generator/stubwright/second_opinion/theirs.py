"""The other reading: parsed from datamodel-code-generator's typed dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stubwright.second_opinion.kinds import Kinds, Member, Reading, kinds, merge

_NAMES = {
    "str": "string",
    "bytes": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "None": "null",
    "Any": "any",
    "object": "any",
    "dict": "object",
    "Dict": "object",
    "Mapping": "object",
}
_ARRAYS = frozenset({"list", "List", "Sequence", "set", "Set", "frozenset", "tuple", "Tuple"})
_WRAPPERS = frozenset({"NotRequired", "Required", "ReadOnly", "Annotated", "Final"})


def read(source: str) -> Reading:
    """Return the document as described by the generated typed dictionaries."""
    reader = _Reader(ast.parse(source))
    objects = {name: reader.members(name) for name in reader.classes}
    return Reading(objects=objects, roots={name: name for name in reader.classes})


class _Reader:
    def __init__(self, module: ast.Module) -> None:
        self.classes: dict[str, tuple[list[str], dict[str, ast.expr]]] = {}
        self.aliases: dict[str, ast.expr] = {}
        for node in module.body:
            self._declare(node)

    def _declare(self, node: ast.stmt) -> None:
        match node:
            case ast.ClassDef(name=name, bases=bases, body=body):
                fields = {
                    one.target.id: one.annotation
                    for one in body
                    if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
                }
                self.classes[name] = ([b.id for b in bases if isinstance(b, ast.Name)], fields)
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="TypedDict"), args=[_, ast.Dict() as table]),
            ):
                pairs = zip(table.keys, table.values, strict=True)
                self.classes[name] = (
                    [],
                    {str(k.value): v for k, v in pairs if isinstance(k, ast.Constant)},
                )
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self.aliases[name] = value
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.aliases[name] = _alias_value(value)
            case _:
                pass

    def members(self, name: str) -> dict[str, Member]:
        """Return a class's members, inherited ones included."""
        found: dict[str, Member] = {}
        for owner in self._lineage(name):
            for wire, annotation in self.classes[owner][1].items():
                text = ast.unparse(annotation)
                required = not text.startswith(("NotRequired[", "ReadOnly[NotRequired["))
                kinds_ = self._kinds(annotation, frozenset())
                found.setdefault(wire, Member(required=required, kinds=kinds_))
        return found

    def _lineage(self, name: str) -> Iterator[str]:
        waiting, seen = [name], set[str]()
        while waiting:
            current = waiting.pop(0)
            if current in self.classes and current not in seen:
                seen.add(current)
                yield current
                waiting += self.classes[current][0]

    def _kinds(self, node: ast.expr, above: frozenset[str]) -> Kinds:
        match node:
            case ast.Constant(value=None):
                return kinds("null")
            case ast.Constant(value=str() as text):
                return self._kinds(ast.parse(text, mode="eval").body, above)
            case ast.BinOp(left=left, right=right):
                return merge([self._kinds(left, above), self._kinds(right, above)])
            case ast.Name(id=name):
                return self._named(name, above)
            case ast.Subscript(value=ast.Name(id=name), slice=inner):
                return self._subscript(name, inner, above)
            case _:
                return kinds("any")

    def _named(self, name: str, above: frozenset[str]) -> Kinds:
        if name in self.classes:
            return Kinds(names=frozenset({"object"}), objects=(name,))
        if name in self.aliases and name not in above:
            return self._kinds(self.aliases[name], above | {name})
        if name in _ARRAYS:
            return Kinds(names=frozenset({"array"}), items=kinds("any"))
        return kinds(_NAMES.get(name, "any" if name in above else "string"))

    def _subscript(self, name: str, inner: ast.expr, above: frozenset[str]) -> Kinds:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if name in _WRAPPERS:
            return self._kinds(parts[0], above)
        if name == "Literal":
            return merge(kinds(_literal(part)) for part in parts)
        if name in ("Optional", "Union"):
            extra = [kinds("null")] if name == "Optional" else []
            return merge([*(self._kinds(part, above) for part in parts), *extra])
        if name in _ARRAYS:
            return Kinds(
                names=frozenset({"array"}), items=merge(self._kinds(part, above) for part in parts)
            )
        return kinds(_NAMES.get(name, "any"))


def _alias_value(value: ast.expr) -> ast.expr:
    """Return the X of ``TypeAliasType("Name", X)``."""
    if isinstance(value, ast.Call) and len(value.args) == 2:
        return value.args[1]
    return value


def _literal(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else 0
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "string"
