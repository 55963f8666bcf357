"""Record of one target in the lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stubwright.base.records import dataclass, field, replace
from stubwright.output.lock_text import FactsOfTarget, only

# The kinds of facts, and their fields: those with a single value, and those with one value per key.
_ONE: Final = ("source", "output", "generator", "package", "label")
_MANY: Final = {
    "option": "options",
    "document": "documents",
    "refused": "refused",
    "file": "files",
    "pin": "pins",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRecord:
    """The facts of a target; unknown ones are empty.

    Paths are posix and relative to the lock's folder, those of ``files`` to ``output``. ``source`` is the document, and
    ``label`` its name in the headers of generated files; ``options`` contains the user's options, by the keys of the
    option table. ``documents``, ``refused`` (files that could not be read but may exist later) and ``files`` map to
    digests, ``pins`` to names.
    """

    source: str = ""
    output: str = ""
    generator: str = ""
    package: str = ""
    label: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    documents: Mapping[str, str] = field(default_factory=dict[str, str])
    refused: Mapping[str, str] = field(default_factory=dict[str, str])
    files: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    pins: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def exists(self) -> bool:
        """Return whether the lock has any fact of the target."""
        return self != TargetRecord()

    @property
    def reads_urls(self) -> bool:
        """Return whether one of the documents came from the web."""
        return any("://" in name for name in self.documents)

    @property
    def held(self) -> TargetRecord:
        """Return the facts that a check compares: all except the generator, and whether the package name was given or derived."""
        options = {key: value for key, value in self.options.items() if key != "package"}
        return replace(self, generator="", options=options)

    def chosen_as(self, other: TargetRecord) -> bool:
        """Return whether both result from the same options of the user."""
        mine, others = ((one.options, one.output, one.source) for one in (self, other))
        return mine == others


def from_facts(facts: FactsOfTarget) -> TargetRecord:
    """Return the facts of a target as a record; unknown kinds are omitted."""
    one: dict[str, Any] = {kind: only(facts, kind) for kind in _ONE}
    many: dict[str, Any] = {name: facts[kind] for kind, name in _MANY.items() if kind in facts}
    return TargetRecord(**one, **many)


def to_facts(record: TargetRecord) -> FactsOfTarget:
    """Return a record as facts; facts with a single value are included even if it is empty."""
    one = {kind: {"": getattr(record, kind)} for kind in _ONE}
    many = {kind: dict(getattr(record, name)) for kind, name in _MANY.items()}
    return {**one, **many}


def known_kinds() -> frozenset[str]:
    """Return the kinds of facts that a lock of this format has for a target."""
    return frozenset({*_ONE, *_MANY})
