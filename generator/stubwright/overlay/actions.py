"""The actions of an overlay document, read and checked (Overlay 1.0.0, section 4.4)."""

from __future__ import annotations

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.exhaustive import unreachable
from stubwright.base.message_text import shorten
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field
from stubwright.overlay.query import NoQuery, Query, read_query
from stubwright.types.documents import Document, Json

_TOP = ("overlay", "info", "extends", "actions")
_ACTION = ("target", "description", "update", "remove", "copy")
_VERSIONS = ("1.0", "1.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Merge a value into the selected values."""

    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Merge the value that another query selects (Overlay 1.1)."""

    query: Query
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Remove the selected values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One change of everything that a query selects. ``place`` is its place in the overlay."""

    place: Place
    target: str
    query: Query
    change: Update | Copy | Remove


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads one overlay document and collects its errors."""

    document: Document
    faults: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def actions(self) -> tuple[Action, ...]:
        """Return the valid actions."""
        top, place = self.document.tree, Place(self.document.uri)
        if not isinstance(top, dict):
            self._fail(
                "wrong-type",
                place,
                f"an overlay is an object, this is {_kind(top)}",
                "pass the path of an overlay",
            )
            return ()
        if not self._is_overlay(top, place):
            return ()
        self._unknown(top, _TOP, place)
        found = top.get("actions", [])
        if found == []:
            self._fail("key-missing", place, "the overlay has no actions", "add 'actions'")
            return ()
        if not isinstance(found, list):
            self._fail(
                "wrong-type",
                place.child("actions"),
                f"a list was expected, not {_kind(found)}",
                "write a list of actions",
            )
            return ()
        at = place.child("actions")
        read = (self._action(item, at.child(index)) for index, item in enumerate(found))
        return tuple(action for action in read if action is not None)

    def _is_overlay(self, top: dict[str, Json], place: Place) -> bool:
        if "overlay" not in top:
            hint = "an overlay starts with a line such as 'overlay: 1.0.0'"
            self._fail(
                "version-missing",
                place,
                "the document is not an overlay: it has no 'overlay' field",
                hint,
            )
            return False
        version = str(top["overlay"])
        if not any(version == known or version.startswith(f"{known}.") for known in _VERSIONS):
            message = f"overlay version {shorten(version)} is not supported"
            self._fail("version-unknown", place.child("overlay"), message, "write 1.0.0")
            return False
        return True

    def _action(self, item: Json, place: Place) -> Action | None:
        if not isinstance(item, dict):
            self._fail(
                "wrong-type",
                place,
                f"an action is an object, this is {_kind(item)}",
                "write 'target', and 'update' or 'remove'",
            )
            return None
        self._unknown(item, _ACTION, place)
        query = self._query(item, "target", place)
        change = self._change(item, place)
        if query is None or change is None:
            return None
        return Action(place=place, target=str(item["target"]), query=query, change=change)

    def _change(self, item: dict[str, Json], place: Place) -> Update | Copy | Remove | None:
        remove = item.get("remove", False)
        if not isinstance(remove, bool):
            self._fail(
                "wrong-type",
                place.child("remove"),
                f"true or false was expected, not {_kind(remove)}",
                "write 'remove: true'",
            )
            return None
        if remove:
            return Remove()
        if "copy" in item:
            query = self._query(item, "copy", place)
            return None if query is None else Copy(query=query, text=str(item["copy"]))
        if "update" in item:
            return Update(value=item["update"])
        hint = "add 'update' with the value to merge, or 'remove: true'"
        self._fail("key-missing", place, "the action has neither 'update' nor 'remove'", hint)
        return None

    def _query(self, item: dict[str, Json], key: str, place: Place) -> Query | None:
        if key not in item:
            self._fail("key-missing", place, f"the action has no {key!r}", f"add {key!r}")
            return None
        text = item[key]
        if not isinstance(text, str):
            self._fail(
                "wrong-type",
                place.child(key),
                f"a JSONPath was expected, not {_kind(text)}",
                "write a string such as $.info",
            )
            return None
        try:
            return read_query(text)
        except NoQuery as why:
            hint = "write it as $.paths['/pets'].get: put keys with other characters in brackets"
            message = f"{shorten(text)} is not a valid JSONPath: {why}"
            self._fail("overlay-target-wrong", place.child(key), message, hint)
            return None

    def _unknown(self, item: dict[str, Json], known: tuple[str, ...], place: Place) -> None:
        for key in item:
            if key not in known and not key.startswith("x-"):
                self.faults.append(_unknown_key(key, known, place.child(key)))

    def _fail(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Collect an error: nothing is generated unless every overlay is applied as intended."""
        self.faults.append(
            Diagnostic(code=code, severity=Severity.ERROR, message=message, place=place, hint=hint)
        )


def _unknown_key(key: str, known: tuple[str, ...], place: Place) -> Diagnostic:
    return Diagnostic(
        code="unknown-key",
        severity=Severity.WARNING,
        message=f"{shorten(key)!r} is not a known field",
        place=place,
        hint=f"known fields are {', '.join(known)}, and any that begin with x-",
    )


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            raise unreachable(value)
