"""ReadMe: method in lower case, the whole URL, fields whose format takes the type's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Start, array_of, nest_flat, read_entries
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    basic,
    bearer,
    fact,
    guessed,
    keep_path_honest,
    media,
    response,
    sections,
    spans,
)
from stubwright.transcribe.reading.samples import Sample, add_sample, curl_data, find_samples, infer
from stubwright.transcribe.reading.type_words import read_type
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_RULE = "readme"
_DETAILS = Details(rule=_RULE, one_per_line=True)
_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("parameters", r"^(path|query|header|cookie) params?$|^(headers)$"),
        ("body", r"^(body params|form data|raw_body|body)$"),
        ("responses", r"^responses?$"),
        ("auth", r"^credentials$"),
        ("end", r"^(language|request|installation|updated .* ago|did this page help you\??)$"),
    )
)
_NOT_NAMES = frozenset(("object", "string", "required", "enum", "array", "responses", "response"))


def _start(lines: Sequence[Line], at: int) -> Start | None:
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or not NAME.match(name) or lines[at + 1].code:
        return None
    if lines[at + 1].text == f"{name} object":
        return None
    words = read_type(lines[at + 1].text, formats=True)
    if words is None or (name.lower() in _NOT_NAMES and lines[at + 1].mark == "row"):
        return None
    if name.lower() in ("object", "required", "enum") and not _is_field(lines, at):
        return None
    end, required = at + 2, 0
    enum = False
    while end < len(lines) and lines[end].text.lower() in ("required", "enum", "deprecated"):
        if lines[end].text.lower() == "required":
            required = end
        enum = enum or lines[end].text.lower() == "enum"
        end += 1
    return Start(name=name, words=replace(words, enum=enum), end=end, required=required)


def _is_field(lines: Sequence[Line], at: int) -> bool:
    """Say whether such a word is a name: a type stands below that is not the type of another."""
    return at > 0 and read_type(lines[at - 1].text, formats=True) is None


def read(page: Page) -> list[Operation]:
    """Read a page of ReadMe."""
    lines = page.lines
    operation, begin = _head(lines)
    lines = lines[begin:]
    parts = sections(lines, _SECTIONS)
    sent = curl_data(lines)
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "parameters":
            where = match[1].lower() if match[1] else "header"
            entries = read_entries(block, _start, _DETAILS, _RULE)
            add_parameters(operation, entries, where, _RULE)
        elif key == "body" and operation.body is None:
            operation.body = _body(block, lines, sent)
        elif key == "responses" and not operation.responses:
            _responses(operation, block)
        elif key == "auth":
            _auth(operation, block)
    if not parts:
        raise Declined(
            operation.method.lines[0],
            "neither parameters nor responses follow the URL",
            "copy the whole page, with its responses open",
        )
    keep_path_honest(operation)
    return [operation]


def _head(lines: Sequence[Line]) -> tuple[Operation, int]:
    for at, line in enumerate(lines):
        match = re.match(r"^(\w+)\s*(https?://\S+)?$", line.text)
        if not match or match[1].lower() not in METHODS:
            continue
        where = line
        url = match[2] or ""
        if not url and at + 1 < len(lines):
            url, where = lines[at + 1].text, lines[at + 1]
        if re.match(r"^https?://\S+$", url):
            method = fact(match[1].lower(), line, _RULE)
            return guessed(method, url, (line.number, where.number), _RULE), at
    raise Declined(
        lines[0].number,
        "no method with a URL is on the page",
        "copy the page from its title on; the method and the URL are below it",
    )


def _auth(operation: Operation, block: Sequence[Line]) -> None:
    for line in block[:6]:
        word = line.text.lower()
        if word == "bearer":
            operation.schemes.append(bearer(line, _RULE))
            return
        if word == "basic":
            operation.schemes.append(basic(line, _RULE))
            return


def _object(block: Sequence[Line], sample: Sample | None) -> Shape | None:
    entries = read_entries(block, _start, _DETAILS, _RULE)
    if not entries:
        return None
    root = Shape()
    root.facts["type"] = Fact(
        value="object", lines=(entries[0].line, entries[-1].line), rule="fields are listed"
    )
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        last = after.line if after else block[-1].number + 1
        _values_on_a_line(entry.shape, [line for line in block if entry.line < line.number < last])
    nest_flat(root, entries, sample.value if sample else None)
    return root


def _values_on_a_line(shape: Shape, lines: Sequence[Line]) -> None:
    """Read the values of an enum that are on one line, in capitals, with spaces between."""
    if not any(line.text.lower() == "enum" for line in lines[:4]):
        return
    for line in lines[2:]:
        words = line.text.split(" ")
        if len(words) > 1 and all(re.match(r"^[A-Z0-9_]+$", word) for word in words):
            shape.facts["enum"] = Fact(
                value=list(words), lines=(line.number, line.number), rule=_RULE
            )
            return


def _body(block: Sequence[Line], lines: Sequence[Line], sent: Sample | None) -> Content:
    content = Content(shape=_object(block, sent))
    for line in lines:
        match = re.search(r"['\"]content-type:\s*([\w.+/-]+)", line.text, re.I)
        if match and line.code:
            found = media(match[1], line, "cURL")
            content.media = replace(found, status="inferred") if found else None
            break
    if sent and content.shape:
        add_sample(content.shape, sent.value, sent.lines)
    return content


def _responses(operation: Operation, block: Sequence[Line]) -> None:
    samples = find_samples(block)
    glued = next((line for line in block[:3] if re.match(r"^([1-5]\d\d){2,}$", line.text)), None)
    if glued:
        for status in re.findall(r"\d{3}", glued.text):
            response(operation, status, glued, _RULE)
        return
    begins = [
        at
        for at, line in enumerate(block)
        if STATUS.match(line.text) and not line.code and not _is_value(block, at)
    ]
    for place, (at, end) in enumerate(spans(begins, len(block))):
        found = response(operation, block[at].text, block[at], _RULE)
        part = block[at + 1 : end]
        head = next(
            (n for n, line in enumerate(part) if line.text.lower() == "response body"), None
        )
        sample = samples[0] if samples and place == 0 else None
        if head is None:
            continue
        found.content = Content(shape=_response_shape(part[head + 1 :], sample))


def _is_value(block: Sequence[Line], at: int) -> bool:
    """Say whether a number is a field's default or example: a type or its default is above."""
    before = block[at - 1].text if at else ""
    return bool(read_type(before, formats=True)) or before.lower().startswith("defaults to")


def _response_shape(block: Sequence[Line], sample: Sample | None) -> Shape | None:
    kind = read_type(block[0].text, formats=True) if block else None
    shown = sample
    shape = _object(block[1:] if kind else block, shown)
    if kind and kind.items:
        shape = array_of(shape, (block[0].number, block[0].number), _RULE)
    if shape is None:
        return infer(sample.value, sample.lines) if sample else None
    if sample:
        add_sample(shape, sample.value, sample.lines)
    return shape


def _marks(text: str) -> int:
    return sum(
        (
            2 * bool(re.search(r"^(get|post|put|patch|delete)\s+https?://", text, re.M)),
            bool(re.search(r"^(Path|Query|Body) Params$", text, re.M)),
            bool(re.search(r"^Response body$", text, re.M)),
            bool(
                re.search(
                    r"readme\.io|Log in to (see full request history|use your API keys)", text
                )
            ),
            bool(re.search(r"^Defaults to ", text, re.M)),
            bool(re.search(r"curl --request \w+ \\\n\s+--url", text)),
        )
    )


SYSTEM = System(name="readme", marks=_marks, read=read)
