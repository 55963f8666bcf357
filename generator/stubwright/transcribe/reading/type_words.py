"""Convert descriptions of types, in the wording of all systems, to the types of OpenAPI."""

from __future__ import annotations

import re

from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Fact, Shape

TYPES = frozenset(("string", "integer", "number", "boolean", "object", "array"))
_SPELLINGS = {
    "strings": "string",
    "integers": "integer",
    "numbers": "number",
    "booleans": "boolean",
    "objects": "object",
    "arrays": "array",
    "float": "number",
    "double": "number",
    "bool": "boolean",
    "int": "integer",
    "map": "object",
}
# Some systems print a format instead of the type.
FORMATS = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
    "date": "string",
    "date-time": "string",
    "time": "string",
    "duration": "string",
    "uuid": "string",
    "uri": "string",
    "url": "string",
    "email": "string",
    "hostname": "string",
    "ipv4": "string",
    "ipv6": "string",
    "binary": "string",
    "byte": "string",
    "password": "string",
}
_TITLE = re.compile(r"\s*\(([^()]*)\)$")
_FORMAT = re.compile(r"^(\w+)\s*(?:<\s*([^<>]+?)\s*>|\(\$?([\w-]+)\))$")
_ARRAY = re.compile(r"^(?:array of|list of)\s+(.+)$", re.I)
_ANY_OF = re.compile(r"^(?:anyOf|oneOf|allOf)$")
_BRACKETS = re.compile(
    r"^(?:array|list)\s*[\[<]\s*(.+)\s*[\]>]$|^(.+)\[\]$|^\[\s*([^\[\]]+)\s*\]$", re.I
)
_MAP = re.compile(r"^(?:dictionary|map)\s*[\[<]\s*string\s*,\s*(.+?)\s*[\]>]$", re.I)
_NAME = re.compile(r"^[A-Za-z_][\w.-]*$")
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWords:
    """A type as described by a page.

    ``type`` is empty for any type, and for a model named ``title``. ``more`` is true if the page
    does not show how many ``choices`` there are.
    """

    type: str = ""
    format: str = ""
    nullable: bool = False
    enum: bool = False
    items: TypeWords | None = None
    extra: TypeWords | None = None
    choices: tuple[TypeWords, ...] = ()
    title: str = ""
    more: bool = False

    @property
    def holds_fields(self) -> bool:
        """Return whether members may follow: for objects, arrays of objects and named models."""
        inner = self.items.holds_fields if self.items else False
        inner = inner or any(one.holds_fields for one in self.choices)
        return inner or self.type == "object" or bool(self.title and not self.type)


def read_type(text: str, *, formats: bool = False, models: bool = False) -> TypeWords | None:
    """Read the description of a type; None if it is not one.

    If ``formats`` is true, a format may replace the type; if ``models``, the name of a model may.
    """
    text = text.strip().rstrip(",")
    if not text or len(text) > _LONGEST:
        return None
    parts = re.split(r"\s*\|\s*|\s+or\s+", text)
    real = [part for part in parts if part.lower() != "null"]
    nullable = len(real) < len(parts)
    if len(real) != 1:
        read = [_one(part, formats=formats, models=models) for part in real]
        known = tuple(one for one in read if one)
        if not known or len(known) < len(read):
            return None
        return TypeWords(choices=known, nullable=nullable)
    found = _one(real[0], formats=formats, models=models)
    return replace(found, nullable=True) if found and nullable else found


def _one(text: str, *, formats: bool, models: bool) -> TypeWords | None:
    title = ""
    if "·" in text:
        left, _, right = (part.strip() for part in text.partition("·"))
        title, text = (left, right) if _plain(right) or _FORMAT.match(right) else (right, left)
    match = _TITLE.search(text)
    if match and not match[1].startswith("$"):
        inner = _plain(match[1])
        if inner:  # `RedactedAudioStatus (string)`
            return replace(inner, title=text[: match.start()].strip())
        title, text = match[1], text[: match.start()].strip()
    members = _MAP.match(text)
    if members:
        extra = read_type(members[1], formats=formats, models=True)
        return TypeWords(type="object", extra=extra)
    array = _ARRAY.match(text)
    brackets = _BRACKETS.match(text)
    if array or brackets:
        words = (
            array[1]
            if array
            else next(one for one in (brackets.groups() if brackets else ()) if one)
        )
        items = read_type(words, formats=formats, models=models)
        if items is not None and _ANY_OF.match(words):
            items = TypeWords()
        if items is None:
            return None
        return TypeWords(type="array", items=replace(items, title=items.title or title))
    found = _plain(text, formats=formats)
    if found is None and models and _NAME.match(text):
        found = TypeWords(title=text)
    return replace(found, title=found.title or title) if found else None


def _plain(text: str, *, formats: bool = False) -> TypeWords | None:
    word = text.strip().lower()
    if formats and word in FORMATS:
        return TypeWords(type=FORMATS[word], format=word)
    word = _SPELLINGS.get(word, word)
    if word in TYPES:
        return TypeWords(type=word)
    if word in ("any", "any type"):
        return TypeWords()
    if word == "file":
        return TypeWords(type="string", format="binary")
    if word == "enum":
        return TypeWords(type="string", enum=True)
    match = _FORMAT.match(text.strip())
    if not match:
        return None
    base = _SPELLINGS.get(match[1].lower(), match[1].lower())
    inside = match[2] or match[3]
    if base == "enum":
        inner = _plain(inside)
        return replace(inner, enum=True) if inner else None
    return TypeWords(type=base, format=inside) if base in TYPES else None


def shape_of(words: TypeWords, lines: tuple[int, int], rule: str) -> Shape:
    """Create the shape that the description of a type states."""
    shape = Shape(title=words.title)
    if words.type:
        shape.facts["type"] = Fact(value=words.type, lines=lines, rule=rule)
    if words.format:
        shape.facts["format"] = Fact(value=words.format, lines=lines, rule=rule)
    if words.nullable:
        shape.facts["nullable"] = Fact(value=True, lines=lines, rule=rule)
    if words.items:
        shape.items = shape_of(words.items, lines, rule)
    if words.extra:
        shape.extra = shape_of(words.extra, lines, rule)
    shape.choices = [shape_of(one, lines, rule) for one in words.choices]
    if words.more:
        shape.facts["alternatives"] = Fact(
            value=len(words.choices), lines=lines, rule=rule, status="inferred"
        )
    return shape
