"""The library function that turns documents into a package. It reads no files but the templates, and writes none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from stubwright.backends.dataclasses import DATACLASSES
from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.gc_pause import gc_paused
from stubwright.base.ids import escaped, former_key
from stubwright.base.place import Place
from stubwright.base.records import replace
from stubwright.base.stages import Begin, unwatched
from stubwright.describe import as_json, describe
from stubwright.index import index
from stubwright.lower import lower, why_not_paginated, with_examples
from stubwright.name import name
from stubwright.parse import parse
from stubwright.render import render
from stubwright.select import select
from stubwright.select.pagination import paginate
from stubwright.select.security import declare
from stubwright.select.unknown_members import keep
from stubwright.types.backend import Backend
from stubwright.types.documents import Documents, Json
from stubwright.types.ir_operations import Api
from stubwright.types.options import Options
from stubwright.types.result import Result
from stubwright.types.spec import Spec

_FORMAT = "format"
_URI = re.compile(r"((?:file|https?|stdin):[^#\s]*)#")


@gc_paused()
def generate(
    documents: Documents,
    options: Options,
    pins: Mapping[str, str],
    backend: Backend = DATACLASSES,
    *,
    begin: Begin = unwatched,
) -> Result:
    """Generate one package.

    ``pins`` are those of the last run's ``Result``, or empty: their names are kept. Pins of an older lock include its
    ``format``. The same inputs produce the same bytes. If a diagnostic is an error, ``files`` is empty. ``begin`` is
    called with the name of each stage as it begins.
    """
    if _fatal(documents.diagnostics):
        return Result(files={}, pins=pins, diagnostics=_ordered(documents.diagnostics))
    spec = _parsed(documents, options, begin)
    if _fatal(spec.diagnostics):
        return Result(files={}, pins=pins, diagnostics=_ordered(spec.diagnostics))
    api, chosen = _chosen(spec, options, begin)
    parsed = spec.diagnostics
    del spec  # It is as large as the document and not needed below.
    api = backend.adapt(api)
    begin("name")
    homes = _Homes(documents)
    names, misnamed = name(api, options, _pinned(pins, homes), backend.reserved)
    if _fatal(misnamed):
        return Result(files={}, pins=pins, diagnostics=_ordered(misnamed))
    labelled = replace(options, source=options.source or documents.by_uri[documents.root].name)
    begin("plan")
    planned = backend.plan(api, names, labelled, pins)
    found = (*parsed, *chosen, *misnamed, *planned.diagnostics)
    begin("render")
    return Result(
        files=render(planned.package, backend),
        pins={**planned.pins, **homes.narrow(names.pins)},
        diagnostics=_ordered((*documents.diagnostics, *found)),
        report=describe(api, names, homes.shown),
    )


def _parsed(documents: Documents, options: Options, begin: Begin) -> Spec:
    begin("index")
    indexed = index(documents)
    begin("parse")
    return declare(parse(indexed, examples=options.testing), options)


def _chosen(spec: Spec, options: Options, begin: Begin) -> tuple[Api, tuple[Diagnostic, ...]]:
    """Return the selected operations and types of the document."""
    begin("lower")
    whole, approximations = lower(spec)
    begin("select")
    selected, unselected = select(whole, options)
    paged, mispaged = paginate(selected, options)
    api, notes = keep(paged, options), (*approximations, *unselected, *mispaged)
    if not options.testing:
        return api, notes
    exemplified, wrong = with_examples(spec, api)
    return exemplified, (*notes, *wrong)


def inspect(documents: Documents) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Return the IR as JSON (``schemas`` and ``operations`` lists among others) and all diagnostics."""
    if _fatal(documents.diagnostics):
        return None, _ordered(documents.diagnostics)
    spec = parse(index(documents))
    if _fatal(spec.diagnostics):
        return None, _ordered(spec.diagnostics)
    api, approximations = lower(spec)
    diagnostics = (*documents.diagnostics, *spec.diagnostics, *approximations)
    return as_json(api, _Homes(documents).shown), _ordered(diagnostics)


def reason_without_pages(documents: Documents, method: str, path: str) -> str:
    """Return why an operation has no inferred pagination; empty if it has."""
    return why_not_paginated(parse(index(documents)), method, path)


def _fatal(diagnostics: tuple[Diagnostic, ...]) -> bool:
    return any(one.severity is Severity.ERROR for one in diagnostics)


def _ordered(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return diagnostics sorted by place, without duplicates."""

    def key(one: Diagnostic) -> tuple[str, str, str, str]:
        place = one.place or Place("")
        return place.document, place.pointer, one.code, one.message

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))


class _Homes:
    """Shortens the absolute URIs in ids for pins and reports: of the root document to nothing, of others to their names."""

    def __init__(self, documents: Documents) -> None:
        self._fronts = {
            escaped(uri): "" if uri == documents.root else escaped(document.name)
            for uri, document in documents.by_uri.items()
        }
        self._uris = {front: uri for uri, front in self._fronts.items()}
        self._short = {
            uri: "" if uri == documents.root else document.name
            for uri, document in documents.by_uri.items()
        }

    def shown(self, text: str) -> str:
        return _URI.sub(lambda match: f"{self._short.get(match[1], match[1])}#", text)

    def key(self, key: str) -> str:
        """Return the key of a pin as in the lock."""
        uri, mark, rest = key.partition("#")
        return f"{self._fronts[uri]}#{rest}" if mark and uri in self._fronts else key

    def wide(self, key: str) -> str:
        """Return the key of a pin as in this run."""
        front, mark, rest = key.partition("#")
        return f"{self._uris[front]}#{rest}" if mark and front in self._uris else key

    def narrow(self, pins: Mapping[str, str]) -> dict[str, str]:
        return {self.key(key): value for key, value in pins.items()}


def _pinned(pins: Mapping[str, str], homes: _Homes) -> Mapping[str, str]:
    """Return pins by the keys of this run."""
    if pins.get(_FORMAT) == "1":
        return _FormerPins(pins, homes)
    return {homes.wide(key): value for key, value in pins.items()}


class _FormerPins(Mapping[str, str]):
    """Pins of format 1, whose keys are ambiguous: each is looked up by the key that is requested."""

    def __init__(self, pins: Mapping[str, str], homes: _Homes) -> None:
        self._pins = pins
        self._homes = homes

    def __getitem__(self, key: str) -> str:
        return self._pins[former_key(self._homes.key(key))]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pins)

    def __len__(self) -> int:
        return len(self._pins)
