"""RapiDoc: a table or a tree of fields for each body; format and enum take the type's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.drafts.draft import Content, Declined, Operation, Scheme, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import (
    array_of,
    nest_by_depth,
    nest_flat,
    put,
    read_entries,
)
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
)
from stubwright.transcribe.reading.samples import find_samples, infer
from stubwright.transcribe.reading.type_words import shape_of
from stubwright.transcribe.systems.rapidoc_fields import (
    levels,
    row,
    tree_line,
    type_of,
    without_alternatives,
    without_trees,
)
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_RULE = "rapidoc"
_DETAILS = Details(rule=_RULE)
_SECTIONS = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        (
            "parameters",
            r"^(PATH|QUERY-STRING|QUERY STRING|REQUEST HEADERS?|HEADER|COOKIES?)(?: PARAMETERS)?$",
        ),
        ("body", r"^REQUEST BODY\s*(\*)?\s*(\S+/\S+)?$"),
        ("response", r"^RESPONSES?$"),
        ("skip", r"^(RESPONSE HEADERS|CALLBACKS)$"),
        ("server", r"^API Server$"),
    )
)
_LABELS = re.compile(
    r"\s*(?=\b(?:Allowed|Default|Pattern|Constraints|Examples?|Max Items|Min Items): )"
)
_URL = re.compile(r"^(?:SELECTED:\s*)?(https?://[^\s{}]+?)/?(?:\s+-\s+.*)?$")
_WHERE = {"P": "path", "Q": "query", "R": "header", "H": "header", "C": "cookie"}


def read(page: Page) -> list[Operation]:
    """Read a page of RapiDoc."""
    lines = _labels_apart(page.lines)
    operation, begin = _head(lines)
    _server(operation, lines)
    lines = lines[begin:]
    for key, match, first, end in sections(lines, _SECTIONS):
        block = lines[first:end]
        if key == "parameters":
            entries = read_entries(block, row, _DETAILS, _RULE)
            add_parameters(operation, entries, _WHERE[match[1][0]], _RULE)
        elif key == "body":
            operation.body = _body(page, block)
            if match[2]:
                operation.body.media = media(match[2], lines[first - 1], _RULE)
            starred = match[1] or (block and block[0].text == "*")
            if starred:
                where = lines[first - 1] if match[1] else block[0]
                operation.body.required = fact(True, where, _RULE)
        elif key == "response" and not operation.responses:
            _response(operation, page, block)
    _auth(operation, page.lines[: begin or None])
    keep_path_honest(operation)
    return [operation]


def _head(lines: Sequence[Line]) -> tuple[Operation, int]:
    for at, line in enumerate(lines[:-1]):
        glued = re.match(r"^(\w+)\s+(/\S*)$", line.text)
        method, path, where = line.text.lower(), lines[at + 1].text, lines[at + 1]
        if glued:
            method, path, where = glued[1].lower(), glued[2], line
        if method in METHODS and re.match(r"^/\S*$", path):
            return Operation(method=fact(method, line, _RULE), path=fact(path, where, _RULE)), at
    raise Declined(
        lines[0].number,
        "no method with a path is on the page",
        "open the operation and copy the whole page",
    )


def _labels_apart(lines: Sequence[Line]) -> list[Line]:
    """Give each label with its value a line of its own."""
    found: list[Line] = []
    for line in lines:
        parts = _LABELS.split(line.text) if _LABELS.match(line.text) and not line.code else []
        found += [replace(line, text=part.strip()) for part in parts if part.strip()] or [line]
    return found


def _server(operation: Operation, lines: Sequence[Line]) -> None:
    """Take the server that is selected, else the first below its heading, else the first alone."""
    places = (
        (at for at, line in enumerate(lines) if line.text.startswith("SELECTED:")),
        (at + 1 for at, line in enumerate(lines) if line.text.lower() == "api server"),
        range(len(lines)),
    )
    for group in places:
        for at in group:
            match = _URL.match(lines[at].text) if at < len(lines) else None
            if match and not lines[at].code:
                operation.servers.append(fact(match[1], lines[at], _RULE))
                return


def _auth(operation: Operation, lines: Sequence[Line]) -> None:
    """Read the scheme above the operations; of several, nothing says which one needs."""
    for at, line in enumerate(lines):
        key = re.match(r"^API Key \(([\w.-]+)\)$", line.text)
        if re.match(r"^HTTP Bearer\b", line.text, re.I):
            operation.schemes.append(bearer(line, _RULE))
        elif re.match(r"^HTTP Basic\b", line.text, re.I):
            operation.schemes.append(basic(line, _RULE))
        elif re.match(r"^OAuth \([\w.-]+\)$", line.text):
            oauth = Scheme(name="oauth2", facts={"type": fact("oauth2", line, _RULE)})
            operation.schemes.append(oauth)
        elif key:
            sent = re.compile(rf"^Send {re.escape(key[1])} in (header|query|cookie)$")
            where = next((m for one in lines[at : at + 8] if (m := sent.match(one.text))), None)
            if where:
                operation.schemes.append(api_key(key[1], where[1], line, _RULE))
    if len(operation.schemes) > 1:
        operation.schemes.clear()


def _response(operation: Operation, page: Page, block: Sequence[Line]) -> None:
    count, first = 0, ""
    while count < len(block) and all(STATUS.match(one) for one in block[count].text.split(" ")):
        for status in block[count].text.split(" "):  # Markdown has the tabs on one line
            found = response(operation, status, block[count], _RULE)
            first = first or str(found.status.value)
        count += 1
    if not first:
        return
    content = _body(page, block[count:])
    if content.media or content.shape:
        operation.responses[first.upper() if first != "default" else first].content = content


def _body(page: Page, block: Sequence[Line]) -> Content:
    content = Content()
    for line in block[:14]:
        content.media = content.media or media(line.text, line, _RULE)
    if content.media and "form" in str(content.media.value):
        content.shape = _form(without_trees(block))
    content.shape = content.shape or _shape(page, block)
    if content.shape is None:
        samples = find_samples([line for line in block if line.code])
        if samples:
            content.shape = infer(samples[0].value, samples[0].lines)
    return content


def _form(block: Sequence[Line]) -> Shape | None:
    """Read the fields of a form, which are rows without the heading of a table."""
    entries = read_entries(block, row, _DETAILS, _RULE)
    if not entries or any(line.text == "Field" for line in block):
        return None
    root = Shape()
    root.facts["type"] = fact("object", entries[0].line, _RULE)
    for entry in entries:
        put(root, entry)
    return root


def _shape(page: Page, block: Sequence[Line]) -> Shape | None:
    table = next((at for at, line in enumerate(block) if line.text == "Field"), None)
    tree = next(
        (at for at, line in enumerate(block) if line.text in ("{", "[{") and not line.code), None
    )
    root = Shape()
    if table is not None:
        rows = [line for line in block[table + 1 :] if line.text not in ("Type", "Description")]
        if page.form == "html":
            rows = without_alternatives(rows)
        entries = read_entries(rows, row, _DETAILS, _RULE)
        alone = type_of(rows[0].text) if rows and not entries else None
        if alone:
            return shape_of(alone, (rows[0].number, rows[0].number), _RULE)
        if page.form == "html":
            nest_by_depth(root, entries)
        else:
            nest_flat(root, entries, None)
    elif tree is not None:
        entries = read_entries(levels(block[tree:]), tree_line, _DETAILS, _RULE)
        nest_by_depth(root, entries)
    else:
        return None
    root.facts.setdefault("type", fact("object", entries[0].line if entries else 1, _RULE))
    head = block[: table if table is not None else tree]
    array = next(
        (line for line in head if re.match(r"^array of object$|^\[\{?$", line.text, re.I)), None
    )
    if not entries:
        return None
    if array is not None or (tree is not None and block[tree].text == "[{"):
        where = array or block[tree or 0]
        return array_of(root, (where.number, where.number), _RULE)
    return root


def _marks(text: str) -> int:
    return sum(
        (
            3 * bool(re.search(r"<rapi-doc|rapidoc", text, re.I)),
            2 * bool(re.search(r"^\s*Multiline description\s*$", text, re.M)),
            bool(re.search(r"^API SERVER$", text, re.M)),
            bool(re.search(r"^\s*SELECTED: ", text, re.M)),
            bool(re.search(r"FILL EXAMPLE|No API key applied", text)),
            2 * bool(re.search(r"^\s*REQUEST BODY", text, re.M)),
            bool(re.search(r"^QUERY-STRING PARAMETERS", text, re.M)),
        )
    )


SYSTEM = System(name="rapidoc", marks=_marks, read=read, split_inline=False)
