"""Which of the runtime's modules a package needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stubwright.backends.dataclasses.results import is_plain_json, used
from stubwright.types.ir import (
    Anything,
    Api,
    Array,
    Codec,
    Enumeration,
    Mapping_,
    Nullable,
    Object,
    Scalar,
    ScalarKind,
    Type,
)
from stubwright.types.package import View

_MODULE = re.compile(r"_runtime\.(\w+)")

#: Scalars that the codec reads and writes without its module ``codec_extended``.
_COMMON = frozenset(
    {
        ScalarKind.STRING,
        ScalarKind.INTEGER,
        ScalarKind.NUMBER,
        ScalarKind.BOOLEAN,
        ScalarKind.NULL,
        ScalarKind.DATE_TIME,
        ScalarKind.DATE,
    }
)


def runtime_modules(api: Api, views: Iterable[View]) -> tuple[str, ...]:
    """Return the modules that ``views`` name or ``api`` needs, sorted.

    What these import in turn is ``render``'s to add. ``codec_extended``, ``exact_numbers``, ``lenient``, ``bodies``,
    ``media_types``, ``inflate`` and ``response_headers`` are loaded by name at run time, so no import tells of them.
    """
    found = {"lenient", "mismatches", *(("inflate",) if api.operations else ())}
    if not all(map(_is_common, api.types.values())):
        found.add("codec_extended")
    if any(operation.body for operation in api.operations):
        found.add("bodies")
    responses = (one for operation in api.operations for one in operation.responses)
    contents = [used(response.contents) for response in responses]
    if any(len(each) > 1 or not all(map(is_plain_json, each)) for each in contents):
        found.add("media_types")
    if any(one.shape == Scalar(kind=ScalarKind.DECIMAL_NUMBER) for one in api.types.values()):
        found.add("exact_numbers")
    if any(content.codec is Codec.XML for each in contents for content in each):
        found.add("xml_reading")
    if any(one.headers is not None for each in api.operations for one in each.responses):
        found.add("response_headers")
    for view in views:
        for name in ("imports", "lines", "table", "runtime"):
            value = getattr(view, name, ())
            for text in (value,) if isinstance(value, str) else value:
                found.update(_MODULE.findall(text))
    return tuple(sorted(found))


def _is_common(one: Type) -> bool:
    match one.shape:
        case Scalar(kind=kind):
            return kind in _COMMON
        case Array() | Mapping_() | Nullable():
            return one.hint is None  # one that contains itself is an alias, which is text
        case Anything() | Enumeration() | Object():
            return True
        case _:
            return False
