"""JSONPath queries (RFC 9535) over a document's tree."""

from __future__ import annotations

from typing import cast

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError
from jsonpath.segments import JSONPathSegment
from jsonpath.selectors import NameSelector

from stubwright.base.records import dataclass
from stubwright.base.suggest import closest
from stubwright.base.text_encoding import MAX_DEPTH
from stubwright.overlay.branches import Location
from stubwright.types.documents import Json


class _Environment(JSONPathEnvironment):
    # An overlay may insert a deep value at a deep place; the depth of the result is checked afterwards.
    max_recursion_depth = 2 * MAX_DEPTH + 1


_ENVIRONMENT = _Environment(strict=True)


class NoQuery(Exception):
    """A string is not a valid JSONPath query; the message is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query."""

    path: JSONPath

    def locations(self, tree: Json) -> tuple[Location, ...]:
        """Return the locations of the selected values in the query's order, without duplicates."""
        return _locations(self.path, tree)

    def reach(self, tree: Json) -> tuple[str, str]:
        """Return the longest prefix of the query that selects something, and a suggestion for the next segment."""
        segments = self.path.segments
        for count in range(len(segments) - 1, -1, -1):
            front = JSONPath(env=_ENVIRONMENT, segments=segments[:count])
            values = front.findall(tree) if isinstance(tree, (dict, list)) else []
            if values:
                return str(front), _suggestion(segments[count], values)
        return "$", ""


def read_query(text: str) -> Query:
    """Read a query. Raise NoQuery."""
    try:
        path = _ENVIRONMENT.compile(text)
    except JSONPathError as error:
        raise NoQuery(_words(error, text)) from None
    if not isinstance(path, JSONPath):
        raise NoQuery("several queries in one are not supported")
    return Query(path=path)


def _suggestion(segment: JSONPathSegment, values: list[object]) -> str:
    """Return the key of the objects that is most similar to a segment's."""
    named = [one.name for one in segment.selectors if isinstance(one, NameSelector)]
    keys = dict.fromkeys(key for value in values for key in _keys(value))
    return next((near for name in named if (near := closest(name, keys))), "")


def _keys(value: object) -> list[str]:
    return [str(key) for key in cast("dict[str, object]", value)] if isinstance(value, dict) else []


def _locations(path: JSONPath, tree: Json) -> tuple[Location, ...]:
    if not isinstance(tree, (dict, list)):
        return ()
    return tuple(dict.fromkeys(match.parts for match in path.finditer(tree)))


def _words(error: JSONPathError, text: str) -> str:
    why = str(error.args[0]) if error.args else "it cannot be read"
    token = error.token
    if token is None:
        return why
    at = token.index if token.index >= 0 else len(text)
    return f"{why} at character {at + 1}"
