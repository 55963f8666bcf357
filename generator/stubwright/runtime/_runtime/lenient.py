"""Decode and encode values that do not match their types; these are kept unchanged.

An object with such values has a subclass as its type; ``__kept__`` stores them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from ..errors import DecodeError, EncodeError
from ..values import UNSET
from .codec_compile import Function, members, part, split
from .codec_rules import DECODING, ENCODING, extras, knows
from .texts import json_type, step

REST = ""  # the key in ``__kept__`` of members without a field


def read(of: Any, value: Any, note: Callable[[str, str, str], object]) -> Any:
    """Return a value of a type; call ``note`` for each part of it that does not match.

    Raise ``DecodeError`` if the value itself is not of the type's kind.
    """
    reading = _Reading()
    made = reading.value(of, value, "$")
    if reading.fault is not None:
        raise reading.fault
    for each in reading.found:
        note(*each)
    return made


def holds(of: Any, value: Any) -> bool:
    """Return whether JSON data matches a type."""
    try:
        DECODING.derive(of)(value)
    except DecodeError:
        return False
    return True


class _Reading:
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []
        self.loose = 0  # unchanged values that no object stores yet
        self.fault: DecodeError | None = None  # the error of the outermost value

    def value(self, of: Any, value: Any, path: str) -> Any:
        """Decode a value; if it does not match, decode its parts or keep it."""
        try:
            return DECODING.derive(of)(value)
        except DecodeError as error:
            fault = error
        for each in _candidates(of, value):
            if is_dataclass(each):
                made = self._object(each, value, path)
                alone = split(of).members == (each,)
                return made if alone else part("tags").remembered(of, made, value)
            return self._container(each, value, path)
        if path == "$":
            self.fault = fault
        expected, said, _ = fault.message.partition(", got ")
        if not said or fault.path != "$":
            inner = _flat(of, value)
            expected = " or ".join(
                getattr(each, "__name__", "a value") for each in inner
            )
        self._keep(path, expected.removeprefix("expected "), json_type(value))
        return value

    def _keep(self, path: str, expected: str, got: str) -> None:
        self.found.append((path, expected, got))
        self.loose += 1

    def _container(self, of: Any, value: Any, path: str) -> Any:
        inner = get_args(of) or (Any,)
        if value.__class__ is dict:
            return {k: self.value(inner[-1], v, f"{path}.*") for k, v in value.items()}
        types = _item_types(of, len(value))
        made = [self.value(x, v, f"{path}[*]") for x, v in zip(types, value)]
        return tuple(made) if get_origin(of) is tuple else made

    def _object(self, cls: Any, value: dict[str, Any], path: str) -> Any:
        made, kept = dict[str, Any](), dict[str, Any]()
        for wire, field, of in members(cls):
            name, before, below = field.name, self.loose, f"{path}{step(wire)}"
            if extras(field, of):
                known = {each for each, other, _ in members(cls) if other is not field}
                rest = {k: v for k, v in value.items() if k not in known}
                made[name] = kept[name] = self.value(get_args(of)[0], rest, path)
            elif wire in value:
                null = value[wire] is None and field.default is None
                one = None if null else self.value(of, value[wire], below)
                made[name] = kept[name] = one
            elif field.default is MISSING:
                self._keep(below, str(field.type), "missing")
                made[name], kept[name] = None, UNSET
            else:
                made[name] = field.default
            if self.loose == before:
                kept.pop(name, None)
            self.loose = before
        return build(keeper(cls) if kept else cls, made, kept)


def _item_types(of: Any, count: int) -> tuple[Any, ...]:
    inner = get_args(of) or (Any,)
    fixed = get_origin(of) is tuple and inner[1:] != (...,)
    return inner if fixed else inner[:1] * count


def _candidates(of: Any, value: Any) -> list[Any]:
    """Return the types, best first, to try for a value that does not match."""
    found: list[Any] = []
    for each in _flat(of, value) if value.__class__ in (dict, list) else ():
        origin = get_origin(each)
        if origin is value.__class__:
            found.append(each)
        elif origin is tuple and value.__class__ is list:
            if len(_item_types(each, len(value))) == len(value):
                found.append(each)
        elif is_dataclass(each) and value.__class__ is dict and knows(each, value):
            found.append(each)
    if found[1:]:
        facts = part("unions").facts
        found.sort(key=lambda each: facts(each).score(value), reverse=True)
    return found


def _flat(of: Any, value: Any) -> Iterator[Any]:
    """Yield the members of a type; of a tagged union, the one that the tag selects."""
    if get_origin(of) is Annotated:
        tags = part("tags")
        named = tags.named(of, value)
        yield from _flat(tags.plain(of) if named is None else named, value)
        return
    inner = split(of).members
    for each in inner:
        yield from (each,) if inner == (of,) else _flat(each, value)


def build(cls: Any, made: dict[str, Any], kept: dict[str, Any]) -> Any:
    """Return an instance with the fields ``made`` that also stores ``kept``."""
    self: Any = object.__new__(cls)
    for name, value in made.items():
        object.__setattr__(self, name, value)
    if kept:
        object.__setattr__(self, "__kept__", kept)
    if hasattr(cls, "__post_init__"):
        self.__post_init__()
    return self


@lru_cache(maxsize=None)
def keeper(cls: Any) -> Any:
    """Return the subclass that stores kept values; it compares equal to its base."""

    def state(self: Any) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(cls)}

    def same(self: Any, other: Any) -> bool:
        plain = getattr(other, "__plain__", other.__class__)
        return plain is cls and state(self) == state(other)

    def reduce(self: Any) -> Any:
        return _make_again, (cls, state(self), getattr(self, "__kept__", {}))

    return type(
        cls.__name__,
        (cls,),
        {
            "__slots__": ("__kept__",),
            "__module__": cls.__module__,
            "__qualname__": cls.__qualname__,
            "__plain__": cls,
            "__eq__": same,
            "__hash__": cls.__hash__,
            "__reduce__": reduce,
        },
    )


def _make_again(cls: Any, made: dict[str, Any], kept: dict[str, Any]) -> Any:
    return build(keeper(cls), made, kept)


def encoder(cls: Any) -> Function:
    """Return the function that encodes instances of a class with their kept values.

    A kept value is encoded unchanged, unless its field was set since.
    """

    def encode(value: Any) -> Any:
        made: dict[str, Any] = {}
        copied = not hasattr(value, "__kept__")  # by dataclasses.replace
        kept: dict[str, Any] = {} if copied else value.__kept__
        for wire, field, of in members(cls):
            one = getattr(value, field.name)
            was = kept.get(field.name, UNSET)
            loose = copied or was is one or (type(was) is type(one) and was == one)
            if extras(field, of):
                of = get_args(of)[0]
                made.update(_write(of, one) if loose else ENCODING.derive(of)(one))
                continue
            absent = one is None and (copied or (was is UNSET and field.name in kept))
            if one is UNSET or (one is None and field.default is None):
                continue
            free = loose and not absent
            try:
                made[wire] = _write(of, one) if free else ENCODING.derive(of)(one)
            except EncodeError as error:
                if absent:
                    continue
                error.under(wire)
                raise
        return kept.get(REST, {}) | made

    return encode


def _write(of: Any, value: Any) -> Any:
    """Encode a value by a type if it matches, otherwise by its class."""
    try:
        return ENCODING.derive(of)(value)
    except EncodeError:
        pass
    for each in _flat(of, value):
        inner = get_args(each) or (Any,)
        if get_origin(each) is dict and value.__class__ is dict:
            return {str(k): _write(inner[-1], one) for k, one in value.items()}
        if get_origin(each) in (list, tuple) and value.__class__ in (list, tuple):
            types = _item_types(each, len(value))
            return [_write(of, item) for of, item in zip(types, value)]
    return ENCODING.any(value)
