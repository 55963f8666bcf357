"""The tree of a model in Swagger UI: braces and brackets show where levels end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.limits import number, typed
from stubwright.transcribe.reading.type_words import read_type, shape_of
from stubwright.types.page import Line, Page

_RULE = "swagger-ui model"
_TYPE = r"(?:integer|number|string|boolean|object|array|any|file)(?:\(\$?[\w-]+\))?"
_SCALAR = re.compile(rf"^(?P<name>[\w$@.\-]+?)(?P<star>\*)?\s*(?P<type>{_TYPE})$")
_ARRAY = re.compile(r"^(?P<name>[\w$@.\-]+?)(?P<star>\*)?\s*\[$")
_OBJECT = re.compile(r"^(?P<name>[\w$@.\-]+?)(?P<star>\*)?(?:\s+(?P<model>[\w.\-]+))?\s*\{$")
_WORD = re.compile(r"^[\w$@.\-]+\*?$")
_LIMIT = re.compile(
    r"^(minimum|maximum|minLength|maxLength|minItems|maxItems|exclusiveMinimum|exclusiveMaximum):\s*(-?[\d.]+)$"
)
_KEY = re.compile(r"^(default|pattern|nullable|readOnly|writeOnly|deprecated):\s*(.*)$")


@dataclass(slots=True)
class _Reader:
    root: Shape = field(default_factory=Shape)
    stack: list[Shape] = field(default_factory=list[Shape])
    last: Shape | None = None
    started: bool = False
    enum: bool = False
    skip: int = 0

    def open(self, shape: Shape, kind: str, line: Line) -> None:
        shape.facts.setdefault("type", _fact(kind, line))
        self.stack.append(shape)
        self.last = shape

    def child(self) -> Shape:
        """Return the shape that an unnamed value is of: the root, or the items of an array."""
        if not self.stack:
            self.started = True
            return self.root
        parent = self.stack[-1]
        parent.items = parent.items or Shape()
        return parent.items

    def member(self, name: str, star: str | None, line: Line) -> Shape | None:
        if not self.stack or self.stack[-1].facts["type"].value != "object":
            return None
        shape = Shape(found=_fact(name, line))
        if star:
            shape.required = _fact(True, line)
        self.stack[-1].properties.setdefault(name, shape)
        return shape

    def close(self, mark: str) -> None:
        kind = "object" if mark == "}" else "array"
        if self.stack and self.stack[-1].facts["type"].value == kind:
            self.last = self.stack.pop()


def _fact(value: str | bool, line: Line) -> Fact:
    return Fact(value=value, lines=(line.number, line.number), rule=_RULE)


def read_model(page: Page, lines: Sequence[Line]) -> Shape | None:
    """Read the tree of a model; None where there is none, or where it does not close."""
    del page
    reader = _Reader()
    for line in _joined(lines):
        _token(reader, line)
        if reader.started and not reader.stack:
            break
    if not reader.started or reader.stack:
        return None
    return reader.root


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield a token per line: HTML has names, types and brackets on lines of their own."""
    at = 0
    while at < len(lines):
        text = lines[at].text.strip()
        after = [line.text.strip() for line in lines[at + 1 : at + 4]] + ["", "", ""]
        taken = 1
        if _WORD.match(text) and not re.match(rf"^{_TYPE}$", text):
            if after[0] == "*":
                text, after, taken = f"{text}*", after[1:], 2
            if after[0] in ("{", "["):
                text, taken = f"{text}{after[0]}" if after[0] == "{" else f"{text} [", taken + 1
            elif re.match(rf"^{_TYPE}$", after[0]):
                text, taken = f"{text} {after[0]}", taken + 1
                if re.match(r"^\(\$?[\w-]+\)$", after[1]):
                    text, taken = text + after[1], taken + 1
            elif _WORD.match(after[0]) and after[1] == "{":
                text, taken = f"{text} {after[0]}{{", taken + 2
        yield from _split(replace(lines[at], text=text))
        at += taken


def _split(line: Line) -> Iterator[Line]:
    """Split brackets that begin or end a line off its text."""
    text = line.text
    if re.match(r"^\[\s*[\w\".-]+\s*(,.*)?\]$", text):  # the values of an enum
        yield line
        return
    if text.startswith("[") and len(text) > 1:
        yield replace(line, text="[")
        text = text[1:].strip()
    closers: list[str] = []
    while text[-1:] in ("}", "]") and not (text.startswith("xml:") and text.endswith("}")):
        closers.insert(0, text[-1])
        text = text[:-1].rstrip()
    if text:
        yield replace(line, text=text)
    for closer in closers:
        yield replace(line, text=closer)


def _token(reader: _Reader, line: Line) -> None:
    text = line.text
    if text in ("}", "]"):
        reader.close(text)
    elif text == "[":
        reader.open(reader.child(), "array", line)
    elif reader.enum:
        reader.enum = False
        _values(reader, text, line)
    elif re.match(r"^enum:$", text, re.I):
        reader.enum = True
    elif not _structure(reader, text, line):
        _detail(reader, text, line)


def _structure(reader: _Reader, text: str, line: Line) -> bool:
    """Read a field, a model or an item; say whether it was one."""
    in_object = bool(reader.stack) and reader.stack[-1].facts["type"].value == "object"
    if not in_object:
        model = re.match(r"^([\w.\-]*)\s*\{$", text)
        if model:
            shape = reader.child()
            shape.title = model[1]
            reader.open(shape, "object", line)
            return True
        words = read_type(text) if re.match(rf"^{_TYPE}$", text) else None
        if words is None or (reader.stack and reader.stack[-1].items is not None):
            return False
        made = shape_of(words, (line.number, line.number), _RULE)
        shape = reader.child()
        shape.facts.update(made.facts)
        reader.last = shape
        return True
    scalar, array, opened = _SCALAR.match(text), _ARRAY.match(text), _OBJECT.match(text)
    if scalar:
        shape_, words = (
            reader.member(scalar["name"], scalar["star"], line),
            read_type(scalar["type"]),
        )
        if shape_ is not None and words is not None:
            shape_.facts.update(shape_of(words, (line.number, line.number), _RULE).facts)
            reader.last = shape_
    elif array or opened:
        name, star, title = _names(array, opened)
        member = reader.member(name, star, line) or Shape()
        member.title = title
        reader.open(member, "array" if array else "object", line)
    return bool(scalar or array or opened)


def _names(
    array: re.Match[str] | None, opened: re.Match[str] | None
) -> tuple[str, str | None, str]:
    if array:
        return array["name"], array["star"], ""
    assert opened is not None
    name, title = opened["name"], opened["model"] or ""
    if not title:
        # Markdown runs a name and its model together: `categoryCategory{`.
        half = len(name) // 2
        if len(name) % 2 == 0 and name[:half].lower() == name[half:].lower():
            name, title = name[:half], name[half:]
    return name, opened["star"], title


def _values(reader: _Reader, text: str, line: Line) -> None:
    if reader.last is not None:
        values = [one.strip() for one in text.strip("[] ").split(",") if one.strip()]
        read = [typed(one, reader.last) for one in values]
        reader.last.facts["enum"] = Fact(value=read, lines=(line.number, line.number), rule=_RULE)


def _detail(reader: _Reader, text: str, line: Line) -> None:
    shape = reader.last
    limit, key = _LIMIT.match(text), _KEY.match(text)
    if shape is None or not reader.stack:
        return
    lines = (line.number, line.number)
    if limit:
        shape.facts.setdefault(limit[1], Fact(value=number(limit[2]), lines=lines, rule=_RULE))
    elif key and key[2]:
        value = typed(key[2], shape) if key[1] == "default" else key[2]
        if key[1] in ("nullable", "readOnly", "writeOnly", "deprecated"):
            if key[2] != "true":
                return
            value = True
        shape.facts.setdefault(key[1], Fact(value=value, lines=lines, rule=_RULE))
