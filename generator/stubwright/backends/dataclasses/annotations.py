"""Types of the API as Python annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from stubwright.backends.dataclasses.formatting.expressions import (
    NOTHING,
    Expr,
    expr,
    subscript,
    union,
)
from stubwright.backends.dataclasses.formatting.literals import constant
from stubwright.base.exhaustive import unreachable
from stubwright.base.records import dataclass, field, replace
from stubwright.types.ir import (
    Anything,
    Array,
    Constant,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Scalar,
    ScalarKind,
    Tuple,
    Type,
    TypeId,
    Union,
)
from stubwright.types.ir_operations import Api
from stubwright.types.names import Names

_SCALARS = {
    ScalarKind.STRING: "str",
    ScalarKind.INTEGER: "int",
    ScalarKind.NUMBER: "float",
    ScalarKind.BOOLEAN: "bool",
    ScalarKind.BINARY: "bytes",
}
_IMPORTED = {
    ScalarKind.DATE_TIME: ("dt", ".datetime"),
    ScalarKind.DATE: ("dt", ".date"),
    ScalarKind.TIME: ("dt", ".time"),
    ScalarKind.DURATION: ("dt", ".timedelta"),
    ScalarKind.UUID: ("UUID", ""),
    ScalarKind.DECIMAL: ("Decimal", ""),
}
_MARKED = {ScalarKind.BASE64: "Base64", ScalarKind.BASE64URL: "Base64Url"}
_BUILTINS = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str", "tuple"})


class Use(Enum):
    """Purpose of an annotation: the type that a field holds, or the type that a caller may pass."""

    HELD = "held"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """Annotations for one module or class.

    ``home`` lists the models that can be written without ``m.``. ``hidden`` contains the class's members: a builtin of that
    name is written ``builtins.list``. ``local_names`` maps imports that are renamed because the document uses their
    names. Results are cached by type, so create one annotator per module, not per field.
    """

    api: Api
    names: Names
    home: frozenset[TypeId] = frozenset()
    hidden: frozenset[str] = NOTHING
    local_names: Mapping[str, str] = field(default_factory=dict[str, str])
    held: dict[TypeId, Expr] = field(default_factory=dict[TypeId, Expr], repr=False)
    passed: dict[TypeId, Expr] = field(default_factory=dict[TypeId, Expr], repr=False)

    def inside(self, members: frozenset[str]) -> Annotator:
        """Return an annotator for a class with these members."""
        hidden = members & _BUILTINS
        if hidden == self.hidden:
            return self
        return replace(self, hidden=hidden, held={}, passed={})

    def of(self, id_: TypeId, use: Use = Use.HELD) -> Expr:
        """Return the annotation of a type where it is used."""
        known = self.held if use is Use.HELD else self.passed
        if (found := known.get(id_)) is None:
            type_ = self.api.types[id_]
            if type_.hint is None:
                found = known[id_] = self.shape(type_, use)
            else:
                known[id_] = self.named(id_)  # for a recursive type
                found = known[id_] = self._named(type_, use)
        return found

    def named(self, id_: TypeId) -> Expr:
        """Return a named type's name, with ``m.`` unless it is in this module."""
        name = self.names.types[id_]
        return expr(name) if id_ in self.home else expr(f"{self.local_name('m')}.{name}", "m")

    def _named(self, type_: Type, use: Use) -> Expr:
        own = self.named(type_.id)
        match type_.shape:
            case Enumeration(members=members):
                base = "str" if isinstance(members[0].value, str) else "int"
                return union([own, self.builtin(base)])
            case Array() | Mapping_() if use is Use.PASSED:
                return self.shape(type_, use)
            case _:
                return own

    def shape(self, type_: Type, use: Use = Use.HELD) -> Expr:
        """Return the expanded form of a type, whether or not it has a name."""
        match type_.shape:
            case Anything():
                return self.imported("Any")
            case Scalar(kind=kind):
                return self._scalar(kind)
            case Constant(value=value, open=is_open):
                literal = self.subscripted("Literal", [expr(constant(value))])
                plain = "str" if isinstance(value, str) else "int"
                return union([literal, self.builtin(plain)]) if is_open else literal
            case Array(items=items):
                return self._array(items, use)
            case Tuple(items=items, rest=rest):
                if rest is not None:
                    return self.generic("list", [union(map(self.of, (*items, rest)))])
                if not items:
                    return self.generic("list", [self.imported("Any")])
                return self.generic("tuple", map(self.of, items))
            case Mapping_(values=values, keys=keys):
                return self.mapping(self.of(values, use), use, keys)
            case Union():
                return self._union(type_.shape, use)
            case Nullable(type=inner):
                return union([self.of(inner, use), expr("None")])
            case Object() | Enumeration():
                return self.named(type_.id)
            case _ as never:
                raise unreachable(never)

    def _scalar(self, kind: ScalarKind) -> Expr:
        if kind in _MARKED:
            marker = self.imported(_MARKED[kind])
            return self.annotated([self.builtin("bytes"), marker])
        if kind is ScalarKind.DECIMAL_NUMBER:
            return self.annotated([self.imported("Decimal"), self.imported("Number")])
        if kind in _IMPORTED:
            name, rest = _IMPORTED[kind]
            return expr(f"{self.local_name(name)}{rest}", name)
        if kind is ScalarKind.FILE:
            return union([self.imported("File"), self.builtin("bytes")])
        return expr("None") if kind is ScalarKind.NULL else self.builtin(_SCALARS[kind])

    def local_name(self, name: str) -> str:
        """Return the local name of an import in this module."""
        return self.local_names.get(name, name)

    def imported(self, name: str) -> Expr:
        """Return an imported name."""
        return expr(self.local_name(name), name)

    def annotated(self, inner: Iterable[Expr]) -> Expr:
        """Return a type with its markers."""
        return self.subscripted("Annotated", inner)

    def subscripted(self, name: str, inner: Iterable[Expr]) -> Expr:
        """Return an imported generic with its arguments: ``Sequence[int]``."""
        return subscript(self.local_name(name), inner, name)

    def _array(self, items: TypeId, use: Use) -> Expr:
        if use is Use.PASSED:
            return self.subscripted("Sequence", [self.of(items, use)])
        return self.generic("list", [self.of(items)])

    def mapping(self, values: Expr, use: Use = Use.HELD, keys: Iterable[str] = ()) -> Expr:
        """Return a mapping from names to values; ``keys`` lists the allowed names."""
        only = self.subscripted("Literal", [expr(constant(key)) for key in keys])
        inner = [only if keys else self.builtin("str"), values]
        if use is Use.PASSED:
            return self.subscripted("Mapping", inner)
        return self.generic("dict", inner)

    def _union(self, shape: Union, use: Use) -> Expr:
        if len(shape.members) == 1 and not shape.open:  # another name of a type
            return self.named(shape.members[0])
        members = [self.of(member, use) for member in shape.members]
        fallback = any(tag.fallback is not None for tag in shape.tags)
        if shape.open and not fallback:
            members.append(self.imported("UnknownValue"))
        return union(members)

    def generic(self, name: str, inner: Iterable[Expr]) -> Expr:
        """Return a builtin with its arguments: ``list[int]``."""
        outer = self.builtin(name)
        return subscript(outer.text, inner, *outer.uses)

    def builtin(self, name: str) -> Expr:
        """Return a builtin, qualified if a member of the class hides it."""
        if name not in self.hidden:
            return expr(name)
        return expr(f"{self.local_name('builtins')}.{name}", "builtins")
