"""Turn annotations, which are text, into types; each once."""

from __future__ import annotations

import ast
import builtins
from dataclasses import Field, fields
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, ForwardRef, Union

from .lazy import home
from .wire import JSONValue


@lru_cache(maxsize=None)
def resolve(text: str, module: str) -> Any:
    """Return the type that an annotation means in a module.

    A text alias (a recursive type) becomes a ``ForwardRef`` that knows its module.
    """
    return _Resolver(module).type(ast.parse(text.strip(), mode="eval").body)


def field_types(cls: Any) -> list[tuple[Field[Any], Any]]:
    """Return a dataclass's fields, inherited ones included, with their types."""
    return [(field, _field_type(cls, field)) for field in fields(cls)]


def _field_type(cls: type[Any], field: Field[Any]) -> Any:
    if not isinstance(field.type, str):
        return field.type
    for base in reversed(cls.__mro__):  # a text means something where it was written
        if base.__dict__.get("__dataclass_fields__", {}).get(field.name) is field:
            return resolve(field.type, base.__module__)
    return resolve(field.type, cls.__module__)


class _Resolver:
    def __init__(self, module: str) -> None:
        self.module = import_module(module)

    def type(self, node: ast.expr) -> Any:
        """Return what an expression means where a type is expected."""
        match node:
            case ast.Constant(value=str() as text):
                return resolve(text, self.module.__name__)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return Union[self.type(left), self.type(right)]
            case ast.Subscript(value=origin, slice=arguments):
                return self.subscript(self.value(origin), arguments)
            case _:
                return self.value(node)

    def subscript(self, origin: Any, slice: ast.expr) -> Any:
        """Return ``origin[arguments]``."""
        items = slice.elts if isinstance(slice, ast.Tuple) else [slice]
        match getattr(origin, "_name", None) or getattr(origin, "__name__", ""):
            case "Literal":
                return origin[tuple(self.evaluate(item) for item in items)]
            case "Annotated":
                first = self.type(items[0])
                arguments = (first, *(self.evaluate(item) for item in items[1:]))
                return origin[arguments]
            case _:
                types = tuple(self.type(item) for item in items)
                return origin[types if len(types) > 1 else types[0]]

    def value(self, node: ast.expr) -> Any:
        """Return what a name means; a text alias stays a reference."""
        match node:
            case ast.Name(id=name):
                return self.reference(self.module, name)
            case ast.Attribute(value=value, attr=name):
                owner = self.value(value)
                return self.reference(owner, name)
            case _:
                return self.evaluate(node)

    def reference(self, owner: Any, name: str) -> Any:
        if owner is self.module and name not in vars(owner) and hasattr(builtins, name):
            return getattr(builtins, name)
        value = getattr(owner, name)
        if not isinstance(value, str) or not isinstance(owner, ModuleType):
            return value
        if value == JSONValue:
            return Any
        return ForwardRef(value, module=home(owner.__name__, name))

    def evaluate(self, node: ast.expr) -> Any:
        code = compile(ast.Expression(node), "<annotation>", "eval")
        return eval(code, vars(self.module))


def follow(reference: ForwardRef) -> Any:
    """Return what a text alias stands for."""
    module = reference.__forward_module__
    if module is None:
        text = reference.__forward_arg__
        raise TypeError(f"cannot tell which module the type {text!r} belongs to")
    return resolve(reference.__forward_arg__, str(module))
