"""ReadMe: method in lower case, the whole URL, fields with a format in place of the type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.reading.fields import Entry, array_of, read_entries
from stubwright.transcribe.reading.nesting import nest_flat
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
from stubwright.transcribe.reading.samples import (
    Sample,
    add_sample,
    curl_data,
    find_samples,
    infer,
)
from stubwright.transcribe.reading.type_words import read_type
from stubwright.transcribe.systems.readme_fields import (
    DETAILS,
    RULE,
    begin,
    called,
    sent_credentials,
    without_numbers,
)
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("parameters", r"^(path|query|header|cookie) params?$|^(headers)$"),
        ("unnamed", r"^url expired$"),
        ("body", r"^(body params|form data|raw_body|body)$"),
        ("responses", r"^responses?$"),
        ("auth", r"^(credentials|(shell|curl)(node|ruby|php|python|javascript|go)\w*)$"),
        ("end", r"^(language|request|installation|updated .* ago|did this page help you\??)$"),
    )
)
_ANSWER = re.compile(r"^[1-5]\d\d(\s|$)")


def read(page: Page) -> list[Operation]:
    """Read a page of ReadMe."""
    lines: Sequence[Line] = without_numbers(page.lines)
    operation, first_line = _head(lines)
    lines = lines[first_line:]
    parts = sections(lines, _SECTIONS)
    sent = curl_data(lines)
    answers = next((at for at, line in enumerate(lines) if _status(line)), None)
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "unnamed":
            _unnamed(operation, lines[first : min(end, answers or end)], lines)
        elif key == "parameters":
            where = match[1].lower() if match[1] else "header"
            entries = read_entries(block, begin, DETAILS, RULE)
            add_parameters(operation, entries, where, RULE)
        elif key == "body" and operation.body is None:
            operation.body = _body(block, lines, sent)
        elif key == "responses" and not operation.responses:
            _responses(operation, block)
        elif key == "auth":
            _auth(operation, block)
    if answers is not None and not operation.responses:
        _responses(operation, lines[answers:])
    sent_credentials(operation, lines)
    if not parts and not operation.responses:
        raise Declined(
            operation.method.lines[0],
            "neither parameters nor responses follow the URL",
            "copy the whole page, with its responses open",
        )
    keep_path_honest(operation)
    return [operation]


def _address(lines: Sequence[Line], method: Fact) -> str:
    """Find the address of the page, which by default is derived from method and path."""
    pattern = re.compile(rf"/reference/({method.value}_[a-z0-9-]+)", re.I)
    return next((one[1] for line in lines if (one := pattern.search(line.text))), "")


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
            method = fact(match[1].lower(), line, RULE)
            span = (line.number, where.number)
            return guessed(method, url, span, RULE, _address(lines, method)), at
    sent = called(lines)
    if sent is not None:
        return sent
    raise Declined(
        lines[0].number,
        "no method with a URL is on the page",
        "copy the page from its title on; the method and the URL are below it",
    )


def _status(line: Line) -> bool:
    """Return whether a line is the heading of a response: ``200      OK``."""
    return line.mark == "heading" and bool(_ANSWER.match(line.text))


def _unnamed(operation: Operation, block: Sequence[Line], lines: Sequence[Line]) -> None:
    """Read fields of a crawl without the headings above them; their locations are inferred.

    Fields in the template of the path are path parameters, and the cURL call shows headers. The
    method determines whether the others belong to the query or to the body.
    """
    entries = read_entries(block, begin, DETAILS, RULE)
    text = "\n".join(line.text for line in lines if line.code)
    in_path = set(re.findall(r"\{([^{}]+)\}", str(operation.path.value)))
    sends = operation.method.value in ("post", "put", "patch")
    fields: list[Entry] = []
    for entry in entries:
        header = re.search(rf"--header ['\"]{re.escape(entry.name)}:", text, re.I)
        entry.where = "path" if entry.name in in_path else "header" if header else "query"
        if entry.where == "query" and sends:
            fields.append(entry)
    add_parameters(operation, [one for one in entries if one not in fields], "query", RULE)
    for parameter in operation.parameters:
        parameter.where = replace(parameter.where, status="inferred")
    if fields:
        root = Shape()
        root.facts["type"] = fact("object", fields[0].line, RULE)
        nest_flat(root, fields, None)
        operation.body = Content(shape=root)


def _auth(operation: Operation, block: Sequence[Line]) -> None:
    for line in block[:6]:
        word = line.text.lower()
        if word == "bearer":
            operation.schemes.append(bearer(line, RULE))
            return
        if word == "basic":
            operation.schemes.append(basic(line, RULE))
            return


def _object(block: Sequence[Line], sample: Sample | None) -> Shape | None:
    entries = read_entries(block, begin, DETAILS, RULE)
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
    """Read the values of an enum on one line, in upper case, separated by spaces."""
    if not any(line.text.lower() == "enum" for line in lines[:4]):
        return
    for line in lines[2:]:
        words = line.text.split(" ")
        if len(words) > 1 and all(re.match(r"^[A-Z0-9_]+$", word) for word in words):
            shape.facts["enum"] = Fact(
                value=list(words), lines=(line.number, line.number), rule=RULE
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
            response(operation, status, glued, RULE)
        return
    begins = [
        at
        for at, line in enumerate(block)
        if (STATUS.match(line.text) or _status(line)) and not line.code and not _is_value(block, at)
    ]
    for place, (at, end) in enumerate(spans(begins, len(block))):
        found = response(operation, block[at].text.split(" ")[0], block[at], RULE)
        part = block[at + 1 : end]
        head = next(
            (n for n, line in enumerate(part) if line.text.lower() == "response body"), None
        )
        sample = samples[0] if samples and place == 0 else None
        if head is None:  # a crawl without headings has the type of the body next
            head = next((n - 1 for n, line in enumerate(part[:3]) if _is_type(line)), None)
        if head is None:
            continue
        found.content = Content(shape=_response_shape(part[head + 1 :], sample))


def _is_type(line: Line) -> bool:
    return not line.code and line.text in ("object", "array of objects", "array of strings")


def _is_value(block: Sequence[Line], at: int) -> bool:
    """Return whether a number is a default or an example: a type or its default is above."""
    before = block[at - 1].text if at else ""
    return bool(read_type(before, formats=True)) or before.lower().startswith("defaults to")


def _response_shape(block: Sequence[Line], sample: Sample | None) -> Shape | None:
    kind = read_type(block[0].text, formats=True) if block else None
    shown = sample
    shape = _object(block[1:] if kind else block, shown)
    if kind and kind.items:
        shape = array_of(shape, (block[0].number, block[0].number), RULE)
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
            2 * bool(re.search(r"Make a request to see history", text, re.I)),
            bool(re.search(r"curl --request \w+ \\\n\s+--url", text)),
        )
    )


SYSTEM = System(name="readme", marks=_marks, read=read)
