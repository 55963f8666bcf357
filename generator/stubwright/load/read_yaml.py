"""YAML 1.2 text to a tree of JSON values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from stubwright.diagnostics import Diagnostic, Severity, Stop
from stubwright.load.faults import long_number, repeated_key, stop, too_deep, too_large
from stubwright.place import Place
from stubwright.texts import MAX_DEPTH
from stubwright.types.documents import Json
from stubwright.yaml_events import CORE, Events, Scalar, events, plain

MAX_NODES = 5_000_000
MAX_COPIES = 1_000_000
"""How many nodes aliases may stand for: they are shared here, but later stages meet each one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchored:
    """What an alias stands for; ``nodes`` counts it and all in it, ``key`` is its text as a key."""

    value: Json
    nodes: int
    key: str | None


_Anchors: TypeAlias = "dict[str, _Anchored | None]"


def read_yaml(text: str, uri: str) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Read the only document of a YAML text, with notes on what YAML 1.2 reads otherwise.

    Raise Stop where the text is not YAML, or not one document of plain data.
    """
    builder = _Builder(uri=uri, events=events(text))
    try:
        tree = builder.document()
    except yaml.MarkedYAMLError as error:
        raise _syntax(uri, error) from None
    except yaml.reader.ReaderError as error:
        raise _unprintable(uri, text, error) from None
    return tree, tuple(builder.notes)


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Builds by recursion: ``MAX_DEPTH`` levels of two frames."""

    uri: str
    events: Events
    anchors: _Anchors = field(default_factory=dict)
    notes: list[Diagnostic] = field(default_factory=list)
    depth: int = 0
    nodes: int = 0
    copies: int = 0

    def document(self) -> Json:
        get = self.events.get_event
        get()
        if isinstance(get(), yaml.StreamEndEvent):
            return None
        tree = self.value(get())
        get()
        after = get()
        if not isinstance(after, yaml.StreamEndEvent):
            raise stop(
                "document-several",
                "the file holds several YAML documents, divided by '---'; one was expected",
                uri=self.uri,
                hint="keep one document in the file",
                line=after.start_mark.line + 1,
                column=after.start_mark.column + 1,
            )
        return tree

    def value(self, event: yaml.Event) -> Json:
        """Build what starts with an event."""
        kind = type(event)
        self.nodes += 1
        if kind is yaml.ScalarEvent and event.anchor is None:
            return self.scalar(event)
        if kind is yaml.AliasEvent:
            return self.alias(event).value
        if kind is not yaml.ScalarEvent:
            self.enter(event)
        before = self.nodes + self.copies
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        result = self.node(event)
        if event.anchor is not None:
            key = event.value if kind is yaml.ScalarEvent else None
            nodes = self.nodes + self.copies - before + 1
            self.anchors[event.anchor] = _Anchored(value=result, nodes=nodes, key=key)
        return result

    def node(self, event: yaml.Event) -> Json:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if event.tag is not None:
            self.note_tag(event, event.tag)
        result = (
            self.mapping(event) if isinstance(event, yaml.MappingStartEvent) else self.sequence()
        )
        self.depth -= 1
        return result

    def enter(self, event: yaml.Event) -> None:
        """Count a collection. Raise Stop where there are too many, or too deep ones."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep(self.uri, event.start_mark.line + 1, event.start_mark.column + 1)
        if self.nodes > MAX_NODES:
            raise too_large(self.uri, f"more than {MAX_NODES:,} values")

    def sequence(self) -> list[Json]:
        get = self.events.get_event
        result: list[Json] = []
        while type(event := get()) is not yaml.SequenceEndEvent:
            result.append(self.value(event))
        return result

    def mapping(self, start: yaml.Event) -> dict[str, Json]:
        get = self.events.get_event
        result: dict[str, Json] = {}
        lines: dict[str, int] = {}
        merged: list[dict[str, Json]] = []
        while type(event := get()) is not yaml.MappingEndEvent:
            key = self.key(event)
            value = self.value(get())
            if key == "<<" and (bases := _bases(event, value)):
                merged += bases
                continue
            line = event.start_mark.line + 1
            if key in result:
                column = event.start_mark.column + 1
                raise repeated_key(self.uri, key, line, column, lines[key])
            lines[key] = line
            result[key] = value
        return self.merge(start, result, merged) if merged else result

    def key(self, event: yaml.Event) -> str:
        """Return a key as it is written: JSON has no other keys than strings."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None:
                self.value(event)
            return event.value or ("null" if event.implicit[0] else "")
        found = self.alias(event).key if isinstance(event, yaml.AliasEvent) else None
        if found is None:
            raise stop(
                "document-key",
                "a list or a mapping stands as a key; a string was expected",
                uri=self.uri,
                hint="put quotes around the key if it is meant to be text",
                line=event.start_mark.line + 1,
                column=event.start_mark.column + 1,
            )
        return found

    def merge(
        self, start: yaml.Event, own: dict[str, Json], bases: list[dict[str, Json]]
    ) -> dict[str, Json]:
        """Put the keys of ``<<`` in front; the mapping's own keys win, then earlier ones."""
        self.note(
            "yaml-merge",
            "the merge key '<<' was followed; YAML 1.2 and JSON do not know it",
            "other tools may read this as a plain key; $ref or allOf say the same everywhere",
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
        """Return what an alias stands for. Raise Stop for a cycle, or where it multiplies."""
        found = self.anchors.get(event.anchor)
        if found is not None:
            self.copied(found.nodes, event)
            return found
        known = event.anchor in self.anchors
        raise stop(
            "document-alias",
            f"the alias *{event.anchor} stands inside what it stands for"
            if known
            else f"the alias *{event.anchor} has no anchor &{event.anchor} above it",
            uri=self.uri,
            hint="say recursion with $ref" if known else "define the anchor first, or quote the text",
            line=event.start_mark.line + 1,
            column=event.start_mark.column + 1,
        )

    def copied(self, nodes: int, event: yaml.Event) -> None:
        """Count what aliases add. Raise Stop where it grows out of all proportion."""
        self.copies += nodes
        if self.copies > MAX_COPIES:
            raise stop(
                "document-alias",
                f"aliases stand for more than {MAX_COPIES:,} further values",
                uri=self.uri,
                hint="say repetition with $ref",
                line=event.start_mark.line + 1,
                column=event.start_mark.column + 1,
            )

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        try:
            if event.tag is None:
                return plain(event.value) if event.implicit[0] else event.value
            return self.tagged(event)
        except OverflowError:
            mark = event.start_mark
            raise long_number(
                self.uri, len(event.value), mark.line + 1, mark.column + 1
            ) from None

    def tagged(self, event: yaml.ScalarEvent) -> Scalar:
        """Read a scalar with a tag (YAML 1.2.2, sections 10.1 to 10.3)."""
        if event.tag in ("!", f"{CORE}str"):
            return event.value
        value = plain(event.value)
        if event.tag == f"{CORE}float" and type(value) is int:
            return float(value)
        if event.tag not in _TAGS or not isinstance(value, _TAGS[event.tag]):
            self.note_tag(event, event.tag)
        return value if event.tag in _TAGS or not event.style else event.value

    def note_tag(self, event: yaml.Event, tag: str) -> None:
        if tag not in (f"{CORE}map", f"{CORE}seq"):
            name = tag.replace(CORE, "!!")
            self.note("yaml-tag", f"the tag {name} has no effect", "remove the tag", event)

    def note(self, code: str, message: str, hint: str, event: yaml.Event) -> None:
        self.notes.append(
            Diagnostic(
                code=code,
                severity=Severity.NOTE,
                message=message,
                place=Place(self.uri),
                hint=hint,
                line=event.start_mark.line + 1,
                column=event.start_mark.column + 1,
            )
        )


_TAGS: dict[str, type | tuple[type, ...]] = {
    f"{CORE}int": int,
    f"{CORE}float": float,
    f"{CORE}bool": bool,
    f"{CORE}null": type(None),
}


def _bases(key: yaml.Event, value: Json) -> list[dict[str, Json]]:
    """Return what a ``<<`` merges; nothing where it is a key like any other."""
    if isinstance(key, yaml.ScalarEvent) and not key.implicit[0]:
        return []
    several = value if isinstance(value, list) else [value]
    bases = [base for base in several if isinstance(base, dict)]
    return bases if len(bases) == len(several) else []


def _syntax(uri: str, error: yaml.MarkedYAMLError) -> Stop:
    """Say where the text stops being YAML, in libyaml's words."""
    mark = error.problem_mark or error.context_mark
    words = ", ".join(word for word in (error.context, error.problem) if word)
    tab = "tab" in words or "\\t" in words
    return stop(
        "document-syntax",
        f"this is not YAML: {words}",
        uri=uri,
        hint="indent with spaces, not with tabs"
        if tab
        else "look at the indentation here and above, and quote texts that hold ': ' or ' #'",
        line=mark.line + 1 if mark else None,
        column=mark.column + 1 if mark else None,
    )


def _unprintable(uri: str, text: str, error: yaml.reader.ReaderError) -> Stop:
    """Say which character YAML does not allow (YAML 1.2.2, section 5.1)."""
    before = text.encode("utf-8")[: error.position].decode("utf-8", "ignore")
    if not yaml.__with_libyaml__:
        before = text[: error.position]
    code = error.character if isinstance(error.character, int) else ord(error.character)
    return stop(
        "document-syntax",
        f"this is not YAML: the character U+{code:04X} is not allowed",
        uri=uri,
        hint="remove the character, or write it as an escape in double quotes",
        line=before.count("\n") + 1,
        column=len(before) - (before.rfind("\n") + 1) + 1,
    )
