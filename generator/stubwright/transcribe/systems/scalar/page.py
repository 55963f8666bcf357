"""Scalar: fields as a name and the word Type, a list of responses, then samples of the client."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Operation
from stubwright.transcribe.reading.fields import (
    read_entries,
)
from stubwright.transcribe.reading.operation import (
    STATUS,
    add_parameters,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
    spans,
)
from stubwright.transcribe.reading.samples import Sample, add_sample, curl_data, find_samples, infer
from stubwright.transcribe.systems.scalar.access import add_auth, with_server
from stubwright.transcribe.systems.scalar.fields import (
    DETAILS,
    RULE,
    begin,
)
from stubwright.transcribe.systems.scalar.lines import joined
from stubwright.transcribe.systems.scalar.shapes import shape_in
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("parameters", r"^(path|query|header|cookie) parameters$|^(headers|cookies)$"),
        ("body", r"^body(?:\s*·.*)?\s*(required)?\s*(\w+/[\w.+-]+)?$"),
        ("responses", r"^responses$"),
        ("end", r"^(request example for.*|models|callbacks|webhooks|share your api reference)$"),
    )
)
_LONGEST_VALUE = 80
# An operation without a tag has its method and path only in the samples of the client.
_CALL = re.compile(
    r"^(?:test request|request example for)?\s*\(?"
    r"(get|put|post|delete|options|head|patch|trace)\s*(/[^\s()]*)\)?$",
    re.I,
)
_EMPHASIS = re.compile(r"_(?=\{)|(?<=\})_")
_HEADERS = re.compile(r"^headers(: \d+)?$", re.I)


def read(page: Page) -> list[Operation]:
    """Read a page of Scalar."""
    lines = joined(page.lines)
    page = replace(page, lines=tuple(lines))
    parts = _parts(lines)
    if not any(key in ("parameters", "body", "responses") for key, *_ in parts):
        raise Declined(
            lines[0].number,
            "neither parameters nor responses are on the page",
            "open the operation and copy the whole page",
        )
    while parts[0][0] == "end":  # the menu also lists the models
        del parts[0]
    operation = _head(lines, parts[0][2])
    sent, shown = curl_data(lines), _response_sample(lines)
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "end":
            break
        if key == "parameters":
            where = (match[1] or match[2]).lower().rstrip("s")
            entries = read_entries(_linked(block), begin, DETAILS, RULE)
            add_parameters(operation, entries, where, RULE)
        elif key == "body":
            operation.body = _body(page, block, match, lines[first - 1], sent)
        elif key == "responses":
            _responses(operation, page, block, shown)
    add_auth(operation, lines)
    keep_path_honest(operation)
    return [operation]


def _parts(lines: Sequence[Line]) -> list[tuple[str, re.Match[str], int, int]]:
    """Split the page at its headings, but not at headers in a response or fields of these names."""
    parts: list[tuple[str, re.Match[str], int, int]] = []
    responses = False
    for part in sections(lines, _SECTIONS):
        key, match, first, end = part
        field = first < len(lines) and re.match(r"^type:", lines[first].text, re.I)
        if parts and (field or (responses and key == "parameters" and match[2])):
            parts[-1] = (*parts[-1][:3], end)
            continue
        responses = key == "responses" or (responses and key == "parameters")
        parts.append(part)
    return parts


def _linked(block: Sequence[Line]) -> Sequence[Line]:
    """Leave out fields inside of parameters if each parameter has a link of its name."""
    links = {line.text.lower() for line in block if line.text.lower().startswith("copy link to ")}
    glued = [line.text.lower() for line in block if " copy link to " in f" {line.text.lower()}"]
    if not links and not glued:
        return block
    begins = [at for at in range(len(block)) if begin(block, at)]
    kept = list(block[: begins[0]] if begins else block)
    for at, end in spans(begins, len(block)):
        link = f"copy link to {block[at].text}".lower()
        if link in links or any(one.endswith(link) for one in glued):
            kept += block[at:end]
    return kept


def _head(lines: Sequence[Line], before: int) -> Operation:
    """Find the nearest method and path above the first section, or else in the samples below."""
    for at in [*range(before, -1, -1), *range(before, len(lines))]:
        if at >= len(lines) or lines[at].code:
            continue
        glued = _CALL.match(lines[at].text)
        if glued:
            return with_server(
                Operation(
                    method=fact(glued[1].lower(), lines[at], RULE),
                    path=fact(_EMPHASIS.sub("", glued[2]), lines[at], RULE),
                ),
                lines,
            )
        follows = lines[at + 1].text if at + 1 < len(lines) else ""
        if re.match(
            r"^(get|put|post|delete|options|head|patch|trace)$", lines[at].text, re.I
        ) and re.match(r"^/\S*$", follows):
            method = fact(lines[at].text.lower(), lines[at], RULE)
            return with_server(
                Operation(method=method, path=fact(follows, lines[at + 1], RULE)), lines
            )
    raise Declined(
        lines[0].number,
        "no method with a path is on the page",
        "open the operation and copy the whole page",
    )


def _response_sample(lines: Sequence[Line]) -> Sample | None:
    for at, line in enumerate(lines):
        if re.match(r"^(show schema|status:.*)$", line.text, re.I):
            found = find_samples(lines[at + 1 : at + 3000])
            return found[0] if found else None
    return None


def _body(
    page: Page, block: Sequence[Line], match: re.Match[str], line: Line, sample: Sample | None
) -> Content:
    content = Content()
    if match[2]:
        content.media = media(match[2], line, RULE)
    if match[1]:
        content.required = fact(True, line, RULE)
    title = re.match(r"^body\s*·\s*([\w.-]+?)(?:required.*)?$", line.text, re.I)
    name = title[1] if title else ""
    for at, one in enumerate(block[:5]):
        if begin(block, at):
            break
        content.media = content.media or media(one.text, one, RULE)
        if one.text.lower() == "required":
            content.required = fact(True, one, RULE)
        if one.text.startswith("·"):
            name = one.text.lstrip("· ")
    content.shape = shape_in(page, block, sample)
    if content.shape is not None and content.shape.items is None:
        content.shape.title = content.shape.title or name
    if sample is not None and content.shape is not None:
        add_sample(content.shape, sample.value, sample.lines)
    return content


def _responses(
    operation: Operation, page: Page, block: Sequence[Line], sample: Sample | None
) -> None:
    begins = [
        at
        for at, line in enumerate(block)
        if STATUS.match(line.text) and not line.code and not _is_value(block, at)
    ]
    if page.form != "text" and begins:
        least = min(block[at].depth for at in begins)
        begins = [at for at in begins if block[at].depth == least or _is_linked(block, at)]
    for place, (at, end) in enumerate(spans(begins, len(block))):
        found = response(operation, block[at].text, block[at], RULE)
        part = _after_description(block[at + 1 : end])
        kinds = [one for line in part if (one := media(line.text, line, RULE))]
        headers = (place for place, line in enumerate(part) if _HEADERS.match(line.text))
        part = part[: next(headers, len(part))]
        shown = sample if place == 0 else None
        shape = shape_in(page, part, shown)
        if shape is None and shown is not None and kinds:
            shape = infer(shown.value, shown.lines)
        elif shape is not None and shown is not None:
            add_sample(shape, shown.value, shown.lines)
        if kinds or shape:
            found.content = Content(media=kinds[0] if kinds else None, shape=shape)


def _after_description(part: Sequence[Line]) -> Sequence[Line]:
    """Leave out the description of a response if it is one word, which is not a field name."""
    if len(part) < 2 or part[0].part == "name" or not re.match(r"^type:", part[1].text, re.I):
        return part
    link = re.compile(rf"copy link to (?-i:{re.escape(part[0].text)})$", re.I)
    is_field = any(link.search(line.text) for line in part[1:8])
    return part if is_field else part[1:]


def _is_linked(block: Sequence[Line], at: int) -> bool:
    """Return whether a status has a link of its own, which one without a body has."""
    after = block[at + 1].text.lower() if at + 1 < len(block) else ""
    return after == f"copy link to {block[at].text}".lower()


def _is_value(block: Sequence[Line], at: int) -> bool:
    """Return whether a status belongs to a list of values, a limit, a default or a field."""
    above = block[at - 1].text.lower() if at else ""
    if (
        block[at].part.startswith("enum")
        or block[at].text == "Default"
        or re.match(r"^(default|example|const:|(min|max).*:)$", above)
    ):
        return True
    first = at
    number = block[at].text.isdigit()
    if not number and at + 1 < len(block) and block[at + 1].text.startswith("Type:"):
        return True  # a field with the name "default"
    while first > 0 and (
        re.match(r"^\d{3}$", block[first - 1].text) if number else _adjoins(block, first)
    ):
        first -= 1
    if not number:
        return block[first].text.lower() == "values"
    if not first or block[first - 1].text.lower() != "values":
        return False
    after = block[at + 1].text if at + 1 < len(block) else ""
    return bool(
        re.match(r"^(\d{3}|show .*|selected content type:)$", after, re.I)
        or media(after, block[at], RULE)
        or not after
    )


def _adjoins(block: Sequence[Line], at: int) -> bool:
    """Return whether the line above belongs to the same list: it is adjacent and short."""
    above = block[at - 1]
    return block[at].number == above.number + 1 and len(above.text) <= _LONGEST_VALUE


def _marks(text: str) -> int:
    return sum(
        (
            3 * bool(re.search(r"Powered by Scalar|scalar-app|scalar\.com", text)),
            bool(re.search(r"^Copy as Markdown$", text, re.M)),
            2 * bool(re.search(r"^Type:", text, re.M)),
            bool(re.search(r"Copy link to ", text)),
            bool(re.search(r"^(### )?Request Example for", text, re.M)),
        )
    )


SYSTEM = System(name="scalar", marks=_marks, read=read)
