"""Redoc: tables of the fields of an operation, then its method, path and servers, then samples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Scheme
from stubwright.transcribe.reading.fields import NAME, read_entries
from stubwright.transcribe.reading.operation import (
    STATUS,
    add_parameters,
    basic,
    bearer,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
)
from stubwright.transcribe.reading.samples import Sample, add_sample, find_samples, infer
from stubwright.transcribe.systems.redoc.fields import (
    DETAILS,
    RULE,
    begin,
)
from stubwright.transcribe.systems.redoc.schema import shape_in
from stubwright.transcribe.systems.redoc.types import redoc_type
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_METHOD = re.compile(r"^(get|put|post|delete|options|head|patch|trace)\s*(/\S*)?$", re.I)
_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("auth", r"^authorizations:\s*(.*)$"),
        ("parameters", r"^(path|query|header|cookie) parameters$"),
        ("body", r"^request body schema:\s*([^\s;]*)(?:;.*?)?\s*(required)?$"),
        ("responses", r"^responses$"),
        ("schema", r"^response schema:\s*([^\s;]*)(?:;.*)?$"),
        ("skip", r"^(response headers|callbacks|links)$"),
        ("method", _METHOD.pattern),
        ("request samples", r"^request samples$"),
        ("response samples", r"^response samples$"),
    )
)
_TAB = re.compile(r"^([1-5]\d\d|default)(?=$|\s|[1-5]\d\d|default)")
_STATUS = re.compile(r"^([1-5]\d\d|[1-5]XX|default)\b\s*(.*)$")


def read(page: Page) -> list[Operation]:
    """Read a page of Redoc: one operation, or all operations of an API."""
    lines = page.lines
    parts = _merged(lines)
    found: list[Operation] = []
    pending: list[tuple[str, re.Match[str], int, int]] = []
    last: Operation | None = None
    samples_of: list[tuple[str, int, int]] = []
    for part in parts:
        key, match, first, end = part
        path = _path(lines, match, first) if key == "method" else None
        if path is not None:
            _end(last, lines, samples_of)
            last = _operation(lines, match, first, path)
            samples_of = []
            found.append(last)
            _fill(last, page, pending, _samples_after(parts, part, lines))
            pending = []
        elif key.endswith("samples"):
            samples_of.append((key, first, end))
        elif key != "method":
            pending.append(part)
    _end(last, lines, samples_of)
    if not found:
        raise Declined(
            lines[0].number,
            "no method with a path is on the page",
            "open the operation and copy both columns: method and path are in the right one",
        )
    _operation_ids(found, page)
    for operation in found:
        keep_path_honest(operation)
    return found


def _merged(lines: Sequence[Line]) -> list[tuple[str, re.Match[str], int, int]]:
    """Split the page at its headings. A method without a path is a field of that name."""
    parts: list[tuple[str, re.Match[str], int, int]] = []
    for part in sections(lines, _SECTIONS):
        key, match, first, end = part
        if key == "method" and _path(lines, match, first) is None and parts:
            parts[-1] = (*parts[-1][:3], end)
        else:
            parts.append(part)
    return parts


def _path(lines: Sequence[Line], match: re.Match[str], first: int) -> Fact | None:
    if match[2]:
        return fact(match[2], lines[first - 1], RULE)
    if first < len(lines) and re.match(r"^/\S*$", lines[first].text):
        return fact(lines[first].text, lines[first], RULE)
    return None


def _operation(lines: Sequence[Line], match: re.Match[str], first: int, path: Fact) -> Operation:
    operation = Operation(method=fact(match[1].lower(), lines[first - 1], RULE), path=path)
    at = first if match[2] else first + 1
    tail = re.sub(r"\{[^{}]*\}", "{}", str(path.value)).rstrip("/")
    for line in lines[at : at + 12]:
        if re.match(r"^(?:https?|\{[\w-]+\})://\S+$", line.text):
            url = line.text
            plain = re.sub(r"\{[^{}]*\}", "{}", url).rstrip("/")
            if plain.endswith(tail):
                cut = url.rstrip("/")[: -len(str(path.value).rstrip("/"))] if tail else url
                operation.servers.append(fact(cut.rstrip("/"), line, RULE))
        elif line.text.lower() in ("request samples", "response samples"):
            break
    return operation


def _samples_after(
    parts: Sequence[tuple[str, re.Match[str], int, int]],
    part: tuple[str, re.Match[str], int, int],
    lines: Sequence[Line],
) -> dict[str, Sample]:
    """Find the samples after the method of an operation, up to the fields of the next one."""
    found: dict[str, Sample] = {}
    for key, _, first, end in parts[parts.index(part) + 1 :]:
        if not key.endswith("samples"):
            break
        samples = find_samples(lines[first:end])
        code = _tab(lines[first:end])
        if samples:
            found.setdefault(f"{key} {code}".strip(), samples[0])
    return found


def _tab(block: Sequence[Line]) -> str:
    """Return the status of the sample that is shown, whose tab is the first; "" without tabs."""
    match = next((one for line in block[:3] if (one := _TAB.match(line.text))), None)
    return match[1] if match else ""


def _fill(
    operation: Operation,
    page: Page,
    parts: Sequence[tuple[str, re.Match[str], int, int]],
    samples: dict[str, Sample],
) -> None:
    lines, status = page.lines, ""
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "auth":
            _auth(operation, [match[1], *(line.text for line in block[:6])], lines[first - 1])
        elif key == "parameters":
            entries = read_entries(block, begin, DETAILS, RULE)
            add_parameters(operation, entries, match[1].lower(), RULE)
        elif key == "body":
            operation.body = _body(page, match, first, end, samples.get("request samples"))
            status = ""
        elif key == "schema" and status:
            kind, rest = _media(match[1], lines[first - 1], block)
            content = Content(media=kind)
            shown = samples.get(f"response samples {status}")
            if shown is None and status == next(iter(operation.responses)):
                shown = samples.get("response samples")
            content.shape = shape_in(page, rest, shown)
            operation.responses[status].content = content
            status = _statuses(operation, block, status)
        elif key in ("responses", "skip"):
            status = _statuses(operation, block, status, worded=key == "responses")


def _statuses(
    operation: Operation, block: Sequence[Line], status: str, *, worded: bool = False
) -> str:
    """Read status lines; return the last one, to which the following schema belongs.

    If ``worded`` is true, the line of a status may have a description; in a schema, such a line
    is prose.
    """
    for at, line in enumerate(block):
        match = _STATUS.match(line.text)
        if match is None or line.code or line.mark == "row":
            continue
        if not STATUS.match(line.text) and not (worded and match[2] and at > 0):
            continue
        after = block[at + 1].text if at + 1 < len(block) else ""
        if redoc_type(after) and NAME.match(line.text):
            continue
        response(operation, match[1], line, RULE)
        status = match[1] if match[1] == "default" else match[1].upper()
    return status


def _end(
    operation: Operation | None, lines: Sequence[Line], samples: list[tuple[str, int, int]]
) -> None:
    """Add what only the samples of an operation show."""
    if operation is None:
        return
    for key, first, end in samples:
        shown = find_samples(lines[first:end])
        if not shown:
            continue
        sample = shown[0]
        if key == "request samples" and operation.body is not None:
            _infer(operation.body, sample)
        elif key == "response samples" and operation.responses:
            code = _tab(lines[first:end])
            chosen = operation.responses.get(code or next(iter(operation.responses)))
            if chosen is None:
                continue
            chosen.content = chosen.content or Content()
            if chosen.content.media is None:
                kinds = (media(line.text, line, RULE) for line in lines[first : first + 8])
                chosen.content.media = next((one for one in kinds if one), None)
            _infer(chosen.content, sample)


def _infer(content: Content, sample: Sample) -> None:
    if content.shape is None or not (content.shape.facts or content.shape.choices):
        content.shape = infer(sample.value, sample.lines)
    else:
        add_sample(content.shape, sample.value, sample.lines)


def _body(page: Page, match: re.Match[str], first: int, end: int, sample: Sample | None) -> Content:
    lines = page.lines
    kind, block = _media(match[1], lines[first - 1], lines[first:end])
    content = Content(media=kind)
    if match[2]:
        content.required = fact(True, lines[first - 1], RULE)
    elif block and block[0].text.lower() == "required":
        content.required = fact(True, block[0], RULE)
        block = block[1:]
    content.shape = shape_in(page, block, sample)
    return content


def _media(named: str, line: Line, block: Sequence[Line]) -> tuple[Fact | None, Sequence[Line]]:
    """Read the media type of a heading; below a menu, the last line is the selected one."""
    chosen = media(named, line, RULE)
    at = 0
    while chosen is None and at < len(block) and media(block[at].text, block[at], RULE):
        at += 1
    if at:
        chosen = media(block[at - 1].text, block[at - 1], RULE)
    return chosen, block[at:]


def _auth(operation: Operation, names: Sequence[str], line: Line) -> None:
    """Infer the kind of a scheme from its name, because the page does not state it."""
    for name in names:
        word = name.strip("() ").lower()
        oauth = Scheme(name="oauth2", facts={"type": fact("oauth2", line, RULE)})
        known = (
            bearer(line, RULE)
            if "bearer" in word
            else basic(line, RULE)
            if "basic" in word
            else oauth
            if "oauth" in word
            else None
        )
        if known and not operation.schemes and len(word) < 60 and " " not in word:
            known.facts = {
                key: replace(one, status="inferred", rule="the scheme's name")
                for key, one in known.facts.items()
            }
            operation.schemes.append(known)


def _operation_ids(found: Sequence[Operation], page: Page) -> None:
    anchors: dict[str, int] = {}
    for match in re.finditer(r"(?:#|id=\")(?:tag/[^\s\"'()/]+/)?operation/([\w.-]+)", page.text):
        anchors.setdefault(match[1], page.text.count("\n", 0, match.start()) + 1)
    if len(anchors) == len(found):
        for operation, (name, line) in zip(found, anchors.items(), strict=True):
            operation.operation_id = fact(name, line, RULE)


def _marks(text: str) -> int:
    return sum(
        (
            2 * bool(re.search(r"redocly\.com/redoc|API docs by Redocly|redoc-wrap|redocjs", text)),
            2 * bool(re.search(r"^(#+ )?(request body|response) schema:", text, re.M | re.I)),
            bool(re.search(r"(request body|response) schema:", text, re.I)),
            bool(re.search(r"^(#+ )?authorizations:", text, re.M | re.I)),
            bool(re.search(r"^(#+ )?response samples$", text, re.M | re.I)),
            bool(re.search(r"^(#+ )?(path|query) parameters$", text, re.M | re.I)),
            bool(re.search(r"#(tag/[^\s\"')]*/)?operation/", text)),
        )
    )


SYSTEM = System(name="redoc", marks=_marks, read=read, split_inline=False)
