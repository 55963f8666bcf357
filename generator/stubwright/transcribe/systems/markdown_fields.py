"""Fields in handwritten Markdown: rows of tables, items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.pages.markdown_lines import clean
from stubwright.transcribe.reading.fields import NAME, Entry
from stubwright.transcribe.reading.limits import typed
from stubwright.transcribe.reading.operation import fact
from stubwright.transcribe.reading.type_words import TypeWords, read_type, shape_of

RULE = "markdown"
_COLUMNS = {
    "name": re.compile(
        r"^(name|parameter|param|field|property|key|attribute|header|argument)s?$", re.I
    ),
    "type": re.compile(r"^(type|data ?type|format)$", re.I),
    "required": re.compile(r"^(required|mandatory|required\?)$", re.I),
    "optional": re.compile(r"^optional\??$", re.I),
    "default": re.compile(r"^defaults?(?: value)?$", re.I),
    "in": re.compile(r"^(in|location|where)$", re.I),
    "description": re.compile(r"^(description|meaning|details|notes?)$", re.I),
}
# Sections that contain only fields: their tables need no column for types.
_UNTYPED = ("path", "query", "header", "cookie", "body")
_YES = re.compile(r"^(yes|true|required|y|✓|✔|✅|x)\b", re.I)
_NOTHING = re.compile(r"^(-|—|–|none|n/?a|null|)$", re.I)
_RULE_ROW = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
_FLAG = re.compile(r"\s*[\s(_*]+(required|optional)[)_*]*$", re.I)
_DEFAULT = re.compile(r"^defaults?(?: to|:|=)?\s+(\S+)$", re.I)
_ITEM = re.compile(
    r"^(?P<indent>\s*)(?:[-*+]\s+)?(?:\*\*|`)+(?P<name>[^`*\s]{1,100})(?:\*\*|`)+\s*"
    r"[:—–-]?\s*\(?_?(?P<words>[A-Za-z][^()]*?)_?(?:\)|:\s|:?$|\s[—–-]\s)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field in the row of a table or an item of a list, with the location named in the row."""

    entry: Entry
    where: str


def fields_of(raw: list[str], first: int, last: int, kind: str) -> Iterator[Field]:
    """Yield the fields of tables and lists between two line numbers."""
    columns: dict[str, int] = {}
    for number in range(first, min(last, len(raw)) + 1):
        text = raw[number - 1]
        rule_follows = number < len(raw) and bool(_RULE_ROW.match(raw[number]))
        if text.lstrip().startswith("|") or ("|" in text and (columns or rule_follows)):
            cells = [clean(one).strip() for one in re.split(r"(?<!\\)\|", text.strip().strip("|"))]
            head = _columns(cells, untyped=kind in _UNTYPED)
            if head:
                columns = head
            elif columns and not _RULE_ROW.match(text) and (one := _row(cells, columns, number)):
                yield one
            continue
        columns = {}
        match = _ITEM.match(text)
        if match and (one := _item(match, number)):
            yield one


def _columns(cells: Sequence[str], *, untyped: bool) -> dict[str, int]:
    found = {
        name: at
        for name, pattern in _COLUMNS.items()
        for at, cell in enumerate(cells)
        if pattern.match(cell)
    }
    return found if "name" in found and ("type" in found or (untyped and len(found) > 1)) else {}


def _row(cells: Sequence[str], columns: dict[str, int], number: int) -> Field | None:
    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    flag = _FLAG.search(cell("name"))
    name, star, _ = _FLAG.sub("", cell("name")).partition("*")
    words = _words(cell("type")) if "type" in columns else TypeWords()
    if words is None or not NAME.match(name.strip()):
        return None
    required = bool(
        star or _YES.match(cell("required")) or re.match(r"^(no|false)\b", cell("optional"), re.I)
    )
    required = required or "required" in cell("type").lower().split()
    required = required or bool(flag and flag[1].lower() == "required")
    where = cell("in").lower()
    entry = _entry(name.strip(), words, number, required=required)
    _default(entry.shape, cell("default"), number)
    return Field(
        entry=entry, where=where if where in ("path", "query", "header", "cookie", "body") else ""
    )


def _item(match: re.Match[str], number: int) -> Field | None:
    parts = [one.strip() for one in match["words"].split(",")]
    words = _words(parts[0])
    if words is None or not NAME.match(match["name"]):
        return None
    required = any(one.lower() == "required" for one in parts[1:])
    entry = _entry(match["name"], words, number, required=required, depth=len(match["indent"]))
    for one in parts[1:]:
        default = _DEFAULT.match(one)
        if default:
            _default(entry.shape, default[1].strip("`\"'"), number)
    return Field(entry=entry, where="")


def _default(shape: Shape, text: str, number: int) -> None:
    """Add a default; its type is that of a field without a type, if it is unambiguous."""
    if _NOTHING.match(text) or re.search(r"\s", text) or shape.choices:
        return
    kind = shape.facts.get("type")
    lines = (number, number)
    if kind is None and text in ("true", "false"):
        kind = Fact(value="boolean", lines=lines, rule="its default", status="inferred")
    elif kind is None and re.match(r"^-?\d+$", text):
        kind = Fact(value="integer", lines=lines, rule="its default", status="inferred")
    if kind is not None:
        shape.facts["type"] = kind
    value = typed(text, shape)
    fits: dict[str, type | tuple[type, ...]] = {
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "string": str,
    }
    expected = fits.get(str(kind.value)) if kind else str
    if expected and isinstance(value, expected):
        shape.facts["default"] = Fact(value=value, lines=lines, rule=RULE)


def _words(text: str) -> TypeWords | None:
    return read_type(
        re.sub(r"\s*[(,]?\s*(required|optional)\)?$", "", text, flags=re.I), formats=True
    )


def _entry(name: str, words: TypeWords, number: int, *, required: bool, depth: int = 0) -> Entry:
    shape = shape_of(words, (number, number), RULE)
    shape.found = fact(name, number, RULE)
    if required:
        shape.required = fact(True, number, RULE)
    return Entry(name=name, shape=shape, depth=depth, line=number, holds=words.holds_fields)
