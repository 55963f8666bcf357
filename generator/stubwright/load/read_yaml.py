"""Parse YAML 1.2 text to a tree of JSON values."""

from __future__ import annotations

from typing import Final, TypeAlias

import yaml

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.message_text import shorten
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field
from stubwright.base.text_encoding import MAX_DEPTH
from stubwright.base.yaml_events import CORE, Events, Scalar, events, plain, repaired
from stubwright.load.load_errors import (
    Position,
    empty,
    long_number,
    repeated_key,
    too_deep,
    too_large,
    unreadable,
)
from stubwright.load.shared import Shared
from stubwright.load.yaml_faults import not_yaml, unprintable
from stubwright.types.documents import Json

MAX_NODES = 5_000_000
MAX_COPIES = 1_000_000
"""The maximum number of nodes to which aliases may expand: they are shared here, but later stages visit each one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchored:
    """The value of an anchor; ``nodes`` counts it and its descendants, ``key`` is its text as a key."""

    value: Json
    nodes: int
    key: str | None


_Anchors: TypeAlias = dict[str, _Anchored | None]


def read_yaml(text: str, uri: str) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Parse the only document of a YAML text; return notes about constructs that YAML 1.2 does not support.

    Raise FatalError if the text is not YAML, or not one document of plain data.
    """
    builder = _Builder(uri=uri, events=events(text))
    try:
        tree = builder.document()
    except yaml.MarkedYAMLError as error:
        readable = repaired(text)
        if readable != text and "escape" in (error.problem or ""):
            return read_yaml(readable, uri)
        raise not_yaml(uri, text, error) from None
    except yaml.reader.ReaderError as error:
        raise unprintable(uri, text, error) from None
    return tree, tuple(builder.notes)


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Builds by recursion: ``MAX_DEPTH`` levels of two frames."""

    uri: str
    events: Events
    anchors: _Anchors = field(default_factory=dict[str, _Anchored | None])
    notes: list[Diagnostic] = field(default_factory=list[Diagnostic])
    shared: Shared = field(default_factory=Shared)
    depth: int = 0
    nodes: int = 0
    copies: int = 0

    def document(self) -> Json:
        """Build the document. Raise FatalError if there is none, or several."""
        get = self.events.get_event
        get()
        if isinstance(get(), yaml.StreamEndEvent):
            raise empty(self.uri)
        tree = self.value(get())
        get()
        after = get()
        if not isinstance(after, yaml.StreamEndEvent):
            raise unreadable(
                "document-several",
                "the file contains several YAML documents, separated by '---'; one was expected",
                uri=self.uri,
                hint="keep one document in the file",
                at=position(after),
            )
        return tree

    def value(self, event: yaml.Event) -> Json:
        """Build the value that starts with an event."""
        self.nodes += 1
        if isinstance(event, yaml.ScalarEvent):
            value = self.scalar(event)
            if event.anchor is not None:
                self.anchors[event.anchor] = _Anchored(value=value, nodes=1, key=event.value)
            return value
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event).value
        if isinstance(event, yaml.CollectionStartEvent):
            return self.collection(event)
        raise AssertionError(f"{event} starts no value")

    def collection(self, event: yaml.CollectionStartEvent) -> Json:
        """Build a mapping or a sequence. Raise FatalError if there are too many, or too deep ones."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep(self.uri, position(event))
        if self.nodes > MAX_NODES:
            raise too_large(self.uri, f"more than {MAX_NODES:,} values")
        if event.tag is not None:
            self.note_tag(event, event.tag)
        before = self.nodes + self.copies
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        mapping = isinstance(event, yaml.MappingStartEvent)
        value: Json = (
            self.shared.object(self.mapping(event))
            if mapping
            else self.shared.array(self.sequence())
        )
        self.depth -= 1
        if event.anchor is not None:
            nodes = self.nodes + self.copies - before + 1
            self.anchors[event.anchor] = _Anchored(value=value, nodes=nodes, key=None)
        return value

    def sequence(self) -> list[Json]:
        get = self.events.get_event
        result: list[Json] = []
        while not isinstance(event := get(), yaml.SequenceEndEvent):
            result.append(self.value(event))
        return result

    def mapping(self, start: yaml.Event) -> dict[str, Json]:
        get = self.events.get_event
        result: dict[str, Json] = {}
        starts: dict[str, Position | None] = {}
        merged: list[dict[str, Json]] = []
        while not isinstance(event := get(), yaml.MappingEndEvent):
            key = self.key(event)
            value = self.value(get())
            if key == "<<" and (bases := _bases(event, value)):
                merged += bases
                continue
            if key in result:
                raise repeated_key(self.uri, key, position(event), starts[key])
            starts[key] = position(event)
            result[key] = value
        return self.merge(start, result, merged) if merged else result

    def key(self, event: yaml.Event) -> str:
        """Return a key as it is spelled, since JSON keys are strings."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None:
                self.value(event)
            return event.value or ("null" if event.implicit[0] else "")
        found = self.alias(event).key if isinstance(event, yaml.AliasEvent) else None
        if found is None:
            raise unreadable(
                "document-key",
                "a key is a list or a mapping; a string was expected",
                uri=self.uri,
                hint="put quotes around the key if it is meant to be a string",
                at=position(event),
            )
        return found

    def merge(
        self, start: yaml.Event, own: dict[str, Json], bases: list[dict[str, Json]]
    ) -> dict[str, Json]:
        """Insert the keys of ``<<`` first; the mapping's own keys take precedence, then earlier ones."""
        self.note(
            "yaml-merge",
            "the merge key '<<' was followed; YAML 1.2 and JSON do not have it",
            "other tools may read this as a plain key; $ref or allOf have the same effect everywhere",
            start,
        )
        result: dict[str, Json] = {}
        for base in bases:
            self.copied(len(base), start)
            for key, value in base.items():
                result.setdefault(key, value)
        result.update(own)
        return result

    def alias(self, event: yaml.AliasEvent) -> _Anchored:
        """Return the node of an alias. Raise FatalError for a cycle or for too many copies."""
        name = event.anchor or ""
        found = self.anchors.get(name)
        if found is not None:
            self.copied(found.nodes, event)
            return found
        known = name in self.anchors
        raise unreadable(
            "document-alias",
            f"the alias *{shorten(name)} refers to a value that contains it"
            if known
            else f"the alias *{shorten(name)} has no anchor above it",
            uri=self.uri,
            hint="use $ref for recursion"
            if known
            else "define the anchor first, or quote the string",
            at=position(event),
        )

    def copied(self, nodes: int, event: yaml.Event) -> None:
        """Count the nodes that aliases add. Raise FatalError if there are too many."""
        self.copies += nodes
        if self.copies > MAX_COPIES:
            raise unreadable(
                "document-alias",
                f"aliases expand to more than {MAX_COPIES:,} values",
                uri=self.uri,
                hint="use $ref for repetition",
                at=position(event),
            )

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        try:
            if event.tag is None:
                return plain(event.value) if event.implicit[0] else event.value
            return self.tagged(event, event.tag)
        except OverflowError:
            raise long_number(self.uri, len(event.value), position(event)) from None

    def tagged(self, event: yaml.ScalarEvent, tag: str) -> Scalar:
        """Read a scalar with a tag (YAML 1.2.2, sections 10.1 to 10.3)."""
        if tag in ("!", f"{CORE}str"):
            return event.value
        value = plain(event.value)
        if tag == f"{CORE}float" and type(value) is int:
            return float(value)
        kind = _KINDS.get(tag)
        if kind is not None and type(value) is kind:
            return value
        self.note_tag(event, tag)
        return event.value if event.style or kind is not None else value

    def note_tag(self, event: yaml.Event, tag: str) -> None:
        if tag not in (f"{CORE}map", f"{CORE}seq"):
            name = shorten(tag.replace(CORE, "!!"))
            self.note("yaml-tag", f"the tag {name} has no effect", "remove the tag", event)

    def note(self, code: str, message: str, hint: str, event: yaml.Event) -> None:
        line, column = position(event) or (None, None)
        self.notes.append(
            Diagnostic(
                code=code,
                severity=Severity.NOTE,
                message=message,
                place=Place(self.uri),
                hint=hint,
                line=line,
                column=column,
            )
        )


_KINDS: Final[dict[str, type]] = {
    f"{CORE}int": int,
    f"{CORE}float": float,
    f"{CORE}bool": bool,
    f"{CORE}null": type(None),
}


def position(event: yaml.Event) -> Position | None:
    """Return where an event starts."""
    mark = event.start_mark
    return None if mark is None else (mark.line + 1, mark.column + 1)


def _bases(key: yaml.Event, value: Json) -> list[dict[str, Json]]:
    """Return the mappings that a ``<<`` merges; none if it is an ordinary key."""
    if isinstance(key, yaml.ScalarEvent) and not (key.implicit[0] or key.tag == f"{CORE}merge"):
        return []
    several = value if isinstance(value, list) else [value]
    bases = [base for base in several if isinstance(base, dict)]
    return bases if len(bases) == len(several) else []
