"""Stoplight Elements: a request, the response of the open tab, and fields as name and type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Scheme, Shape
from stubwright.transcribe.reading.fields import NAME, array_of, read_entries
from stubwright.transcribe.reading.nesting import object_of
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    api_key,
    basic,
    bearer,
    fact,
    guessed,
    keep_path_honest,
    media,
    response,
    sections,
)
from stubwright.transcribe.reading.samples import (
    Sample,
    add_sample,
    curl_data,
    curl_url,
    find_samples,
    infer,
)
from stubwright.transcribe.reading.type_words import read_type, shape_of
from stubwright.transcribe.systems.stoplight_fields import DETAILS, RULE, begin
from stubwright.transcribe.systems.stoplight_lines import joined
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("request", r"^request$"),
        ("parameters", r"^(path|query|cookie) parameters$"),
        ("header", r"^headers$"),
        ("body", r"^body$"),
        ("responses", r"^responses$"),
        ("end", r"^(auth|parameters|send api request|request sample: .*|response example.*)$"),
    )
)


def read(page: Page) -> list[Operation]:
    """Read a page of Stoplight Elements."""
    lines = joined(page)
    operation, first = _head(lines)
    lines = lines[first : _next_head(lines, first + 2)]
    parts = sections(lines, _SECTIONS)
    shown, status = False, ""
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "end":
            break
        if key == "request":
            _auth(operation, block, lines)
        elif key in ("parameters", "header") and not shown:
            where = match[1].lower() if key == "parameters" else "header"
            entries = read_entries(block, begin, DETAILS, RULE)
            add_parameters(operation, entries, where, RULE)
        elif key == "responses":
            shown, status = True, _statuses(operation, block)
        elif key == "body" and not shown:
            operation.body = _body(page, block, curl_data(lines))
        elif key == "body" and (not status or operation.responses[status].content):
            break  # the form that sends requests
        elif key == "body":
            operation.responses[status].content = _body(page, block, _sample(lines))
    if not parts:
        raise Declined(
            operation.method.lines[0],
            "neither a request nor responses follow the URL",
            "copy the whole page, down to its responses",
        )
    keep_path_honest(operation)
    return [operation]


def _next_head(lines: Sequence[Line], after: int) -> int:
    """Return the index at which another operation begins."""
    for at in range(after, len(lines) - 1):
        method = lines[at].text.lower() in METHODS and not lines[at].code
        if method and re.match(r"^(?:https?://\S+|/\S*)$", lines[at + 1].text):
            return at
    return len(lines)


def _head(lines: Sequence[Line]) -> tuple[Operation, int]:
    for at, line in enumerate(lines):
        if line.text.lower() not in METHODS or at + 1 >= len(lines):
            continue
        url, number = lines[at + 1].text, (line.number, lines[at + 1].number)
        after = lines[at + 2].text if at + 2 < len(lines) else ""
        method = fact(line.text.lower(), line, RULE)
        if re.match(r"^https?://\S+$", url):
            if re.match(r"^/\S*$", after):
                path = fact(after, lines[at + 2], RULE)
                return Operation(
                    method=method, path=path, servers=[fact(url.rstrip("/"), lines[at + 1], RULE)]
                ), at
            return guessed(method, url, number, RULE), at
        templated = re.match(r"^(?:https?|\{\w+\})(?:://|[^/]*(?=/))[^/]*(/\S*)?$", url)
        if templated and "{" in url:
            return _of_template(method, templated[1] or after, lines, at), at
        if re.match(r"^/\S*$", url):
            return Operation(method=method, path=fact(url, lines[at + 1], RULE)), at
    raise Declined(
        lines[0].number,
        "no method with a URL is on the page",
        "copy the page from its title on; the method and the URL are below it",
    )


def _of_template(method: Fact, path: str, lines: Sequence[Line], at: int) -> Operation:
    """Create the operation of a server with variables; a cURL call shows their first values."""
    operation = Operation(method=method, path=fact(path, lines[at + 1], RULE))
    found = curl_url(lines)
    if found and found[0].endswith(path):
        value = found[0].removesuffix(path)
        operation.servers.append(replace(fact(value, found[1], "cURL"), status="inferred"))
    return operation


def _auth(operation: Operation, block: Sequence[Line], lines: Sequence[Line]) -> None:
    for line in block[:12]:
        security = re.match(r"^security: (.+)$", line.text, re.I)
        words = security[1].lower() if security else ""
        if "bearer" in words:
            operation.schemes.append(bearer(line, RULE))
        elif "basic" in words:
            operation.schemes.append(basic(line, RULE))
        elif words.startswith("oauth"):
            operation.schemes.append(
                Scheme(name="oauth2", facts={"type": fact("oauth2", line, RULE)})
            )
        elif "api key" in words:
            _key(operation, lines, line)


def _key(operation: Operation, lines: Sequence[Line], line: Line) -> None:
    """Read the name of a key from the form that sends requests, its location from the cURL call."""
    form = next((at for at, one in enumerate(lines) if one.text.lower() == "auth"), len(lines))
    for name, colon in zip(lines[form + 1 : form + 8], lines[form + 2 : form + 9], strict=False):
        if colon.text != ":" or not NAME.match(name.text):
            continue
        sent = re.compile(rf"--header '{re.escape(name.text)}:|[?&]({re.escape(name.text)})=")
        match = next((found for one in lines if (found := sent.search(one.text))), None)
        if match:
            where = "query" if match[1] else "header"
            operation.schemes.append(api_key(name.text, where, line, RULE))
        return


def _statuses(operation: Operation, block: Sequence[Line]) -> str:
    """Read the tabs, of which the first is open. Return its status."""
    first = ""
    for line in block:
        if not STATUS.match(line.text):
            break
        found = response(operation, line.text, line, RULE)
        first = first or str(found.status.value)
    return first.upper() if first != "default" else first


def _sample(lines: Sequence[Line]) -> Sample | None:
    for at, line in enumerate(lines):
        if line.text.lower().startswith("response example"):
            found = find_samples(lines[at + 1 :])
            return found[0] if found else None
    return None


def _body(page: Page, block: Sequence[Line], sample: Sample | None) -> Content:
    content = Content()
    array: Line | None = None
    for at, line in enumerate(block[:10]):
        if begin(block, at):
            break
        content.media = content.media or media(line.text, line, RULE)
        if line.text.lower() == "required":
            content.required = fact(True, line, RULE)
        if re.match(r"^array of:?$|^array\[object\]$", line.text, re.I):
            array = line
    shape = _shape(page, block, sample)
    if shape is None and sample is not None:
        shape = infer(sample.value, sample.lines)
    elif shape is not None:
        if array is not None:
            shape = array_of(shape, (array.number, array.number), RULE)
        if sample is not None:
            add_sample(shape, sample.value, sample.lines)
    content.shape = shape
    return content


def _shape(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    entries = read_entries(block, begin, DETAILS, RULE)
    shape = object_of(entries, page.form, sample)
    if shape is None:
        for line in block[:6]:
            words = None if line.code else read_type(line.text)
            if words and words.type and words.type != "object" and line.text.lower() != "any":
                return shape_of(words, (line.number, line.number), RULE)
    return shape


def _marks(text: str) -> int:
    return sum(
        (
            3
            * bool(
                re.search(
                    r"powered by (\*\*)?Stoplight|elements-api|sl-elements|stoplight\.io", text
                )
            ),
            2 * bool(re.search(r"^Request Sample: ", text, re.M)),
            bool(re.search(r"^Response Example", text, re.M)),
            bool(re.search(r"^send api request$", text, re.M | re.I)),
            bool(re.search(r"^Allowed values?:$", text, re.M)),
            bool(re.search(r"^Security: ", text, re.M)),
        )
    )


SYSTEM = System(name="stoplight", marks=_marks, read=read)
