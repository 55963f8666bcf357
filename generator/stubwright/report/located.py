"""Diagnostics with file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.place import Place
from stubwright.base.records import dataclass, replace
from stubwright.base.uris import readable
from stubwright.report.positions import Position, Source, find, source
from stubwright.types.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A diagnostic and its position. ``file`` is empty if no document is concerned."""

    diagnostic: Diagnostic
    file: str = ""
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Diagnostics ordered by file and position, without duplicates, and the texts that they refer to."""

    entries: tuple[Located, ...]
    sources: Mapping[str, Source]


def locate(diagnostics: Iterable[Diagnostic], documents: Documents) -> Listing:
    """Look up the positions of diagnostics, reading each document at most once.

    The position of a value that comes from an overlay is in the overlay.
    """
    by_document: dict[str, list[Diagnostic]] = {}
    for diagnostic in dict.fromkeys(_written(one, documents) for one in diagnostics):
        uri = "" if diagnostic.place is None else diagnostic.place.document
        by_document.setdefault(uri, []).append(diagnostic)
    entries: list[Located] = []
    sources: dict[str, Source] = {}
    for uri, group in by_document.items():
        document = documents.by_uri.get(uri)
        read = None if document is None else source(document)
        name = readable(uri).rpartition("/")[2] if document is None else document.name
        if read is not None:
            sources[name] = read
        entries += _located(group, name, read)
    return Listing(entries=tuple(sorted(entries, key=_order)), sources=sources)


def _written(diagnostic: Diagnostic, documents: Documents) -> Diagnostic:
    """Return a diagnostic with the place from which its value was read."""
    place = diagnostic.place
    if place is None or not documents.origins or place.document != documents.root:
        return diagnostic
    above = place.pointer
    while above:
        if (origin := documents.origins.get(above)) is not None:
            below = place.pointer[len(above) :]
            return replace(diagnostic, place=Place(origin.document, origin.pointer + below))
        above = above[: above.rindex("/")]
    return diagnostic


def _located(group: list[Diagnostic], name: str, read: Source | None) -> list[Located]:
    pointers = {
        diagnostic.place.pointer
        for diagnostic in group
        if diagnostic.place is not None and diagnostic.line is None
    }
    at = find(read, pointers) if read is not None and pointers else {}
    return [
        Located(diagnostic=diagnostic, file=name, line=line, column=column)
        for diagnostic in group
        for line, column in (_position(diagnostic, at),)
    ]


def _position(
    diagnostic: Diagnostic, at: Mapping[str, Position]
) -> Position | tuple[int | None, int | None]:
    if diagnostic.line is not None or diagnostic.place is None:
        return diagnostic.line, diagnostic.column
    return at.get(diagnostic.place.pointer, (None, None))


def _order(entry: Located) -> tuple[str, int, int, str, str]:
    one = entry.diagnostic
    return entry.file, entry.line or 0, entry.column or 0, one.code, one.message
