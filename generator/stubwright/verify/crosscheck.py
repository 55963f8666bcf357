"""Find inconsistencies within pages: with cURL calls, samples, and other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Draft, Operation, Shape
from stubwright.transcribe.pages.read_page import read_page
from stubwright.transcribe.reading.operation import spans
from stubwright.transcribe.reading.samples import Sample, find_samples, mark_code
from stubwright.types.page import Line
from stubwright.verify.compare import compare

_LONGEST_CALL = 40
_BEARERS = ("http bearer", "oauth2", "openIdConnect")
_ALIKE = 0.6
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),  # bool is a subclass of int
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (dict, "object"),
    (list, "array"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconsistency:
    """An inconsistency of a page with itself or with another page: its line and what differs."""

    page: str
    line: int
    message: str


def inconsistencies(
    pages: Sequence[tuple[str, str]], drafts: Sequence[Draft]
) -> list[Inconsistency]:
    """Find inconsistencies within pages, given as names and texts, and between them."""
    found: list[Inconsistency] = []
    for name, text in pages:
        own = [draft for draft in drafts if draft.page == name and draft.document is None]
        if len(own) == 1 and len(own[0].operations) == 1:
            operation = own[0].operations[0]
            # Some systems have an introduction with samples of its own above the operation.
            first = 0 if own[0].system == "mintlify" else operation.method.lines[0]
            whole = mark_code(read_page(name, text).lines)
            lines = [line for line in whole if line.number >= first]
            found += _call(name, operation, lines)
            for sample in find_samples([line for line in lines if line.code]):
                found += _sample(name, operation, sample)
    found += _between(drafts)
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    text: str
    url: str
    line: int

    @property
    def method(self) -> str:
        named = re.search(r"(?:--request|-X)\s*'?([A-Z]+)\b", self.text)
        sends = re.search(r"\s(?:--data\S*|-d|-F|--form)\s", self.text)
        return named[1] if named else "POST" if sends else "GET"


def _calls(lines: Sequence[Line]) -> list[_Call]:
    begins = [at for at, one in enumerate(lines) if re.match(r"\s*\d*curl\s", one.text)]
    found: list[_Call] = []
    for at, end in spans(begins, len(lines)):
        part = [one for one in lines[at : min(end, at + _LONGEST_CALL)] if one.code]
        text = " ".join(one.text for one in part)
        url = re.search(r"https?://[^\s'\"\\]+", text)
        if url is not None:
            line = next(one.number for one in part if url[0] in one.text)
            found.append(_Call(text=text, url=url[0], line=line))
    return found


def _call(page: str, operation: Operation, lines: Sequence[Line]) -> Iterator[Inconsistency]:
    """Compare the cURL call; if there are several, the call of this operation."""
    calls = _calls(lines)
    template = re.escape(str(operation.path.value).rstrip("/"))
    path = re.compile(re.sub(r"\\\{[^{}]*\\\}", "[^/]+", template) + "/?$")
    own = [one for one in calls if path.search(urlsplit(one.url).path)]
    chosen = own[0] if own else calls[0] if len(calls) == 1 else None
    if chosen is None:
        return
    parts, line = urlsplit(chosen.url), chosen.line
    method = str(operation.method.value).upper()
    if chosen.method != method and len(own or calls) == 1:
        message = f"the cURL call is a {chosen.method}, the page a {method}"
        yield Inconsistency(page=page, line=line, message=message)
    if not own:
        message = f"the cURL call goes to {parts.path}, the page's path is {operation.path.value}"
        yield Inconsistency(page=page, line=line, message=message)
    known = {re.sub(r"\[.*\]$", "", one.name) for one in operation.parameters}
    known |= {str(one.facts["name"].value) for one in operation.schemes if "name" in one.facts}
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if re.sub(r"\[.*\]$", "", name) not in known:
            message = f"the cURL call has the parameter {name!r}, no list has"
            yield Inconsistency(page=page, line=line, message=message)
    yield from _credentials(page, operation, chosen.text, line)


def _credentials(page: str, operation: Operation, call: str, line: int) -> Iterator[Inconsistency]:
    kinds = [
        f"http {scheme.facts['scheme'].value}"
        if "scheme" in scheme.facts
        else scheme.facts["type"].value
        for scheme in operation.schemes
        if scheme.facts["type"].status == "stated"
    ]
    sends = bool(re.search(r"authorization:\s*bearer\b", call, re.I))
    if sends and kinds and not any(kind in _BEARERS for kind in kinds):
        schemes = ", ".join(map(str, kinds))
        yield Inconsistency(
            page=page,
            line=line,
            message=f"the cURL call sends a bearer token, the page says {schemes}",
        )


def _sample(page: str, operation: Operation, sample: Sample) -> Iterator[Inconsistency]:
    """Compare a sample with the body that shares most names with it."""
    shapes = [one.content.shape for one in operation.responses.values() if one.content]
    shapes += [operation.body.shape] if operation.body else []
    ranked = [
        (_likeness(shape, sample.value), -at, shape) for at, shape in enumerate(shapes) if shape
    ]
    if not ranked:
        return
    likeness, _, shape = max(ranked, key=lambda one: one[:2])
    if likeness >= _ALIKE and sum(1 for one in ranked if one[0] == likeness) == 1:
        for message in _unlike(shape, sample.value, ""):
            yield Inconsistency(
                page=page, line=sample.lines[0], message=f"the sample has {message}"
            )


def _likeness(shape: Shape, value: Json) -> float:
    while isinstance(value, list) and value and shape.items is not None:
        shape, value = shape.items, value[0]
    if not isinstance(value, dict) or not value or not shape.properties:
        return 0.0
    stated = {
        name for name, one in shape.properties.items() if one.found and one.found.status == "stated"
    }
    return len(stated & set(value)) / len(stated | set(value)) if stated else 0.0


def _unlike(shape: Shape, value: Json, where: str) -> Iterator[str]:
    kind = shape.facts.get("type")
    if kind is not None and kind.status == "stated" and not shape.choices:
        found = _kind(value)
        fits = found == kind.value or (found == "integer" and kind.value == "number")
        null = value is None  # a sample of null only shows that there was no value
        if not fits and not null and not _placeholder(value):
            yield f"{where or 'a value'} of type {found}, the page says {kind.value}"
            return
    if isinstance(value, dict):
        for name, member in value.items():
            known = shape.properties.get(name)
            if known is not None:
                yield from _unlike(known, member, f"{where}.{name}" if where else repr(name))
    elif isinstance(value, list) and shape.items is not None:
        for member in value[:1]:
            yield from _unlike(shape.items, member, f"an item of {where or 'the list'}")


def _placeholder(value: Json) -> bool:
    return isinstance(value, str) and bool(re.match(r"^(<.*>|\{\{.*\}\}|string|\.\.\.|…)$", value))


def _kind(value: Json) -> str:
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    return "null"


def _between(drafts: Sequence[Draft]) -> Iterator[Inconsistency]:
    """Compare pages that describe the same operation."""
    first: dict[tuple[str, str], tuple[str, Operation]] = {}
    for draft in drafts:
        for operation in draft.operations:
            key = (str(operation.method.value), str(operation.path.value))
            if key not in first:
                first[key] = (draft.page, operation)
                continue
            page, other = first[key]
            for one in compare(draft.page, operation, [other]):
                if one.kind == "contradiction":
                    message = one.message.replace("the document has", f"{page} has")
                    yield Inconsistency(page=draft.page, line=one.lines[0], message=message)
