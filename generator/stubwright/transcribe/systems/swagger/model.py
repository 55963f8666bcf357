"""The tree of a model in Swagger UI: braces and brackets show where levels end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.limits import number, typed
from stubwright.transcribe.reading.type_words import read_type, shape_of
from stubwright.transcribe.systems.swagger.rows import OPENS, SCALAR, TYPE, is_label, rows_of, split
from stubwright.transcribe.systems.swagger.titles import Titles
from stubwright.types.page import Line, Page

_RULE = "swagger-ui model"
_ARRAY = re.compile(rf"^\[\s*(?P<type>{TYPE})\s*\]$")
_ITEMS = re.compile(r"^\[\s*(?P<item>[^{}\[\]]{0,2000}[{\[])$")
_TITLED_ITEMS = re.compile(r"^(?P<title>[^{}\[\]]{1,200}?)\s*(?P<rest>\[[^{}\[\]]{0,2000}[{\[])$")
_STARRED = re.compile(r"^(?P<name>[^\s*]{1,100})\*\s*(?P<rest>.*)$")
_TABBED = re.compile(r"^(?P<name>[^\t*]{1,100}?)(?P<star>\*)?\t(?P<rest>.*)$")
_GLUED_TITLE = re.compile(rf"^(?P<name>[\w$@.\-]+?)(?P<rest>(.{{3,80}}?)\3{TYPE})$")
_GLUED = re.compile(rf"^(?P<name>[\w$@.\-]+?)(?P<rest>{TYPE}|\[(?:{TYPE}\])?)$")
_NAME = re.compile(r"^[\w$@.\-\[\]/:#+ ]{1,100}$")
_CLOSING = ("}", "]")  # more brackets are closed than were opened
_COMPOSED = re.compile(r"^(allOf|anyOf|oneOf|not)\s*->\s*(.*)$")
_MEMBERS = re.compile(r"^<\s*\*\s*>:\s*(.*)$")
_LIMIT = re.compile(
    r"^(minimum|maximum|minLength|maxLength|minItems|maxItems|exclusiveMinimum|exclusiveMaximum)"
    r":\s*(-?[\d.]+)$"
)
_KEY = re.compile(r"^(default|pattern|nullable|readOnly|writeOnly|deprecated):\s*(.*)$")


@dataclass(slots=True)
class _Bracket:
    """An open brace or bracket. ``composed`` is the keyword whose subschemas follow."""

    shape: Shape
    kind: str
    composed: str = ""


@dataclass(slots=True)
class _Reader:
    tabbed: bool
    titles: Titles = field(default_factory=Titles)
    root: Shape = field(default_factory=Shape)
    stack: list[_Bracket] = field(default_factory=list[_Bracket])
    last: Shape | None = None
    value: Shape | None = None
    started: bool = False
    enum: bool = False

    def target(self) -> Shape | None:
        """Return the shape that a value belongs to: a member, an item, a subschema or the root."""
        if not self.stack:
            self.started = True
            return self.root
        if self.value is not None:
            found, self.value = self.value, None
            return found
        level = self.stack[-1]
        if level.kind == "array":
            if level.shape.items is not None:
                return None
            level.shape.items = Shape()
            return level.shape.items
        if level.composed == "allOf":
            return level.shape
        if level.composed:
            level.shape.choices.append(Shape())
            return level.shape.choices[-1]
        return None

    def close(self, mark: str) -> None:
        kind = "object" if mark == "}" else "array"
        if not self.stack or self.stack[-1].kind != kind:
            return
        level = self.stack.pop()
        self.last, self.value = level.shape, None
        if level.composed in ("anyOf", "oneOf"):
            level.shape.facts.pop("type", None)  # the brace is that of the alternatives
        if level.composed == "not":
            level.shape.choices = []
        type_ = level.shape.facts.get("type")
        if kind == "object" and type_ and not (level.shape.properties or level.shape.extra):
            # Braces around nothing belong to an object, or to a schema without a type.
            level.shape.facts["type"] = replace(type_, status="inferred")


def _fact(value: Json, line: Line) -> Fact:
    return Fact(value=value, lines=(line.number, line.number), rule=_RULE)


def read_model(page: Page, lines: Sequence[Line], titles: Titles) -> Shape | None:
    """Read the tree of a model; None if there is none, or if it is not closed."""
    rows = rows_of(page, lines)
    tabbed = page.form != "markdown" and any(_TABBED.match(line.text) for line in rows)
    reader = _Reader(tabbed=tabbed, titles=titles)
    after = ""
    for at, line in enumerate(rows):
        for part in split(line):
            _token(reader, part)
        if reader.started and not reader.stack:
            after = rows[at + 1].text.strip() if at + 1 < len(rows) else ""
            break
    if not reader.started or reader.stack or after[:1] in _CLOSING:
        return None
    return reader.root


def _token(reader: _Reader, line: Line) -> None:
    text = line.text
    composed, members = _COMPOSED.match(text), _MEMBERS.match(text)
    level = reader.stack[-1] if reader.stack else None
    if text in ("}", "]"):
        reader.close(text)
    elif reader.enum:
        reader.enum = False
        _values(reader, text, line)
    elif re.match(r"^(.*\S)?enum:$", text, re.I):
        label = text[: -len("enum:")]
        if label:
            _token(reader, replace(line, text=label))
        reader.enum = True
    elif composed and level is not None:
        level.composed = composed[1]
        reader.last = None
        if composed[2]:
            _token(reader, replace(line, text=composed[2]))
    elif members and level is not None:
        level.shape.extra = reader.value = Shape()
        if members[1]:
            _open_or_type(reader, members[1], line)
    elif is_label(text):
        _detail(reader, text, line)
    elif not _member(reader, text, line):
        _open_or_type(reader, text, line)


def _member(reader: _Reader, text: str, line: Line) -> bool:
    """Read a named member of an object; return whether there was one."""
    level = reader.stack[-1] if reader.stack else None
    if level is None or level.kind != "object" or level.composed:
        return False
    name, star, rest = _named(reader, text)
    if not _NAME.match(name):
        return False
    if not any(one.match(rest) for one in (OPENS, SCALAR, _ITEMS, _ARRAY, _TITLED_ITEMS)):
        return False
    shape = Shape(found=_fact(name, line))
    if star:
        shape.required = _fact(True, line)
    level.shape.properties.setdefault(name, shape)
    reader.value = shape
    _open_or_type(reader, rest, line)
    return True


def _named(reader: _Reader, text: str) -> tuple[str, bool, str]:
    """Split a row into the name of a member, its star, and the rest; "" if it has no name."""
    match = _TABBED.match(text)
    if match is None and not reader.tabbed:
        match = next(
            (
                one
                for one in (found.match(text) for found in (_STARRED, _GLUED_TITLE, _GLUED))
                if one
            ),
            None,
        )
    if match is not None:
        star = match.re is _STARRED or bool(match.groupdict().get("star"))
        return match["name"], star, match["rest"].strip()
    split = None if reader.tabbed else reader.titles.split(text)
    return (split[0], False, split[1]) if split else ("", False, "")


def _open_or_type(reader: _Reader, text: str, line: Line) -> None:
    titled = _TITLED_ITEMS.match(text)
    if titled and titled["title"]:
        text = titled["rest"]
    items = _ITEMS.match(text)
    if items:
        _open_or_type(reader, "[", line)
        text = items["item"]
    array = _ARRAY.match(text)
    if array:
        _open_or_type(reader, "[", line)
        _open_or_type(reader, array["type"], line)
        reader.close("]")
        return
    opens, scalar = OPENS.match(text), SCALAR.match(text)
    if opens is None and (scalar is None or not (reader.stack or reader.value)):
        reader.value = None
        return
    shape = reader.target()
    if shape is None:
        shape = Shape()  # a second value of an array, or one without a name
    if opens:
        kind = "object" if opens["mark"] == "{" else "array"
        shape.title = shape.title or _title(opens["title"])
        shape.facts.setdefault("type", _fact(kind, line))
        reader.stack.append(_Bracket(shape, kind))
    elif scalar:
        words = read_type(scalar["type"])
        if words is not None:
            shape.facts.update(shape_of(words, (line.number, line.number), _RULE).facts)
    reader.last = shape


def _title(text: str) -> str:
    return text if re.match(r"^[\w.\-]+$", text) else ""


def _values(reader: _Reader, text: str, line: Line) -> None:
    values = [one.strip() for one in text.strip("[] ").split(",") if one.strip()]
    cases = {one[0].isupper() for one in values}
    if reader.last is None or (len(cases) > 1 and any(" " in one for one in values)):
        return  # values with commas cannot be split
    null = "nullable" in reader.last.facts
    read = [None if null and one == "null" else typed(one, reader.last) for one in values]
    reader.last.facts["enum"] = _fact(list(read), line)


def _detail(reader: _Reader, text: str, line: Line) -> None:
    shape = reader.last
    limit, key = _LIMIT.match(text), _KEY.match(text)
    if text.startswith("description:"):
        reader.last = None
    if shape is None or not reader.stack:
        return
    if limit:
        shape.facts.setdefault(limit[1], _fact(number(limit[2]), line))
    elif key and key[2]:
        value = typed(key[2], shape) if key[1] == "default" else key[2]
        if key[1] in ("nullable", "readOnly", "writeOnly", "deprecated"):
            if key[2] != "true":
                return
            value = True
        shape.facts.setdefault(key[1], _fact(value, line))
