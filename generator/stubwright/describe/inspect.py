"""The IR as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import cast

from stubwright.base.records import fields, is_dataclass
from stubwright.types.documents import Json
from stubwright.types.ir_operations import Api


def as_json(api: Api, show: Callable[[str], str]) -> Json:
    """Return the whole IR. Members of sum types have their class's name as ``kind``; types are the list ``schemas``."""
    body = _value(api, show)
    if not isinstance(body, dict):
        raise TypeError("the IR is an object")
    types = body.pop("types")
    body.pop("kind")
    return {**body, "schemas": list(types.values()) if isinstance(types, dict) else []}


def _value(value: object, show: Callable[[str], str]) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        members = {one.name: _value(getattr(value, one.name), show) for one in fields(value)}
        return {"kind": type(value).__name__.rstrip("_"), **members}
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {show(str(key)): _value(item, show) for key, item in items}
    if isinstance(value, tuple | list):
        return [_value(item, show) for item in cast("Sequence[object]", value)]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return show(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no JSON form")
