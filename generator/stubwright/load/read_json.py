"""Parse JSON text to a tree of JSON values (RFC 8259), without the extensions of Python's parser."""

from __future__ import annotations

import json
import re

from stubwright.base.diagnostics import FatalError
from stubwright.base.text_encoding import MAX_DEPTH, MAX_DIGITS
from stubwright.base.yaml_events import finite
from stubwright.load.load_errors import (
    Position,
    long_number,
    repeated_key,
    too_deep,
    too_large,
    unreadable,
)
from stubwright.load.shared import Shared
from stubwright.types.documents import Json

MAX_CONTAINERS = 4_000_000
MAX_MEMBERS = 12_000_000
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


class NotJson(Exception):
    """The text is not JSON, but may be YAML that starts alike. Holds the diagnostic if it is neither."""

    def __init__(self, stop: FatalError) -> None:
        super().__init__(str(stop))
        self.stop = stop


class _RepeatedKey(Exception):
    pass


class _Constant(Exception):
    pass


def read_json(text: str, uri: str) -> Json:
    """Read a JSON text.

    Raise NotJson if the syntax is not JSON, FatalError if it is JSON that cannot be used.
    """
    # Counted before parsing: in memory, objects and arrays take twenty times the size of their text.
    if text.count("{") + text.count("[") > MAX_CONTAINERS or text.count(",") > MAX_MEMBERS:
        if text[: MAX_DEPTH + 1].count("[") + text[: MAX_DEPTH + 1].count("{") > MAX_DEPTH:
            raise _located(text, uri)
        raise too_large(uri, f"more than {MAX_CONTAINERS:,} objects and arrays")
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(_syntax(uri, error)) from None
    except (RecursionError, _RepeatedKey, OverflowError, _Constant):
        raise _located(text, uri) from None


def _decode(text: str) -> Json:
    shared = Shared()

    def made(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise _RepeatedKey
        for key, value in pairs:
            if isinstance(value, list):
                found[key] = shared.array(value)
        return shared.object(found)

    value: Json = json.loads(
        text,
        object_pairs_hook=made,
        parse_float=finite,
        parse_int=_integer,
        parse_constant=_constant,
    )
    return value


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise OverflowError
    return int(text)


def _constant(text: str) -> Json:
    raise _Constant(text)


def _syntax(uri: str, error: json.JSONDecodeError) -> FatalError:
    words = error.msg[:1].lower() + error.msg[1:]
    return unreadable(
        "document-syntax",
        f"this is neither JSON nor YAML: {words}",
        uri=uri,
        hint="look for a missing or extra comma, bracket or quote here and above",
        at=(error.lineno, error.colno),
    )


def _located(text: str, uri: str) -> FatalError:
    """Locate an error of the fast parser by parsing again with a slower one."""
    levels: list[dict[str, int]] = []
    before: re.Match[str] | None = None
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in ("{", "["):
            levels.append({})
            if len(levels) > MAX_DEPTH:
                return too_deep(uri, position(text, match.start()))
        elif token in ("}", "]"):
            levels.pop()
        elif token == ":" and before is not None:
            if found := _repeated(text, uri, before, levels[-1]):
                return found
        elif fault := _wrong_number(text, uri, match):
            return fault
        before = match
    return too_deep(uri)


def _repeated(text: str, uri: str, match: re.Match[str], keys: dict[str, int]) -> FatalError | None:
    key = json.loads(match[0])
    if key in keys:
        first = position(text, keys[key])
        return repeated_key(uri, key, position(text, match.start()), first)
    keys[key] = match.start()
    return None


def _wrong_number(text: str, uri: str, match: re.Match[str]) -> FatalError | None:
    token = match[0]
    if token in ("NaN", "Infinity", "-Infinity"):
        return unreadable(
            "document-number",
            f"{token} is not a JSON value",
            uri=uri,
            hint="write a number, null, or a string in quotes",
            at=position(text, match.start()),
        )
    if len(token) > MAX_DIGITS and token.lstrip("-").isdigit():
        return long_number(uri, len(token), position(text, match.start()))
    return None


def position(text: str, offset: int) -> Position:
    """Return the position of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
