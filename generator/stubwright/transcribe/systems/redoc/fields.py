"""Fields and schemas in the layout of Redoc."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Start
from stubwright.transcribe.reading.type_words import TypeWords
from stubwright.transcribe.systems.redoc.types import BEHIND, labels_of, redoc_type
from stubwright.types.page import Line

RULE = "redoc"
DETAILS = Details(
    rule=RULE,
    labels=re.compile(
        r"^(?:(?:Items )?(?:Enum|Value)s?:|Default:|Pattern:|Nullable$|Deprecated$|non-empty)", re.I
    ),
)
_ONE_OF = re.compile(r"^(one|any) of(?: (.+))?$", re.I)
ARRAY = re.compile(r"^Array\b\s*(\(.*\)|\[.*\])?$")
_ITEMS = re.compile(r"\[ items (.*)\]$")
_REST = re.compile(r"^(?P<limits>[^^/]*)(?P<pattern>[\^/].*)?$")
_UNIT = r"(?: (?:characters?|items?|properties))?"
_LIMIT = re.compile(
    rf"[\[(] ?-?[\d.]+ \.\. -?[\d.]+ ?[\])]{_UNIT}|[<>=]=? ?-?[\d.]+{_UNIT}|non-empty|multiple of [\d.]+"
)
HEADINGS = ("One of", "Any of")


def without_labels(block: Sequence[Line]) -> list[Line]:
    """Leave out the buttons with the names of alternatives, below ``One of``."""
    kept: list[Line] = []
    labels = left = list[str]()
    heading: Line | None = None
    fields = False
    for at, line in enumerate(block):
        fields = fields or begin(block, at) is not None
        labels = labels_of(line.text) or labels
        found = _ONE_OF.match(line.text) if fields and labels else None
        if found and found[2] in (None, "".join(labels)):
            heading, left = line, [] if found[2] else list(labels)
            kept.append(replace(line, text=f"{found[1].capitalize()} of"))
        elif (heading and line.text == "".join(labels)) or (
            heading and 0 < line.depth == heading.depth + 1
        ):
            continue
        elif heading and not line.depth and line.text in left:
            left.remove(line.text)
        else:
            heading = None
            kept.append(line)
    return kept


def _begin_of_alternatives(lines: Sequence[Line], at: int) -> Start:
    """Read the heading of alternatives, and the type of the alternative shown, as a field.

    Limits of that type may be above it as well.
    """
    below = at + 1
    while below < len(lines) and BEHIND.match(lines[below].text):
        below += 1
    read = redoc_type(lines[below].text) if below < len(lines) else None
    if read is None or begin(lines, below):
        return Start(name=lines[at].text, words=TypeWords(), end=at + 1)
    return Start(name=lines[at].text, words=read[0], end=below + 1, rest=_limits(read[1]))


def _limits(rest: str) -> str:
    """Split what follows a type into limits and a pattern; ignore a truncated pattern."""
    items = _ITEMS.search(rest)
    match = _REST.match(_ITEMS.sub("", rest).strip())
    if match is None:
        return rest
    pattern = (match["pattern"] or "").strip()
    whole = pattern and not pattern.endswith((".", "…", "Show pattern"))
    parts = [*_LIMIT.findall(match["limits"]), f"Pattern: {pattern}" if whole else ""]
    if items:
        inside = re.sub(r"^<[^<>]*>", "", items[1]).strip()
        parts += [f"[ items {part} ]" for part in _limits(inside).split("\n") if part]
    return "\n".join(part for part in parts if part)


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read the beginning of a field: its name and its type."""
    name = lines[at].text
    if name in HEADINGS and at > 0:
        return _begin_of_alternatives(lines, at)
    if lines[at].code or not (NAME.match(name) or name == "property name*"):
        return None
    if name == "Array":  # the schema is one of these alternatives
        return None
    end, required = at + 1, 0
    deprecated = False
    while end < len(lines) and lines[end].text.lower() in (
        "required",
        "deprecated",
        "additional property",
        "recursive",
    ):
        required = end if lines[end].text.lower() == "required" else required
        deprecated = deprecated or lines[end].text.lower() == "deprecated"
        end += 1
    if end >= len(lines) or lines[end].code:
        return None
    read = redoc_type(lines[end].text)
    if read is None or (read[1] and not BEHIND.match(read[1])):
        return None
    words, rest = read
    return Start(
        name=name,
        words=words,
        end=end + 1,
        required=required,
        deprecated=deprecated,
        rest=_limits(rest),
    )
