"""Records: dataclasses that are frozen for type checkers, without the cost at run time.

A frozen dataclass sets each field with ``object.__setattr__`` and takes twice as long to create; a run creates
hundreds of thousands of records. Declaring 200 classes with ``dataclasses`` takes a fifth of a run with a small
document, and importing it another twentieth. Type checkers therefore see ``dataclasses``; at run time, this module
creates the same classes, whose methods are compiled when they are first called. ``__post_init__`` and ``InitVar`` are
not supported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import MISSING as MISSING
    from dataclasses import Field as Field
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import is_dataclass as is_dataclass
    from dataclasses import replace as replace
else:
    MISSING = object()
    _OPERATORS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}

    class Field:
        """A field of a record; the attributes are those of ``dataclasses.Field``."""

        __slots__ = (
            "compare",
            "default",
            "default_factory",
            "hash",
            "kw_only",
            "name",
            "repr",
            "type",
        )

        def __init__(
            self, default=MISSING, default_factory=MISSING, repr=True, hash=None, compare=True
        ):
            self.default, self.default_factory = default, default_factory
            self.repr, self.hash, self.compare = repr, hash, compare

    def field(**options: Any) -> Any:
        """Return a field; see ``dataclasses.field``."""
        return Field(**options)

    def is_dataclass(value: Any) -> bool:
        """Return whether a value is a record, or the class of one."""
        return hasattr(value, "__record_fields__")

    def fields(record: Any) -> tuple[Field, ...]:
        """Return the fields of a record or of its class."""
        return tuple(record.__record_fields__.values())

    def replace(record: Any, /, **changes: Any) -> Any:
        """Return a copy of a record with changed fields; see ``dataclasses.replace``."""
        made = _copy_of(record.__class__)(record)
        names = record.__record_fields__
        for name, value in changes.items():
            if name not in names:
                raise TypeError(f"{type(record).__name__} has no field {name!r}")
            setattr(made, name, value)
        return made

    @cache
    def _copy_of(cls: type) -> Callable[[Any], Any]:
        """Return a function that copies a record, in a fifth of the time of ``__init__``."""
        body = "".join(f" made.{name} = record.{name}\n" for name in cls.__record_fields__)
        scope: dict[str, Any] = {"new": object.__new__, "cls": cls}
        exec(f"def copy_of(record):\n made = new(cls)\n{body} return made", scope)
        return scope["copy_of"]

    def dataclass(
        cls: Any = None, /, *, frozen=False, order=False, slots=False, kw_only=False
    ) -> Any:
        """Make a class a record; see ``dataclasses.dataclass``. ``frozen`` only adds equality and a hash."""
        if cls is None:
            return partial(dataclass, frozen=frozen, order=order, slots=slots, kw_only=kw_only)
        own = vars(cls)
        inherited = _inherited(cls)
        declared = _declared(cls, kw_only)
        every = {**inherited, **declared}
        added: dict[str, Any] = {
            "__record_fields__": every,
            "__dataclass_fields__": _Described(),
            "__dataclass_params__": _Described(),
            "__match_args__": tuple(one.name for one in every.values() if not one.kw_only),
            "__hash__": _first("__hash__", _hash) if frozen else None,
            "__init__": _first("__init__", _init),
            "__repr__": _repr,
            "__eq__": _first("__eq__", _compare),
        }
        if order:
            added |= {name: _first(name, _compare) for name in _OPERATORS if name != "__eq__"}
        added = {name: value for name, value in added.items() if name not in own}
        if slots:
            return _slotted(cls, declared, inherited, added)
        _extend(cls, declared, added)
        return cls

    def _extend(cls: type, declared: Mapping[str, Field], added: Mapping[str, Any]) -> None:
        """Add attributes to a class without slots, and replace each ``field(...)`` by its default."""
        for name, declaration in declared.items():
            if declaration.default is not MISSING:
                setattr(cls, name, declaration.default)
            elif name in vars(cls):
                delattr(cls, name)
        for name, value in added.items():
            setattr(cls, name, value)
            if isinstance(value, _Described):
                value.__set_name__(cls, name)

    def _inherited(cls: type) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for base in reversed(cls.__mro__[1:]):
            found |= vars(base).get("__record_fields__", {})
        return found

    def _declared(cls: type, kw_only: bool) -> dict[str, Field]:
        own, found = vars(cls), {}
        # Annotations are strings: every module here has `from __future__ import annotations`.
        for name, kind in cls.__annotations__.items():
            if kind.startswith("ClassVar"):
                continue
            value = own.get(name, MISSING)
            one = found[name] = value if isinstance(value, Field) else Field(value)
            one.name, one.type, one.kw_only = name, kind, kw_only
        return found

    def _slotted(cls: Any, declared: Any, inherited: Any, added: dict[str, Any]) -> Any:
        """Return a copy of the class with slots, which cannot be added to an existing class."""
        kept = {name: value for name, value in vars(cls).items() if name not in declared}
        kept.pop("__dict__", None)
        kept.pop("__weakref__", None)
        slots = tuple(name for name in declared if name not in inherited)
        whole = {**kept, **added, "__slots__": slots, "__qualname__": cls.__qualname__}
        return type(cls)(cls.__name__, cls.__bases__, whole)

    def _first(name: str, make: Callable[[type, str], str]) -> Callable[..., Any]:
        """Return a method that replaces itself by a compiled one when it is first called."""

        def first(self: Any, *args: Any, **named: Any) -> Any:
            cls = next(each for each in type(self).__mro__ if vars(each).get(name) is first)
            scope: dict[str, Any] = {"MISSING": MISSING, "fields": cls.__record_fields__}
            exec(make(cls, name), scope)
            method = scope[name]
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
            return method(self, *args, **named)

        return first

    def _init(cls: type, name: str) -> str:
        plain, named, body = ["self"], [], []
        for one in fields(cls):
            shown, value = one.name, one.name
            if one.default is not MISSING:
                shown = f"{shown}=fields[{shown!r}].default"
            elif one.default_factory is not MISSING:
                shown = f"{shown}=MISSING"
                value = f"fields[{value!r}].default_factory() if {value} is MISSING else {value}"
            (named if one.kw_only else plain).append(shown)
            body.append(f" self.{one.name} = {value}\n")
        every = [*plain, "*", *named] if named else plain
        return f"def {name}({', '.join(every)}):\n{''.join(body) or ' pass'}"

    def _compare(cls: type, name: str) -> str:
        one, other = (
            "".join(f"{owner}.{each.name}, " for each in fields(cls) if each.compare)
            for owner in ("self", "other")
        )
        return (
            f"def {name}(self, other):\n if other.__class__ is not self.__class__:\n"
            f"  return NotImplemented\n return ({one}) {_OPERATORS[name]} ({other})"
        )

    def _hash(cls: type, name: str) -> str:
        hashed = [one for one in fields(cls) if (one.compare if one.hash is None else one.hash)]
        values = "".join(f"self.{one.name}, " for one in hashed)
        return f"def {name}(self):\n return hash(({values}))"

    def _repr(self: Any) -> str:
        shown = [one.name for one in fields(self) if one.repr]
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"

    class _Described:
        """The description of a record that ``dataclasses`` reads, created on request."""

        def __set_name__(self, owner: type, name: str) -> None:
            self.owner, self.name = owner, name

        def __get__(self, record: Any, cls: Any = None) -> Any:
            import dataclasses

            found: list[tuple[str, str, Any]] = []
            for one in fields(self.owner):
                options = {
                    name: getattr(one, name) for name in ("repr", "hash", "compare", "kw_only")
                }
                for name in ("default", "default_factory"):
                    if getattr(one, name) is not MISSING:
                        options[name] = getattr(one, name)
                found.append((one.name, one.type, dataclasses.field(**options)))
            words = {"__doc__": self.owner.__doc__ or self.owner.__name__}
            made = dataclasses.make_dataclass(self.owner.__name__, found, namespace=words)
            for name in ("__dataclass_fields__", "__dataclass_params__"):
                setattr(self.owner, name, getattr(made, name))
            return getattr(made, self.name)
