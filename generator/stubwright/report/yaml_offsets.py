"""Offsets of keys and items in a YAML text."""

from __future__ import annotations

import yaml

from stubwright.base.place import escape
from stubwright.base.yaml_events import Events, events, repaired
from stubwright.report.pointer_tree import Branch, Wanted


class _Done(Exception):
    """All wanted pointers were found."""


def yaml_offsets(text: str, wanted: Wanted) -> dict[str, int]:
    """Return the offset of each wanted pointer and of those above it, up to the first syntax error.

    A value behind an alias or a merge key has the offset of the alias or mapping.
    """
    found: dict[str, int] = {}
    # Like load: the original text, then with repaired surrogates. The lines of both are the same.
    for attempt in (text, repaired(text)):
        try:
            _find(attempt, wanted, found)
        except yaml.YAMLError:
            continue
        break
    return found


def _find(text: str, wanted: Wanted, found: dict[str, int]) -> None:
    finder = _Finder(events(text), set(wanted.pointers), found)
    get = finder.events.get_event
    get()
    if isinstance(get(), yaml.StreamEndEvent):
        return
    start = get()
    try:
        finder.meet("", start)
        finder.value(start, wanted.branch, "")
    except _Done:
        pass


class _Finder:
    """Descends into wanted branches, and counts brackets elsewhere."""

    def __init__(self, stream: Events, missing: set[str], found: dict[str, int]) -> None:
        self.events = stream
        self.missing = missing
        self.found = found

    def meet(self, pointer: str, event: yaml.Event) -> None:
        """Record the offset of a pointer. Raise _Done if it was the last."""
        self.found[pointer] = 0 if event.start_mark is None else event.start_mark.index
        self.missing.discard(pointer)
        if not self.missing:
            raise _Done

    def value(self, event: yaml.Event, branch: Branch, pointer: str) -> None:
        """Scan the value that starts with an event."""
        if not isinstance(event, yaml.CollectionStartEvent):
            return
        if not branch:
            self.skip()
        elif isinstance(event, yaml.MappingStartEvent):
            self.mapping(branch, pointer)
        else:
            self.sequence(branch, pointer)

    def mapping(self, branch: Branch, pointer: str) -> None:
        """Scan a mapping whose start was read."""
        while not isinstance(event := self.events.get_event(), yaml.MappingEndEvent):
            key = ""
            if isinstance(event, yaml.ScalarEvent):
                key = event.value or ("null" if event.implicit[0] else "")
            below = branch.get(key)
            child = pointer
            if below is not None:
                child = f"{pointer}/{escape(key)}"
                self.meet(child, event)
            self.value(self.events.get_event(), below or {}, child)

    def sequence(self, branch: Branch, pointer: str) -> None:
        """Scan a sequence whose start was read."""
        number = 0
        while not isinstance(event := self.events.get_event(), yaml.SequenceEndEvent):
            below = branch.get(str(number))
            child = f"{pointer}/{number}"
            if below is not None:
                self.meet(child, event)
            self.value(event, below or {}, child)
            number += 1

    def skip(self) -> None:
        """Read to the end of the collection whose start was read."""
        get = self.events.get_event
        depth = 1
        while depth:
            event = get()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
