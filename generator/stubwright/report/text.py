"""Diagnostics as text: the position, the message, the line and the hint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.report.located import Listing, Located, locate
from stubwright.report.printable import printable, width
from stubwright.types.documents import Documents

LIMIT: Final = 5
"""The maximum number of diagnostics of one code that are printed; the others are counted."""

_LOST: Final = {
    "union-approximated": ("union approximated", "unions approximated"),
    "type-approximated": ("type approximated", "types approximated"),
    "const-approximated": ("constant approximated", "constants approximated"),
    "enum-mixed": ("enumeration without members", "enumerations without members"),
    "all-of-conflict": ("contradiction in allOf", "contradictions in allOf"),
    "discriminator-ignored": ("discriminator ignored", "discriminators ignored"),
    "body-plain": ("body without a model", "bodies without a model"),
}
"""Notes about losses of information, in the singular and in the plural."""

_EXCERPT: Final = 100
_COLORS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def render_text(
    diagnostics: Iterable[Diagnostic],
    documents: Documents,
    *,
    color: bool = False,
    notes: bool = False,
) -> str:
    """Return errors and warnings as text, the first few of each code, and a line about the notes.

    With ``notes``, notes are listed by code, the most frequent first, each with one example, and all errors and warnings are shown.
    """
    given = tuple(dict.fromkeys(diagnostics))
    listing = locate((one for one in given if one.severity is not Severity.NOTE), documents)
    shown: Counter[str] = Counter()
    parts: list[str] = []
    for entry in listing.entries:
        shown[entry.diagnostic.code] += 1
        if notes or shown[entry.diagnostic.code] <= LIMIT:
            parts.append(_entry(entry, listing, color))
    for code in sorted(shown):
        if shown[code] > LIMIT and not notes:
            more = f"... and {shown[code] - LIMIT:,} more of {code}"
            parts.append(f"{more}; --show notes and --report list all\n")
    all_notes = [one for one in given if one.severity is Severity.NOTE]
    if notes:
        parts += _notes(all_notes, documents, color)
    elif all_notes:
        parts.append(_summary(all_notes))
    return "".join(parts)


def _summary(notes: Sequence[Diagnostic]) -> str:
    """Return the number of notes, starting with those that matter to callers of the API."""
    counts = Counter(one.code for one in notes)
    lost = [
        f"{counts[code]:,} {one if counts[code] == 1 else several}"
        for code, (one, several) in _LOST.items()
        if code in counts
    ]
    all_of_them = f"{len(notes):,} note{'' if len(notes) == 1 else 's'}"
    return f"{', '.join([*lost, all_of_them])}; --show notes lists them\n"


def _notes(notes: Sequence[Diagnostic], documents: Documents, color: bool) -> Iterator[str]:
    """Yield an entry for each code: the number of notes, and the first one."""
    counts = Counter(one.code for one in notes)
    firsts = {one.code: one for one in reversed(notes)}
    for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        listing = locate([firsts[code]], documents)
        yield from (_entry(entry, listing, color) for entry in listing.entries)
        yield f"  ... and {count - 1:,} more of {code}\n" if count > 1 else ""


def _entry(entry: Located, listing: Listing, color: bool) -> str:
    one = entry.diagnostic
    head = f"{one.severity.value}[{one.code}]"
    place = ":".join(str(part) for part in (entry.file, entry.line, entry.column) if part)
    lines = [
        _painted(f"{printable(place)}: ", "1", color and bool(place)) if place else "",
        _painted(head, f"1;{_COLORS[one.severity]}", color),
        f": {printable(one.message)}\n",
        _excerpt(entry, listing, color),
    ]
    if one.hint:
        lines.append(f"  {_painted('hint', '1;32', color)}: {printable(one.hint)}\n")
    return "".join(lines)


def _painted(text: str, style: str, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text


def _excerpt(entry: Located, listing: Listing, color: bool) -> str:
    """Return a diagnostic's line with a caret below it, or nothing if it has no line."""
    read = listing.sources.get(entry.file)
    if read is None or entry.line is None or entry.column is None:
        return ""
    line = read.line(entry.line)
    if line is None or not line.strip():
        return ""
    before, after = _cropped(line, entry.column - 1)
    gutter = " " * max(7, len(str(entry.line)) + 2)
    number = str(entry.line).rjust(len(gutter) - 1)
    bar, caret = _painted("|", "34", color), _painted("^", "1;31", color)
    pad = " " * width(before)
    return f"{number} {bar} {before}{after}\n{gutter}{bar} {pad}{caret}\n"


def _cropped(line: str, column: int) -> tuple[str, str]:
    """Return the printable text of a line before and from a column, truncated to the width."""
    column = min(column, len(line))
    start = 0 if len(line) <= _EXCERPT else max(0, column - _EXCERPT // 2)
    end = start + _EXCERPT
    before = ("..." if start else "") + line[start:column].replace("\t", " ")
    after = line[column:end].replace("\t", " ") + ("..." if end < len(line) else "")
    return printable(before), printable(after).rstrip()
