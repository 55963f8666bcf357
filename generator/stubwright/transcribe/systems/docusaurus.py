"""docusaurus-openapi-docs: a URL with ``:id`` variables, a request, and all responses in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation
from stubwright.transcribe.reading.fields import (
    read_entries,
)
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    api_key,
    basic,
    bearer,
    braces,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
    split_url,
)
from stubwright.transcribe.reading.samples import add_sample, find_samples, infer
from stubwright.transcribe.systems.docusaurus_fields import (
    DETAILS,
    RULE,
    TABS,
    begin,
    shape_in,
)
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("request", r"^request$"),
        ("parameters", r"^(path|query|header|cookie) parameters$"),
        ("body", r"^body\s*(required)?(array)?$"),
        ("responses", r"^responses$"),
        ("auth", r"^authorization:.*$"),
        ("end", r"^(request\s*collapse all|request\s*expand all|csharp)$"),
    )
)


def read(page: Page) -> list[Operation]:
    """Read a page of docusaurus-openapi-docs."""
    lines = page.lines
    operation = _head(lines)
    parts = sections(lines, _SECTIONS)
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "parameters":
            entries = read_entries(block, begin, DETAILS, RULE)
            add_parameters(operation, entries, match[1].lower(), RULE)
        elif key == "body" and not operation.responses:
            operation.body = _body(page, block, match, lines[first - 1])
            for line in lines[max(0, first - 3) : first - 1]:
                operation.body.media = operation.body.media or media(line.text, line, RULE)
        elif key == "responses":
            _responses(operation, page, block)
        elif key == "auth":
            _auth(operation, " ".join(line.text for line in block[:8]), lines[first - 1])
    if not parts:
        raise Declined(
            operation.method.lines[0],
            "neither parameters nor responses follow the URL",
            "copy the whole page, down to its responses",
        )
    _server(operation, lines)
    keep_path_honest(operation)
    return [operation]


def _head(lines: Sequence[Line]) -> Operation:
    for at, line in enumerate(lines):
        match = re.match(r"^(\w+)\s*(?:`?(https?://\S+?|/\S*)`?)?$", line.text)
        if not match or match[1].lower() not in METHODS:
            continue
        url = match[2] or (lines[at + 1].text.strip("`") if at + 1 < len(lines) else "")
        if not re.match(r"^(https?://\S+|/\S*|\{\S+)$", url):
            continue
        number = (line.number, line.number if match[2] else lines[at + 1].number)
        server, path = split_url(url)
        operation = Operation(
            method=fact(match[1].lower(), line, RULE),
            path=Fact(value=braces(path), lines=number, rule=RULE),
        )
        if server:
            operation.servers.append(Fact(value=server, lines=number, rule=RULE, status="inferred"))
            operation.questions.append("server")
        return operation
    raise Declined(
        lines[0].number,
        "no method with a URL is on the page",
        "copy the page from its title on; the method and the URL are below it",
    )


def _server(operation: Operation, lines: Sequence[Line]) -> None:
    """Split the URL at the server shown by the panel that sends requests."""
    for at, line in enumerate(lines):
        if line.text.lower() != "base url":
            continue
        for after in lines[at + 1 : at + 4]:
            base = after.text.rstrip("/")
            whole = str(operation.servers[0].value) if operation.servers else ""
            whole += str(operation.path.value)
            if re.match(r"https?://\S+$", base) and whole.startswith(base + "/"):
                operation.path = replace(operation.path, value=whole[len(base) :])
                operation.servers = [fact(base, after, RULE)]
                operation.questions = []
                return


def _body(page: Page, block: Sequence[Line], match: re.Match[str], line: Line) -> Content:
    content = Content()
    for one in block[:6]:
        content.media = content.media or media(one.text, one, RULE)
        if one.text.lower() == "required" and content.required is None:
            content.required = fact(True, one, RULE)
    if match[1]:
        content.required = fact(True, line, RULE)
    samples = find_samples(block)
    content.shape = shape_in(page, block, samples[0] if samples else None)
    return content


def _responses(operation: Operation, page: Page, block: Sequence[Line]) -> None:
    count = 0
    while count < len(block) and STATUS.match(block[count].text):
        response(operation, block[count].text, block[count], RULE)
        count += 1
    statuses = list(operation.responses.values())
    words, bodies = _bodies(block[count:])
    exact = len(words) + len([one for one in bodies if one[0] < 0]) == len(statuses)
    for place, (index, part) in enumerate(bodies):
        if len(bodies) == len(statuses):
            at = place
        elif exact:
            at = index
        elif place == 0 and index == 0:
            at = 0
        else:
            continue
        if at >= len(statuses):
            continue
        content = Content(media=media(part[0].text, part[0], RULE))
        samples = find_samples(part)
        content.shape = shape_in(page, part[1:], samples[0] if samples else None)
        if samples and content.shape is None:
            content.shape = infer(samples[0].value, samples[0].lines)
        elif samples and content.shape is not None:
            add_sample(content.shape, samples[0].value, samples[0].lines)
        statuses[at].content = content


def _bodies(block: Sequence[Line]) -> tuple[list[Line], list[tuple[int, list[Line]]]]:
    """Split responses at media types: return descriptions, and bodies with the index of theirs."""
    words: list[Line] = []
    bodies: list[tuple[int, list[Line]]] = []
    inside, after_code = False, False
    for line in block:
        if media(line.text, line, RULE) and not line.code:
            bodies.append((len(words) - 1, []))
            inside, after_code = True, False
        elif inside and line.code:
            after_code = True
        elif inside and after_code and not line.code:
            inside = False
        if inside:
            bodies[-1][1].append(line)
        elif not line.code and line.text.lower() not in TABS:
            words.append(line)
    return words, bodies


def _auth(operation: Operation, words: str, line: Line) -> None:
    kind = re.search(r"type:\s*(apiKey|http|oauth2|openIdConnect)", words)
    where = re.search(
        r"\bin:\s*(header|query|cookie)|(?<=apiKey)in:\s*(header|query|cookie)", words
    )
    scheme = re.search(r"scheme:\s*(bearer|basic)", words, re.I)
    name = re.search(r"name:\s*([\w-]+?)\s*(?=type:|$)", words) or re.search(
        r"name:\s*([\w-]+)", words
    )
    if scheme and kind and kind[1] == "http":
        make = bearer if scheme[1].lower() == "bearer" else basic
        operation.schemes.append(make(line, RULE))
    elif kind and kind[1] == "apiKey" and where and name:
        operation.schemes.append(api_key(name[1], where[1] or where[2], line, RULE))


def _marks(text: str) -> int:
    return sum(
        (
            2 * ("docusaurus" in text.lower()),
            3 * bool(re.search(r"openapi-(tabs|schema|markdown|explorer)__", text)),
            bool(re.search(r"^Skip to main content$|\[Skip to main content\]", text, re.M)),
            2 * bool(re.search(r"^(-\s+)?Example \(auto\)$", text, re.M)),
            bool(re.search(r"^(#+ )?(path|query|header) parameters$", text, re.M | re.I)),
            2 * bool(re.search(r"https?://\S+/:\w+", text)),
            bool(re.search(r"^send api request$", text, re.M | re.I)),
            bool(re.search(r"^(\*\*)?schema(\*\*)?$", text, re.M | re.I)),
        )
    )


SYSTEM = System(name="docusaurus", marks=_marks, read=read)
