"""docusaurus-openapi-docs: a URL with ``:id`` variables, a request, and all responses in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stubwright.transcribe.details import Details
from stubwright.transcribe.fields import NAME, Entry, Start, inner, nest_by_depth, nest_flat, read_entries
from stubwright.transcribe.operation import (
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
from stubwright.transcribe.samples import Sample, add_sample, find_samples, infer
from stubwright.transcribe.systems.system import System
from stubwright.transcribe.type_words import read_type
from stubwright.types.draft import Content, Declined, Fact, Operation, Shape
from stubwright.types.page import Line, Page

_RULE = "docusaurus"
_DETAILS = Details(rule=_RULE)
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
_FLAGS = re.compile(r"^(?P<type>.*?)(?P<flags>(?:\s*(?:required|nullable|deprecated|read-only|write-only))*)$", re.I)
_FLAG = re.compile(r"^(required|nullable|deprecated|read-only|write-only)$", re.I)
_TABS = frozenset(("schema", "example", "examples", "example (auto)", "response headers"))
_OPENS, _CLOSES = re.compile(r"^Array \[$"), re.compile(r"^\]$")


def _start(lines: Sequence[Line], at: int) -> Start | None:
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or lines[at + 1].code:
        return None
    if not (NAME.match(name) or name == "property name*") or name.lower() in _TABS:
        return None
    match = _FLAGS.match(lines[at + 1].text)
    text = match["type"].strip() if match else ""
    words = read_type(text, formats=True)
    if words is None and re.match(r"^[A-Z]\w+$", text) and not _prose(lines, at):
        words = read_type(text, models=True)
    if words is None or text.lower() in ("required", "array ["):
        return None
    flags = (match["flags"] if match else "").lower()
    end, required = at + 2, at + 1 if "required" in flags else 0
    while end < len(lines) and _FLAG.match(lines[end].text) and not lines[end].code:
        flags += lines[end].text.lower()
        required = end if lines[end].text.lower() == "required" else required
        end += 1
    if "nullable" in flags:
        words = replace(words, nullable=True)
    return Start(name=name, words=words, end=end, required=required, deprecated="deprecated" in flags)


def _prose(lines: Sequence[Line], at: int) -> bool:
    """Say whether a word before a capitalised word is text: the next line must be about a field."""
    after = lines[at + 2].text if at + 2 < len(lines) else ""
    return not re.match(r"^(required|nullable|deprecated|possible values|default value)", after, re.I)


def read(page: Page) -> list[Operation]:
    """Read a page of docusaurus-openapi-docs."""
    lines = page.lines
    operation = _head(lines)
    parts = sections(lines, _SECTIONS)
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "parameters":
            entries = read_entries(block, _start, _DETAILS, _RULE)
            add_parameters(operation, entries, match[1].lower(), _RULE)
        elif key == "body" and not operation.responses:
            operation.body = _body(page, block, match, lines[first - 1])
            for line in lines[max(0, first - 3) : first - 1]:
                operation.body.media = operation.body.media or media(line.text, line, _RULE)
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
            method=fact(match[1].lower(), line, _RULE),
            path=Fact(value=braces(path), lines=number, rule=_RULE),
        )
        if server:
            operation.servers.append(Fact(value=server, lines=number, rule=_RULE, status="inferred"))
            operation.asks.append("server")
        return operation
    raise Declined(
        lines[0].number,
        "no method with a URL is on the page",
        "copy the page from its title on; the method and the URL are below it",
    )


def _server(operation: Operation, lines: Sequence[Line]) -> None:
    """Take the server from the panel that sends requests: it shows the base alone."""
    for at, line in enumerate(lines):
        if line.text.lower() != "base url":
            continue
        for after in lines[at + 1 : at + 4]:
            base = after.text.rstrip("/")
            whole = str(operation.servers[0].value) if operation.servers else ""
            whole += str(operation.path.value)
            if re.match(r"https?://\S+$", base) and whole.startswith(base + "/"):
                operation.path = replace(operation.path, value=whole[len(base) :])
                operation.servers = [fact(base, after, _RULE)]
                operation.asks = []
                return


def _shape(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    """Make the shape of a schema; the members of arrays are between ``Array [`` and ``]``."""
    end = next((at for at, line in enumerate(block) if line.code), len(block))
    block = block[:end]
    begins = [at for at in range(len(block)) if _start(block, at)]
    if not begins or (len(begins) == 1 and read_type(block[begins[0]].text)):
        return _alone(block)
    root = Shape()
    array = any(_OPENS.match(line.text) for line in block[: begins[0]])
    span = (block[begins[0]].number, block[-1].number)
    if page.form == "html":
        nest_by_depth(root, read_entries(block, _start, _DETAILS, _RULE))
    else:
        shown: object = sample.value if sample else None
        _nest(root, list(block[begins[0] :]), shown)
    root.facts["type"] = Fact(value="object", lines=span, rule="fields are listed")
    if array:
        whole = Shape(items=root)
        whole.facts["type"] = Fact(value="array", lines=span, rule=_RULE)
        return whole
    return root


def _alone(block: Sequence[Line]) -> Shape | None:
    for at, line in enumerate(block):
        after = read_type(block[at + 1].text) if at + 1 < len(block) else None
        words = None if after else read_type(line.text)
        if words and line.text.lower() not in _TABS:
            value = replace(line, text="value")
            entries = read_entries([value, line], _start, _DETAILS, _RULE)
            if entries:
                entries[0].shape.found = None
                return entries[0].shape
    return None


@dataclass(slots=True)
class _Level:
    root: Shape
    lines: list[Line] = field(default_factory=list[Line])
    below: list[tuple[str, _Level]] = field(default_factory=lambda: [])


def _nest(root: Shape, lines: list[Line], shown: object) -> None:
    stack = [_Level(root)]
    last = ""
    for at, line in enumerate(lines):
        if _OPENS.match(line.text) and last:
            level = _Level(Shape())
            stack[-1].below.append((last, level))
            stack.append(level)
        elif _CLOSES.match(line.text):
            if len(stack) > 1:
                stack.pop()
        else:
            begun = _start(lines, at)
            last = begun.name if begun else last
            stack[-1].lines.append(line)
    _settle(stack[0], shown)


def _settle(level: _Level, shown: object) -> None:
    entries = read_entries(level.lines, _start, _DETAILS, _RULE)
    for one in entries:
        one.holds = one.holds and one.shape.items is None
    nest_flat(level.root, entries, shown)
    by_name: dict[str, Entry] = {entry.name: entry for entry in entries}
    # The members of an array that are shown are between its brackets.
    for name, below in level.below:
        entry = by_name.get(name)
        if entry is None:
            continue
        below.root = inner(entry.shape)
        member: object = None
        if isinstance(shown, list):
            shown = next((one for one in shown if isinstance(one, dict)), None)
        if isinstance(shown, dict):
            member = shown.get(name)
        _settle(below, member)


def _body(page: Page, block: Sequence[Line], match: re.Match[str], line: Line) -> Content:
    content = Content()
    for one in block[:6]:
        content.media = content.media or media(one.text, one, _RULE)
        if one.text.lower() == "required" and content.required is None:
            content.required = fact(True, one, _RULE)
    if match[1]:
        content.required = fact(True, line, _RULE)
    samples = find_samples(block)
    content.shape = _shape(page, block, samples[0] if samples else None)
    return content


def _responses(operation: Operation, page: Page, block: Sequence[Line]) -> None:
    count = 0
    while count < len(block) and STATUS.match(block[count].text):
        response(operation, block[count].text, block[count], _RULE)
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
        content = Content(media=media(part[0].text, part[0], _RULE))
        samples = find_samples(part)
        content.shape = _shape(page, part[1:], samples[0] if samples else None)
        if samples and content.shape is None:
            content.shape = infer(samples[0].value, samples[0].lines)
        elif samples and content.shape is not None:
            add_sample(content.shape, samples[0].value, samples[0].lines)
        statuses[at].content = content


def _bodies(block: Sequence[Line]) -> tuple[list[Line], list[tuple[int, list[Line]]]]:
    """Split responses at media types: descriptions, and bodies with the number of theirs."""
    words: list[Line] = []
    bodies: list[tuple[int, list[Line]]] = []
    inside, after_code = False, False
    for line in block:
        if media(line.text, line, _RULE) and not line.code:
            bodies.append((len(words) - 1, []))
            inside, after_code = True, False
        elif inside and line.code:
            after_code = True
        elif inside and after_code and not line.code:
            inside = False
        if inside:
            bodies[-1][1].append(line)
        elif not line.code and line.text.lower() not in _TABS:
            words.append(line)
    return words, bodies


def _auth(operation: Operation, words: str, line: Line) -> None:
    kind = re.search(r"type:\s*(apiKey|http|oauth2|openIdConnect)", words)
    where = re.search(r"\bin:\s*(header|query|cookie)|(?<=apiKey)in:\s*(header|query|cookie)", words)
    scheme = re.search(r"scheme:\s*(bearer|basic)", words, re.I)
    name = re.search(r"name:\s*([\w-]+?)\s*(?=type:|$)", words) or re.search(r"name:\s*([\w-]+)", words)
    if scheme and kind and kind[1] == "http":
        make = bearer if scheme[1].lower() == "bearer" else basic
        operation.schemes.append(make(line, _RULE))
    elif kind and kind[1] == "apiKey" and where and name:
        operation.schemes.append(api_key(name[1], where[1] or where[2], line, _RULE))


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
