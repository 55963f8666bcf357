"""Sample payloads and cURL calls, from which only types are inferred."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Fact, Shape
from stubwright.types.page import Line

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d$")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_COUNTER = re.compile(r"\d{1,4}$")
_URL = re.compile(r"https?://[^\s'\"\\]+")
# Keys that documentation generators use in samples of maps.
_ANY_KEY = re.compile(r"^(property\d|additionalProp\d|additionalPropert(y|ies)|propertyName\*?)$")
_MAX = 400_000
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A JSON value on a page, and its location."""

    value: Json
    lines: tuple[int, int]


def find_samples(lines: Sequence[Line]) -> list[Sample]:
    """Find JSON values that begin at the start of a line and end at the end of one."""
    found: list[Sample] = []
    at = 0
    while at < len(lines):
        if lines[at].text.strip()[:1] in ("{", "["):
            end, sample = _value(lines, at)
            if sample is not None:
                found.append(sample)
                at = end
                continue
        at += 1
    return found


def first_sample(lines: Sequence[Line]) -> Sample | None:
    """Read the JSON value at the start of the first line."""
    return _value(lines, 0)[1] if lines and lines[0].text.strip()[:1] in ("{", "[") else None


def _value(lines: Sequence[Line], at: int) -> tuple[int, Sample | None]:
    depth, parts, size = 0, list[str](), 0
    end = at
    for end in range(at, len(lines)):
        text = lines[end].text
        bare = re.sub(r'"(\\.|[^"\\])*"', '""', text)
        if (
            _COUNTER.match(text.strip())
            and end > at
            and not parts[-1].rstrip().endswith((":", ",", "["))
        ):
            continue
        depth += sum(bare.count(one) for one in "{[") - sum(bare.count(one) for one in "}]")
        parts.append(text.rstrip("\\"))  # crawlers put a backslash before each line break in lists
        size += len(text)
        if depth <= 0 or size > _MAX:
            break
    value = _loads(parts)
    if value is None:
        return at + 1, None
    return end + 1, Sample(value=value, lines=(lines[at].number, lines[end].number))


def _loads(parts: list[str]) -> Json:
    whole = "\n".join(parts)
    numbered = "\n".join(part for part in parts if not _COUNTER.match(part.strip()))
    # Crawlers write the sample tree of Redoc as a list in a code span.
    listed = re.sub(r"\s-\s{2,}", " ", whole)
    for tried in dict.fromkeys((whole, numbered, listed)):
        try:
            value: Json = json.loads(tried.replace("\u00a0", " "))
        except (ValueError, RecursionError):
            continue
        return value if isinstance(value, (dict, list)) else None
    return None


def infer(value: Json, lines: tuple[int, int], depth: int = 0) -> Shape:
    """Infer a shape from a sample: names and types."""
    shape = Shape()

    def state(key: str, keyword: Json) -> None:
        shape.facts[key] = Fact(value=keyword, lines=lines, rule="sample", status="inferred")

    if isinstance(value, bool):
        state("type", "boolean")
    elif isinstance(value, int):
        state("type", "integer")
    elif isinstance(value, float):
        state("type", "number")
    elif isinstance(value, str):
        if value == "<any>":
            return shape
        state("type", "string")
        for pattern, name in ((_DATE_TIME, "date-time"), (_DATE, "date"), (_UUID, "uuid")):
            if pattern.match(value):
                state("format", name)
    elif isinstance(value, dict):
        state("type", "object")
        if depth < _DEEPEST:
            add_sample(shape, value, lines, depth)
    elif isinstance(value, list):
        state("type", "array")
        if depth < _DEEPEST:
            add_sample(shape, value, lines, depth)
    return shape


def add_sample(shape: Shape, value: Json, lines: tuple[int, int], depth: int = 0) -> None:
    """Add to a shape what a sample shows and the page does not state."""
    if depth >= _DEEPEST or shape.choices:
        return
    if isinstance(value, dict) and value and all(_ANY_KEY.match(name) for name in value):
        if not shape.properties and shape.extra is None:
            shape.extra = infer(next(iter(value.values())), lines, depth + 1)
        return
    kind = shape.facts.get("type")
    stated = kind.value if kind else None
    if shape.title and not isinstance(value, dict):
        _type_titled(shape, value, lines, depth)
    elif isinstance(value, dict) and stated in (None, "object") and not shape.extra:
        if kind is None:
            shape.facts["type"] = Fact(
                value="object", lines=lines, rule="sample", status="inferred"
            )
        _add_members(shape, value, lines, depth)
    elif isinstance(value, list) and stated == "array":
        _add_items(shape, value, lines, depth)


def _type_titled(shape: Shape, value: Json, lines: tuple[int, int], depth: int) -> None:
    """Add the type of a field that the page only gives a title, as the sample shows it."""
    kind = shape.facts.get("type")
    if kind is None and not shape.properties:
        shown = infer(value, lines, depth + 1)
        shape.items = shape.items or shown.items
        shape.facts = shown.facts | shape.facts
    elif isinstance(value, list) and kind and kind.rule == "fields are listed":
        # The fields belong to its items.
        shape.items = Shape(facts={"type": kind}, properties=shape.properties)
        shape.properties, shape.facts["type"] = (
            {},
            Fact(value="array", lines=lines, rule="sample", status="inferred"),
        )
        _add_items(shape, value, lines, depth)
    elif isinstance(value, list) and kind and kind.value == "array":
        _add_items(shape, value, lines, depth)


def _add_items(shape: Shape, value: list[Json], lines: tuple[int, int], depth: int) -> None:
    for member in value[:50]:
        if member is None:
            continue
        items = shape.items
        if items is None or not (items.facts or items.title or items.choices):
            shape.items = infer(member, lines, depth + 1)
        else:
            add_sample(items, member, lines, depth + 1)


def _add_members(shape: Shape, value: dict[str, Json], lines: tuple[int, int], depth: int) -> None:
    for name, member in value.items():
        known = shape.properties.get(name)
        if known is not None:
            add_sample(known, member, lines, depth + 1)
        else:
            known = infer(member, lines, depth + 1)
            known.found = Fact(value=name, lines=lines, rule="sample", status="inferred")
            shape.properties[name] = known


def curl_url(lines: Sequence[Line]) -> tuple[str, int] | None:
    """Find the URL of the first cURL call, and its line."""
    for at, line in enumerate(lines):
        if re.match(r"\s*curl\b", line.text):
            for follow in lines[at : at + 8]:
                match = _URL.search(follow.text)
                if match:
                    return match[0], follow.number
    return None


def curl_data(lines: Sequence[Line]) -> Sample | None:
    """Find the JSON body of the first cURL call."""
    for at, line in enumerate(lines):
        match = re.search(r"(?:--data(?:-raw)?|(?<!\w)-d)\s+\$?'?(.*)$", line.text)
        if not match:
            continue
        parts = [match[1], *(one.text for one in lines[at + 1 : at + 400])]
        for end in range(len(parts)):
            if end and not parts[end].rstrip().endswith("'") and "'" not in parts[end]:
                continue
            text = "\n".join(parts[: end + 1]).strip().rstrip("\\").strip().strip("'").strip()
            value = _loads([text]) if text else None
            if value is not None:
                last = lines[min(at + end, len(lines) - 1)].number
                return Sample(value=value, lines=(line.number, last))
            if end and parts[end].rstrip().endswith("'"):
                break
        return None
    return None


def mark_code(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark the lines of JSON samples and cURL calls on pages without markup for code."""
    code: set[int] = set()
    at = 0
    while at < len(lines):
        text = lines[at].text.strip()
        end = at
        if re.match(r"curl\s+(-|https?:|'|\"|\\)", text):
            end = _curl_end(lines, at)
        elif text[:1] in ("{", "[") and _opens(lines, at):
            end, sample = _value(lines, at)
            end = end if sample else at
        code.update(range(at, end))
        at = max(end, at + 1)
    return tuple(
        replace(line, code=True) if at in code and not line.code else line
        for at, line in enumerate(lines)
    )


def _opens(lines: Sequence[Line], at: int) -> bool:
    """Return whether JSON follows a bracket: a value on the same line, or a member on the next."""
    text = lines[at].text.strip()
    if len(text) > 1:
        return bool(re.match(r'[\[{]\s*(["\]}\[{\d-]|true|false|null)', text))
    after = [line.text.strip() for line in lines[at + 1 : at + 3]]
    return any(re.match(r'["\]}\[{\d-]|true|false|null', one) for one in after)


def _curl_end(lines: Sequence[Line], at: int) -> int:
    quotes = 0
    for end in range(at, len(lines)):
        text = lines[end].text.rstrip()
        quotes += text.count("'")
        if quotes % 2 == 0 and not text.endswith("\\"):
            return end + 1
        if end - at > 2000:
            break
    return at + 1
