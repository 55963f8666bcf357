"""Fields and schemas as Scalar lays them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import (
    NAME,
    Entry,
    Start,
    array_of,
    inner,
    nest_by_depth,
    nest_flat,
    put,
    read_entries,
)
from stubwright.transcribe.reading.operation import MEDIA
from stubwright.transcribe.reading.samples import Sample
from stubwright.transcribe.reading.type_words import TypeWords, read_type
from stubwright.types.page import Line, Page

RULE = "scalar"
_COPY = re.compile(r"\s*copy link to .*$", re.I)
_NOISE = re.compile(
    r"^(copy link.*|show (child attributes|schema|additional properties|all values).*|hide .*|(?-i:Discriminator))$",
    re.I,
)
_LIMIT = re.compile(r"^(?:min|max)(?: length| items)?:$", re.I)
_ONE_OF = re.compile(r"^(?:one|any) of\b", re.I)
_PREVIEW = re.compile(r"^\{ ([^\s,{}]+)(?:, .*)? \}$")
_COUNT = re.compile(r"^properties: (\d+)$", re.I)
_FLAGS = ("required", "enum", "nullable", "deprecated", "read-only", "write-only", "const")
_FORMAT = re.compile(r"^format:\s*(.*)$", re.I)
DETAILS = Details(
    rule=RULE,
    one_per_line=True,
    ends=lambda text: bool(_NOISE.match(text) or _COUNT.match(text) or MEDIA.match(text)),
)


def _words(text: str) -> tuple[TypeWords | None, str]:
    """Read the words behind ``Type:``; flags may be glued to them."""
    text = re.sub(r"\s*\d*…\d*$", "", _COPY.sub("", text)).strip()
    flags = ""
    while True:
        words = read_type(text, models=True)
        known = words is not None and (words.type or words.title == "" or not _glued(text))
        if known:
            return words, flags
        cut = _glued(text)
        if not cut:
            return words or _titled(text), flags
        flags += cut
        text = text[: -len(cut)].strip()


def _titled(text: str) -> TypeWords | None:
    """Read a model's title of several words, and an array of such."""
    array = re.match(r"^array of (.+)$", text, re.I)
    title = array[1] if array else text
    if not re.match(r"^[A-Za-z][\w .-]{0,60}$", title):
        return None
    return (
        TypeWords(type="array", items=TypeWords(title=title)) if array else TypeWords(title=title)
    )


def _glued(text: str) -> str:
    return next(
        (flag for flag in _FLAGS if text.lower().endswith(flag) and len(text) > len(flag)), ""
    )


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read where a field begins: its name and its type."""
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or not NAME.match(name) or _NOISE.match(name):
        return None
    typed = re.match(r"^type:\s*(.*)$", lines[at + 1].text, re.I)
    if typed is None:
        return _untyped(lines, at)
    end = at + 2
    text = typed[1]
    if not text and end < len(lines):
        text, end = lines[end].text, end + 1
    if re.match(r"^(array of|·)$", text, re.I) and end < len(lines):
        text, end = f"{text} {lines[end].text}", end + 1
    words, flags = _words(text)
    if words is None:
        quoted = re.match(r'^"[^"]*"( or "[^"]*")*', text)
        words = TypeWords(type="string") if quoted else TypeWords()
    if text in ("true", "false"):
        words = TypeWords(type="boolean")
    words, flags, end, required = _attributes(lines, end, words, flags)
    required = required or (at + 1 if "required" in flags else 0)
    if "nullable" in flags:
        words = replace(words, nullable=True)
    if "enum" in flags and words.title and not words.type:
        words = replace(words, title="")
    return Start(
        name=name, words=words, end=end, required=required, deprecated="deprecated" in flags
    )


def _untyped(lines: Sequence[Line], at: int) -> Start | None:
    """Read a field without a type, such as one with alternatives: its link names it again."""
    name = lines[at].text
    if _ONE_OF.match(lines[at + 1].text):
        return Start(name=name, words=TypeWords(), end=at + 1)
    link = f"copy link to {name}".lower()
    for end in range(at + 1, min(at + 8, len(lines))):
        text = lines[end].text.lower()
        if text == link or (end == at + 1 and text.endswith(link)):
            words, flags, _, required = _attributes(lines, at + 1, TypeWords(), "")
            return Start(
                name=name, words=words, end=at + 1, required=required, deprecated="deprec" in flags
            )
        if text.startswith("copy link") or re.match(r"^type:", text) or lines[end].code:
            return None
    return None


def joined(lines: Sequence[Line]) -> list[Line]:
    """Join the labels of limits with the values below them."""
    found: list[Line] = []
    for line in lines:
        above = found[-1].text if found else ""
        if _LIMIT.match(above) and re.match(r"^-?[\d.,]+$", line.text):
            found[-1] = replace(found[-1], text=f"{above} {line.text}")
        elif re.match(r"^\d*…\d*$", line.text):
            low, _, high = line.text.partition("…")
            found += [replace(line, text=f"min items: {low}")] if low else []
            found += [replace(line, text=f"max items: {high}")] if high else []
        else:
            found.append(line)
    return found


def _without_alternatives(page: Page, block: Sequence[Line]) -> list[Line]:
    """Leave out what is inside of a field's alternatives, of which the page shows one.

    Markup shows where they end. In text the next field that has a link of its own ends them.
    """
    kept: list[Line] = []
    owner, skips = -1, False
    for at, line in enumerate(block):
        begun = begin(block, at)
        if skips:
            linked = any(
                one.text.lower() == f"copy link to {line.text}".lower()
                for one in block[at + 1 : at + 8]
            )
            skips = not linked if page.form == "text" else line.depth > owner
            skips = skips or (page.form == "text" and begun is None)
        if skips:
            continue
        if begun is not None:
            owner = line.depth
        kept.append(line)
        skips = owner >= 0 and bool(_ONE_OF.match(line.text)) and not _closed(block, at)
    return kept


def _closed(block: Sequence[Line], at: int) -> bool:
    """Say whether the alternatives are folded: a button to show them follows their label."""
    return any(
        re.match(r"^show schema", line.text, re.I) or line.text.lower() == "empty object"
        for line in block[at : at + 5]
    )


def _attributes(
    lines: Sequence[Line], end: int, words: TypeWords, flags: str
) -> tuple[TypeWords, str, int, int]:
    """Read the lines below a type: its format, flags, a model's name."""
    required = 0
    while end < len(lines):
        flag = lines[end].text.lower()
        formatted = _FORMAT.match(lines[end].text)
        if formatted:
            value = formatted[1]
            if not value and end + 1 < len(lines):
                end += 1
                value = lines[end].text
            if not words.items and not words.title:
                words = replace(words, format=_COPY.sub("", value))
        elif flag in _FLAGS:
            required = end if flag == "required" else required
            flags += flag
        elif flag.startswith("·") and words.title == "":
            words = replace(words, title=lines[end].text.lstrip("· "))
        elif not _NOISE.match(lines[end].text):
            below = lines[end + 2].text.lower() if end + 2 < len(lines) else ""
            if flag == "const:" and below == "required":
                required = end + 2  # the constant itself is read with the details
            break
        end += 1
    return words, flags, end, required


def _root(lines: Sequence[Line]) -> tuple[TypeWords | None, Line | None]:
    """Read the type that is before the first field."""
    for at, line in enumerate(lines):
        if begin(lines, at):
            return None, None
        match = re.match(r"^type:\s*(.*)$", line.text, re.I)
        if match:
            text = match[1] or (lines[at + 1].text if at + 1 < len(lines) else "")
            if re.match(r"^array of$", text, re.I):
                text = f"{text} {lines[at + 2].text}" if at + 2 < len(lines) else text
            return _words(text)[0], line
    return None, None


def shape_in(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    """Make the shape of the fields of a block; None where it has none."""
    block = _without_alternatives(page, block)
    words, line = _root(block)
    entries = read_entries(block, begin, DETAILS, RULE)
    span = (block[0].number, block[-1].number) if block else (1, 1)
    if not entries:
        if words is None or line is None:
            return None
        alone = read_entries(
            [replace(line, text="value"), *block[block.index(line) :]], begin, DETAILS, RULE
        )
        if not alone:
            return None
        alone[0].shape.found = None
        return alone[0].shape
    root = Shape()
    root.facts["type"] = Fact(value="object", lines=span, rule="fields are listed")
    if (
        (page.form != "text" and len({entry.depth for entry in entries}) > 1)
        or page.form == "html"
        or not any(entry.holds for entry in entries)
    ):
        nest_by_depth(root, entries)
    else:
        _nest_counted(root, entries, block, sample)
    if words is not None and line is not None:
        if words.items:
            root.title = words.items.title
            return array_of(root, (line.number, line.number), RULE)
        root.title = words.title
    return root


def _folded(entry: Entry, after: Entry | None, block: Sequence[Line], last: int) -> bool:
    """Say whether the members are folded: their first names are shown, and others follow."""
    shown = (_PREVIEW.match(line.text) for line in block if entry.line < line.number < last)
    first = next((one[1] for one in shown if one), "")
    return bool(first) and (after is None or after.name != first)


def _nest_counted(
    root: Shape, entries: Sequence[Entry], block: Sequence[Line], sample: Sample | None
) -> None:
    """Put as many fields under one as it says it has."""
    counts: list[int] = []
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        last = after.line if after else block[-1].number + 1
        said = [_COUNT.match(line.text) for line in block if entry.line < line.number < last]
        count = next((int(one[1]) for one in said if one), 0)
        folded = _folded(entry, after, block, last)
        entry.holds = entry.holds and not folded
        counts.append(0 if folded else count)
    if not any(counts):
        nest_flat(root, entries, sample.value if sample else None)
        return
    stack: list[tuple[Shape, int]] = [(root, -1)]
    for entry, count in zip(entries, counts, strict=True):
        while stack[-1][1] == 0:
            stack.pop()
        shape, left = stack[-1]
        put(shape, entry)
        stack[-1] = (shape, left - 1)
        if count:
            holder = inner(entry.shape) if entry.holds else Shape()  # what has no words for a type
            stack.append((holder, count))
