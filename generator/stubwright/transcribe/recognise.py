"""Detect which documentation system generated a page, and read it."""

from __future__ import annotations

from stubwright.base.records import replace
from stubwright.base.suggest import did_you_mean
from stubwright.transcribe.drafts.draft import Declined, Draft
from stubwright.transcribe.pages.read_page import read_page
from stubwright.transcribe.reading.origin import without_own_origin
from stubwright.transcribe.reading.samples import mark_code
from stubwright.transcribe.systems import (
    docusaurus,
    mintlify,
    plain_markdown,
    readme,
    stoplight,
)
from stubwright.transcribe.systems.embedded import embedded
from stubwright.transcribe.systems.rapidoc import page as rapidoc
from stubwright.transcribe.systems.redoc import page as redoc
from stubwright.transcribe.systems.scalar import page as scalar
from stubwright.transcribe.systems.swagger import page as swagger_ui
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Page

SYSTEMS: tuple[System, ...] = (
    mintlify.SYSTEM,
    redoc.SYSTEM,
    docusaurus.SYSTEM,
    stoplight.SYSTEM,
    scalar.SYSTEM,
    swagger_ui.SYSTEM,
    rapidoc.SYSTEM,
    readme.SYSTEM,
    plain_markdown.SYSTEM,
)
# These resolve a server without a host against the address of the page.
_RESOLVING = (redoc.SYSTEM, scalar.SYSTEM, rapidoc.SYSTEM)
_LEAST = 2
_LARGEST = 20_000_000
_LONGEST_LINE = 200_000


def system_named(name: str) -> System:
    """Return the system of a name. Raise ``KeyError`` with a hint."""
    for system in SYSTEMS:
        if system.name == name:
            return system
    known = [system.name for system in SYSTEMS]
    raise KeyError(did_you_mean(name, known) or f"one of {', '.join(known)}")


def draft_of(name: str, text: str, system: System | None = None) -> list[Draft]:
    """Read a page; prefer a document that the page contains to its text. Raise Declined."""
    if not text.strip():
        raise Declined(1, "the page is empty", "save the page again, with its content")
    if len(text) > _LARGEST:
        raise Declined(1, f"the page has {len(text):,} characters", "save one operation at a time")
    page = read_page(name, text)
    if system is None:
        found = embedded(page)
        if found:
            return found
        system = _recognised(page.text)
        try:
            return _read(name, text, page, system)
        except Declined:
            # A page in the style of a system may have been written by hand.
            if system is plain_markdown.SYSTEM or not plain_markdown.SYSTEM.marks(page.text):
                raise
            return _read(name, text, page, plain_markdown.SYSTEM)
    return _read(name, text, page, system)


def _read(name: str, text: str, page: Page, system: System) -> list[Draft]:
    if page.form == "html" and system.split_inline:
        page = read_page(name, text, split_inline=True)
    lines = tuple(line for line in mark_code(page.lines) if len(line.text) < _LONGEST_LINE)
    if not lines:
        raise Declined(1, "the page has no text", "save it after its scripts have run")
    operations = system.read(replace(page, lines=lines))
    if system in _RESOLVING:
        without_own_origin(page, operations)
    return [Draft(page=name, system=system.name, operations=operations)]


def _recognised(text: str) -> System:
    marks = [(system.marks(text), -at, system) for at, system in enumerate(SYSTEMS)]
    most, _, system = max(marks, key=lambda one: one[:2])
    if most < _LEAST:
        raise Declined(
            1,
            "this is not a page of a documentation system that is known here",
            f"name it with --system: {', '.join(one.name for one in SYSTEMS)}",
        )
    return system
