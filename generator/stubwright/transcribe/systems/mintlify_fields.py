"""Fields in the layout of Mintlify."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Entry, Start
from stubwright.transcribe.reading.nesting import nest_dotted
from stubwright.transcribe.reading.type_words import read_type
from stubwright.types.page import Line

RULE = "mintlify"
DETAILS = Details(rule=RULE, one_per_line=False)
_GLUED = re.compile(
    r"^(?P<type>.*?)(?P<where>header|query|path|cookie|body)?(?P<required>required)?"
    r"(?P<default>default:.*)?(?P<deprecated>deprecated)?$"
)
_ATTRIBUTE = re.compile(
    r"^(header|query|path|cookie|body|required|deprecated|read-only|write-only)$"
)


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read the beginning of a field: its name and its type."""
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or not NAME.match(name) or lines[at + 1].code:
        return None
    text = lines[at + 1].text
    words, found = read_type(text, models=False), None
    if words is None:
        found = _GLUED.match(text)
        words = read_type(found["type"]) if found and found["type"] else None
        if words is None:
            return None
    required = at + 1 if found and found["required"] else 0
    deprecated = bool(found and found["deprecated"])
    where = (found["where"] or "") if found else ""
    rest = (found["default"] or "") if found else ""
    end = at + 2
    while end < len(lines) and _ATTRIBUTE.match(lines[end].text):
        word = lines[end].text
        if _start_of_field(lines, end):
            break
        required = end if word == "required" else required
        deprecated = deprecated or word == "deprecated"
        where = word if word in ("header", "query", "path", "cookie") else where
        end += 1
    return Start(
        name=name,
        words=words,
        end=end,
        required=required,
        where=where,
        deprecated=deprecated,
        rest=rest,
    )


def _start_of_field(lines: Sequence[Line], at: int) -> bool:
    """Return whether a field has the name of an attribute, because its type follows."""
    return at + 1 < len(lines) and read_type(lines[at + 1].text) is not None


def shape_in(entries: list[Entry], block: Sequence[Line]) -> Shape | None:
    """Create the shape of the fields of a block; None if it has none."""
    if not entries:
        alone = [read_type(line.text) for line in block[:4] if not line.code]
        words = next((one for one in alone if one), None)
        if words is None:
            return None
    shape = Shape()
    if entries:
        lines = (entries[0].line, entries[-1].line)
        shape.facts["type"] = Fact(value="object", lines=lines, rule="fields are listed")
        nest_dotted(shape, entries)
    return shape
