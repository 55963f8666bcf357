"""Mintlify: method and path segments on separate lines, then sections of fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.reading.fields import read_entries
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    api_key,
    basic,
    bearer,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
    spans,
)
from stubwright.transcribe.reading.samples import (
    add_sample,
    curl_data,
    curl_url,
    find_samples,
    infer,
)
from stubwright.transcribe.systems.mintlify_fields import (
    DETAILS,
    RULE,
    begin,
    shape_in,
)
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_SECTIONS = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("auth", r"^Authorizations$"),
        ("header", r"^Headers$"),
        ("path", r"^Path Parameters$"),
        ("query", r"^Query Parameters$"),
        ("cookie", r"^Cookies$"),
        ("body", r"^Body$"),
        ("response", r"^Response$"),
        ("end", r"^(Was this page helpful\?|Powered by Mintlify|⌘I)$"),
    )
)
_SERVERS = re.compile(r"https?://.+?(?=https?://|$)")


def read(page: Page) -> list[Operation]:
    """Read a page of Mintlify."""
    lines = page.lines
    operation, after = _head(lines)
    parts = sections(lines, _SECTIONS)
    if not parts:
        raise Declined(
            operation.method.lines[0],
            "no section follows the method and the path",
            "copy the whole page, with its parameters and its response",
        )
    for key, _, first, end in parts:
        block = lines[first:end]
        if key == "auth":
            _auth(operation, block)
        elif key == "body":
            _body(operation, block, lines)
        elif key == "response":
            _response(operation, block, first)
        elif key != "end":
            add_parameters(operation, read_entries(block, begin, DETAILS, RULE), key, RULE)
    _statuses(operation, lines[: parts[0][2]])
    _server(operation, lines, after)
    _samples(operation, lines[: parts[0][2]])
    keep_path_honest(operation)
    return [operation]


def _head(lines: Sequence[Line]) -> tuple[Operation, list[Fact]]:
    for at, line in enumerate(lines):
        if line.code or line.text.upper() not in {one.upper() for one in METHODS}:
            continue
        servers: list[Fact] = []
        path, end = "", at + 1
        while end < len(lines) and not lines[end].code:
            text = lines[end].text
            if re.match(r"https?://", text):
                servers = [
                    fact(one.rstrip("/"), lines[end], RULE) for one in _SERVERS.findall(text)
                ]
                path = ""
            elif text == "/":
                path = path if path.endswith("/") else path + "/"
            elif path.endswith("/") and re.match(r"^[\w{}.~:@!$&'()*+,;=%-]+$", text):
                path += text
            elif not path and re.match(r"^/[\w{}./:-]*$", text):
                path = text
            else:
                break
            end += 1
        path = path.rstrip("/") or path
        if len(path) > 1 or (path == "/" and servers):
            number = (lines[at + 1].number, lines[end - 1].number)
            operation = Operation(
                method=fact(line.text.lower(), line, RULE),
                path=Fact(value=path, lines=number, rule=RULE),
            )
            return operation, servers
        if len(servers) == 1 and re.match(r"https?://[^/]+/.", str(servers[0].value)):
            return _whole_url(line, servers[0]), []
    raise Declined(
        lines[0].number if lines else 1,
        "no method with a path is on the page",
        "copy the page from its title on; the method and the path are above the parameters",
    )


def _whole_url(line: Line, url: Fact) -> Operation:
    match = re.match(r"(https?://[^/]+)(/.*)$", str(url.value))
    path = match[2] if match else "/"
    operation = Operation(
        method=fact(line.text.lower(), line, RULE),
        path=Fact(value=path, lines=url.lines, rule=RULE),
        questions=["server"],
    )
    if match:
        operation.servers.append(
            Fact(value=match[1], lines=url.lines, rule=RULE, status="inferred")
        )
    return operation


def _auth(operation: Operation, block: Sequence[Line]) -> None:
    starts = [at for at in range(len(block)) if begin(block, at)]
    for at, end in spans(starts, len(block)):
        begun = begin(block, at)
        if begun is None:
            continue
        words = " ".join(line.text for line in block[begun.end : end])
        if re.match(r"Bearer authentication header of the form", words):
            operation.schemes.append(bearer(block[at], RULE))
        elif re.match(r"Basic authentication header of the form", words):
            operation.schemes.append(basic(block[at], RULE))
        elif begun.where in ("header", "query", "cookie"):
            operation.schemes.append(api_key(begun.name, begun.where, block[at], RULE))


def _body(operation: Operation, block: Sequence[Line], lines: Sequence[Line]) -> None:
    entries = read_entries(block, begin, DETAILS, RULE)
    kind = next(
        (media(line.text, line, RULE) for line in block[:2] if media(line.text, 1, "")), None
    )
    operation.body = Content(media=kind, shape=shape_in(entries, block))
    sent = curl_data(lines)
    if sent and operation.body.shape:
        add_sample(operation.body.shape, sent.value, sent.lines)


def _response(operation: Operation, block: Sequence[Line], at: int) -> None:
    del at
    entries = read_entries(block, begin, DETAILS, RULE)
    status, kind = None, None
    for line in block[:3]:
        match = re.match(r"^([1-5]\d\d|default)(?:\s*-\s*(\S+/\S+))?$", line.text)
        if match and status is None:
            status = match[1], line
            kind = media(match[2], line, RULE) if match[2] else kind
        kind = kind or media(line.text, line, RULE)
    if status:
        found = response(operation, status[0], status[1], RULE)
    else:
        found = response(operation, "200", block[0] if block else 1, "the response that is shown")
        found.status = Fact(
            value="200", lines=found.status.lines, rule=found.status.rule, status="inferred"
        )
    shape = shape_in(entries, block)
    if kind or shape:
        found.content = Content(media=kind, shape=shape)
    for line in block[:4]:
        named = re.match(r"^(?:Array|List) of `?([A-Z][a-z0-9]+[A-Z]\w+)\b", line.text)
        if named and shape:
            shape.title = named[1]


def _statuses(operation: Operation, lines: Sequence[Line]) -> None:
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and STATUS.match(lines[end].text) and not lines[end].code:
            end += 1
        if end > at and end < len(lines) and lines[end].code:
            for line in lines[at:end]:
                response(operation, line.text, line, RULE)
        at = max(end, at + 1)


def _server(operation: Operation, lines: Sequence[Line], stated: list[Fact]) -> None:
    operation.servers += stated
    called = curl_url(lines)
    if stated or operation.servers or called is None:
        return
    url, number = called
    path = str(operation.path.value)
    pattern = re.sub(r"\\\{[^{}]+\\\}", r"[^/]+", re.escape(path))
    match = re.match(rf"^(.*?){pattern}/?(\?.*)?$", url)
    if match and match[1]:
        operation.servers.append(
            Fact(value=match[1], lines=(number, number), rule="cURL less path", status="inferred")
        )


def _samples(operation: Operation, lines: Sequence[Line]) -> None:
    """Assign the samples to the statuses of the tabs; either all are shown, or only the first."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.code and not re.match(r"\s*curl\b", line.text):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    samples = [found for group in groups for found in find_samples(group)]
    sent = curl_data(lines)
    samples = [one for one in samples if not sent or one.value != sent.value]
    statuses = list(operation.responses.values())
    if not samples or not statuses:
        return
    pairs = list(zip(statuses, samples, strict=False)) if len(samples) >= len(statuses) else []
    for found, sample in pairs or [(statuses[0], samples[0])]:
        content = found.content or Content()
        found.content = content
        if content.shape is None or not content.shape.facts:
            content.shape = infer(sample.value, sample.lines)
            continue
        if isinstance(sample.value, list):
            items = content.shape
            content.shape = Shape(items=items, title="")
            content.shape.facts["type"] = Fact(
                value="array", lines=sample.lines, rule="sample", status="inferred"
            )
        add_sample(content.shape, sample.value, sample.lines)


def _marks(text: str) -> int:
    return sum(
        (
            2 * ("Powered by Mintlify" in text or "mintlify" in text[:20_000].lower()),
            bool(re.search(r"^(#+ )?Authorizations$", text, re.M)),
            bool(re.search(r"^(#+ )?(Path|Query) Parameters$", text, re.M)),
            bool(re.search(r"^(#+ )?Response$", text, re.M)),
            2
            * bool(
                re.search(r"^(GET|POST|PUT|PATCH|DELETE)\s+(https?://\S+\s+)?/\s+[\w{]", text, re.M)
            ),
        )
    )


SYSTEM = System(name="mintlify", marks=_marks, read=read)
