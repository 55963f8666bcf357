"""Lines after the name and type of a field: defaults, values, limits. Prose is never read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.transcribe.reading.limits import add_limits, typed
from stubwright.types.page import Line

_DEFAULT = re.compile(r"^(?:default(?: value)?\s*:|defaults to(?:\s|$))\s*(.*)$", re.I)
_CONST = re.compile(r"^(?:allowed value|constant value|value|const)\s*:\s*(.*)$", re.I)
_VALUES = re.compile(
    r"^(?:items )?(?:allowed values|available options|available values|possible values|allowed|enum|values)"
    r"\s*:\s*(.*)$",
    re.I,
)
_EXAMPLE = re.compile(r"^examples?\s*:\s*(.*)$", re.I)
_RANGE = re.compile(
    r"^(?:required range|required string length|maximum length|minimum length|maximum string length"
    r"|minimum string length|required array length|maximum array length|minimum array length"
    r"|min|max|min length|max length|min items|max items|constraints)\s*:\s*(.+)$",
    re.I,
)
_PATTERN = re.compile(
    r"^(?:pattern|match pattern|(?:possible values:\s*)?value must match regular expression)\s*:?\s*(.*)$",
    re.I,
)
_BARE = re.compile(
    r"^(?:[<>]=?|= (?=\d+ [ci])|[≥≤]|length [≥≤]|length between|\[\s*-?\d|\(\s*-?\d)[\s\d.eE+\-<>=\]\)andxto≥≤"
    r"charitemsp]*$|^-?\d+ to -?\d+$|^multiple of [\d.]+$|^non-empty$"
)
_INSIDE = re.compile(r"^\[ items (.*)\]$")
_WORDED = (
    (r"^min(?:imum)?\s+", ">="),
    (r"^max(?:imum)?\s+", "<="),
    (r"^more than\s+", ">"),
    (r"^less than\s+", "<"),
)
_QUOTED = re.compile(r'"([^"]*)"')
# A list of values of which the page shows only the first ones.
_FOLDED = re.compile(r"^show (?:all|\d+ more) (?:enum )?values$", re.I)
_MOST_VALUES = 500
_LONGEST_VALUE = 80


def _no_lists(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The conventions of a system.

    ``one_per_line``: values are listed below their label. ``ends``: whether a line ends such a
    list. ``one_run``: a gap in the line numbers ends it. ``bare_limits_values``: `≥ 1` is never a
    length. ``default_below``: a default is below its label; `Default: 1` is prose.
    """

    rule: str
    one_per_line: bool = False
    one_run: bool = False
    bare_limits_values: bool = False
    default_below: bool = False
    ends: Callable[[str], bool] = field(default=_no_lists)
    labels: re.Pattern[str] | None = None

    def read(
        self, shape: Shape, lines: Sequence[Line], at: int, starts: Callable[[int], bool]
    ) -> int:
        """Read the facts about a field at a line; return the index of the line to continue with."""
        text, number = lines[at].text.strip(), lines[at].number
        if lines[at].code or (self.labels and not self.labels.match(text)):
            return at + 1
        label = _VALUES.match(text)
        bare = text.lower() == "values" or (label is not None and not label[1].strip())
        if bare and self.one_per_line:
            return self._list(shape, lines, at + 1, starts)
        alone = self._alone(text)
        if alone and at + 1 < len(lines) and not starts(at + 1):
            if alone == "default" and self._alone(lines[at + 1].text.strip()):
                return at + 1  # the default is an empty string
            return self._below(alone, shape, lines, at)
        self.line(shape, text, number)
        return at + 1

    def _alone(self, text: str) -> str:
        """Return the label whose value is on the next line."""
        for name, pattern in (
            ("default", _DEFAULT),
            ("const", _CONST),
            ("example", _EXAMPLE),
            ("pattern", _PATTERN),
            ("values", _VALUES),
        ):
            match = pattern.match(text)
            colon = text.endswith(":") or name not in ("pattern", "default")
            if match and not match[1].strip() and colon:
                return name
        return ""

    def _below(self, label: str, shape: Shape, lines: Sequence[Line], at: int) -> int:
        value, number = lines[at + 1].text.strip(), lines[at + 1].number
        if label == "default":
            _add_default(shape, value, number, self.rule)
        elif label == "const":
            _add_values(shape, [value], number, self.rule)
        elif label == "pattern":
            _state(shape, "pattern", value, number, self.rule)
        elif label == "values":
            _add_values(shape, split_values(value), number, self.rule)
        return at + 2

    def behind(self, shape: Shape, text: str, number: int) -> None:
        """Read the lines after a type; facts in ``[ items ... ]`` are about the items."""
        for part in text.split("\n"):
            inside = _INSIDE.match(part)
            if inside and shape.items is not None:
                self.line(shape.items, inside[1].strip(), number)
            else:
                self.line(shape, part, number)

    def _default(self, shape: Shape, text: str, number: int) -> None:
        if not self.default_below:
            _add_default(shape, text, number, self.rule)

    def line(self, shape: Shape, text: str, number: int) -> None:
        """Read a line with a label and its value, or with limits."""
        default, const = _DEFAULT.match(text), _CONST.match(text)
        values, limits, pattern = _VALUES.match(text), _RANGE.match(text), _PATTERN.match(text)
        lines = (number, number)
        if default and default[1]:
            self._default(shape, default[1], number)
        elif const and const[1]:
            _add_values(shape, [const[1].strip().strip('"`')], number, self.rule)
        elif pattern and pattern[1]:
            _state(shape, "pattern", pattern[1].strip("`"), number, self.rule)
        elif values and values[1]:
            if not re.search(r"[\[{\"'`,┃]", values[1]) or re.match(r"[<>]=?\s*-?\d", values[1]):
                if add_limits(shape, values[1], lines, self.rule):
                    return
                if re.search(r"\s", values[1].strip()):
                    return
            _add_values(shape, split_values(values[1]), number, self.rule)
        elif limits:
            self._range(shape, text, limits[1], lines)
        elif _FOLDED.match(text):
            for one in (shape, shape.items or shape):
                one.facts.pop("enum", None)
        elif text.lower() == "deprecated":
            _state(shape, "deprecated", True, number, self.rule)
        elif text.lower() == "nullable":
            _state(shape, "nullable", True, number, self.rule)
        elif _BARE.match(text):
            if self.bare_limits_values and text[0] in "≥≤":
                shape_of_number = Shape()
                add_limits(shape_of_number, text, lines, self.rule)
                shape.facts.update(shape_of_number.facts)
            else:
                add_limits(shape, text, lines, self.rule)

    def _range(self, shape: Shape, text: str, words: str, lines: tuple[int, int]) -> None:
        one = re.match(
            r"(max|min)(?:imum)?( (?:string |array )?(?:length|items))?\s*:\s*(-?[\d.,]+)$",
            text,
            re.I,
        )
        if one:
            sign = "<=" if one[1].lower() == "max" else ">="
            unit = (one[2] or "").lower().split(" ")[-1].replace("length", "characters")
            array = "array" in (one[2] or "").lower() or unit == "items"
            value = one[3].replace(",", "")
            add_limits(
                shape, f"{sign} {value} {'items' if array else unit}".strip(), lines, self.rule
            )
            return
        kind = shape.facts.get("type")
        if kind and kind.value == "array" and shape.items and text.startswith("Constraints"):
            shape = shape.items
        for part in re.split(r"┃|\s*,\s+", words):
            worded = part.strip()
            for pattern, sign in _WORDED:
                worded = re.sub(pattern, f"{sign} ", worded, flags=re.I)
            add_limits(shape, worded, lines, self.rule)

    def _list(
        self, shape: Shape, lines: Sequence[Line], at: int, starts: Callable[[int], bool]
    ) -> int:
        values: list[str] = []
        first = at
        while at < len(lines) and len(values) < _MOST_VALUES:
            text = lines[at].text.strip()
            prose = len(text) > _LONGEST_VALUE
            apart = lines[at].part != lines[first].part or (
                self.one_run and at > first and lines[at].number > lines[at - 1].number + 1
            )
            if apart or starts(at) or lines[at].code or prose or self.ends(text) or _labelled(text):
                break
            commas = re.findall(r"`([^`]+)`", text) or re.findall(r"[^\s,]+(?=, |$)", text)
            listed = bool(commas) and ", ".join(commas) == text.rstrip(",")
            values += commas if listed or "`" in text else [text.rstrip(",").strip()]
            at += 1
        # Several values without a separator cannot be split.
        glued = len(values) == 1 and len(values[0]) > 0 and lines[first].depth >= 0
        if values and not (glued and "," not in lines[first].text and self.one_per_line):
            number = lines[first].number
            _add_values(shape, values, number, self.rule, last=lines[at - 1].number)
        return at


def _labelled(text: str) -> bool:
    return any(one.match(text) for one in (_DEFAULT, _CONST, _VALUES, _EXAMPLE, _RANGE, _BARE))


def split_values(text: str) -> list[str]:
    """Split values on one line: quoted, in back quotes, or separated by commas or bars."""
    text = text.strip()
    quoted = _QUOTED.findall(text)
    if quoted and _QUOTED.sub("", text).strip(" ,[]") in ("", "null"):
        return quoted
    ticked = re.findall(r"`([^`]+)`", text)
    if ticked:
        return ticked
    text = text.removeprefix("[").removesuffix("]") if text.endswith("]") else text
    return [part.strip().strip('"') for part in re.split(r"┃|,", text) if part.strip()]


def _add_values(
    shape: Shape, values: list[str], number: int, rule: str, last: int | None = None
) -> None:
    where = shape
    kind = shape.facts.get("type")
    if kind and kind.value == "array" and shape.items is not None:
        where = shape.items
    if kind is None and not where.choices and all(re.match(r"^-?\d+$", value) for value in values):
        where.facts["type"] = Fact(
            value="integer", lines=(number, number), rule="its values", status="inferred"
        )
    if kind is None and not where.choices and values in (["true"], ["false"]):
        where.facts["type"] = Fact(
            value="boolean", lines=(number, number), rule="its values", status="inferred"
        )
    null = where.facts.get("nullable")
    values = list(dict.fromkeys(values))
    read: list[Json] = [
        None if null and value == "null" else typed(value, where) for value in values
    ]
    if not read or (kind and kind.value == "boolean" and len(read) != 1):
        return
    known = where.facts.get("enum")
    if known and isinstance(known.value, list):
        read = [*known.value, *(one for one in read if one not in known.value)]
    where.facts["enum"] = Fact(value=read, lines=(number, last or number), rule=rule)


def _add_default(shape: Shape, text: str, number: int, rule: str) -> None:
    """Add a default; it is inferred that words with commas are a list."""
    value = typed(text, shape)
    split = isinstance(value, list) and not text.strip().startswith("[")
    fact = Fact(value=value, lines=(number, number), rule=rule)
    shape.facts.setdefault("default", replace(fact, status="inferred") if split else fact)


def _state(shape: Shape, key: str, value: Json, number: int, rule: str) -> None:
    kind = shape.facts.get("type")
    if key == "pattern" and kind and kind.value == "array" and shape.items is not None:
        shape = shape.items
    shape.facts.setdefault(key, Fact(value=value, lines=(number, number), rule=rule))
