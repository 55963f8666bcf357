"""RapiDoc: a table or tree of fields per body, with format and enum in place of the type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import (
    array_of,
    put,
    read_entries,
)
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
)
from stubwright.transcribe.reading.samples import find_samples, infer
from stubwright.transcribe.reading.type_words import shape_of
from stubwright.transcribe.systems.rapidoc.auth import read_security
from stubwright.transcribe.systems.rapidoc.fields import (
    levels,
    row,
    tree_line,
    type_of,
    without_trees,
)
from stubwright.transcribe.systems.rapidoc.levels import nest_deep, nest_marked
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_RULE = "rapidoc"
_DETAILS = Details(
    rule=_RULE,
    labels=re.compile(r"^(?:Allowed|Default|Value|Pattern|Constraints|Max Items|Min Items): "),
)
_SECTIONS = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        (
            "parameters",
            r"^(PATH|QUERY-STRING|QUERY STRING|REQUEST HEADERS?|HEADER|COOKIES?)(?: PARAMETERS)?$",
        ),
        ("body", r"^REQUEST BODY\s*(\*)?\s*(\S+/\S+)?(?:\s+\S+/\S+)*$"),
        ("response", r"^RESPONSES?$"),
        ("skip", r"^(CALLBACKS)$"),
        ("server", r"^API Server$"),
    )
)
_LABELS = re.compile(
    r"\s*(?=\b(?:Allowed|Default|Pattern|Constraints|Examples?|Max Items|Min Items): )"
)
_URL = re.compile(r"^(?:SELECTED:\s*)?(https?://[^\s{}]+?)/?(?:\s+-\s+.*)?$")
_SCHEMA = re.compile(r"^(EXAMPLE( SCHEMA)?|SCHEMA|[\w.+-]+/[\w.+-]+)$")
_LIMITS = re.compile(
    r"^(?:(?:Min|Max|More than|Less than)\s+-?[\d.]+(?: chars)?(?=┃|$)|\d+ to \d+ chars$)"
)
_WHERE = {"P": "path", "Q": "query", "R": "header", "H": "header", "C": "cookie"}


def read(page: Page) -> list[Operation]:
    """Read the operations of a page of RapiDoc."""
    lines = _labels_apart(page.lines)
    begins = [at for at in range(len(lines) - 1) if _head(lines, at)]
    if not begins:
        raise Declined(
            lines[0].number,
            "no method with a path is on the page",
            "open the operation and copy the whole page",
        )
    ends = [*begins[1:], len(lines)]
    parts = list(zip(begins, ends, strict=True))
    # Menus and links also name operations, but without sections.
    whole = [one for one in parts if any(sections(lines[slice(*one)], _SECTIONS))]
    found: dict[tuple[object, object], Operation] = {}
    for begin, end in whole or parts[:1]:
        above = lines[: begins[0]]
        operation = _operation(page, [*above, *lines[begin:end]], len(above))
        found.setdefault((operation.method.value, operation.path.value), operation)
    return list(found.values())


def _operation(page: Page, lines: Sequence[Line], begin: int) -> Operation:
    """Read the operation that begins at a line; the lines above apply to the whole page."""
    method, path = _head(lines, begin) or (fact("", lines[begin], _RULE),) * 2
    operation = Operation(method=method, path=path)
    _server(operation, lines)
    read_security(operation, lines, begin)
    lines = lines[begin:]
    for key, match, first, end in sections(lines, _SECTIONS):
        block = lines[first:end]
        if key == "parameters":
            entries = read_entries(block, row, _DETAILS, _RULE)
            add_parameters(operation, entries, _WHERE[match[1][0]], _RULE)
        elif key == "body":
            kind = media(match[2] or "", lines[first - 1], _RULE)
            operation.body = _body(page, block, kind)
            starred = match[1] or (block and block[0].text == "*")
            if starred:
                where = lines[first - 1] if match[1] else block[0]
                operation.body.required = fact(True, where, _RULE)
        elif key == "response" and not operation.responses:
            _response(operation, page, block)
    keep_path_honest(operation)
    return operation


def _head(lines: Sequence[Line], at: int) -> tuple[Fact, Fact] | None:
    """Read the method and the path at the beginning of an operation."""
    line, below = lines[at], lines[at + 1]
    glued = re.match(r"^(\w+)\s+(/\S*)$", line.text)
    method, path = line.text.lower(), below.text
    if glued:
        method, path, below = glued[1].lower(), glued[2], line
    if line.code or method not in METHODS or not re.match(r"^/\S*$", path):
        return None
    return fact(method, line, _RULE), fact(path, below, _RULE)


def _labels_apart(lines: Sequence[Line]) -> list[Line]:
    """Put each label with its value on a line of its own."""
    found: list[Line] = []
    for line in lines:
        text = f"Constraints: {line.text}" if _LIMITS.match(line.text) else line.text
        text = text.replace("∅", '""')  # RapiDoc shows an empty string like this
        parts = _LABELS.split(text) if _LABELS.match(text) and not line.code else []
        found += [replace(line, text=part.strip()) for part in parts if part.strip()] or [line]
    return found


def _server(operation: Operation, lines: Sequence[Line]) -> None:
    """Read the listed servers, else the one below the heading, else the first on its own line."""
    selected = next((at for at, one in enumerate(lines) if one.text.startswith("SELECTED:")), 0)
    below = [at + 1 for at, line in enumerate(lines) if line.text.lower() == "api server"]
    listed = range(below[0], selected) if below and selected > below[0] else ()
    for group in (listed, (selected,), below, range(len(lines))):
        for at in group:
            match = _URL.match(lines[at].text) if at < len(lines) else None
            if match and not lines[at].code:
                operation.servers.append(fact(match[1], lines[at], _RULE))
                if group is not listed:
                    return
        if operation.servers:
            return


def _response(operation: Operation, page: Page, block: Sequence[Line]) -> None:
    block = _without_headers(block)
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


def _without_headers(block: Sequence[Line]) -> Sequence[Line]:
    """Leave out the table of response headers, which is above the schema."""
    at = next((at for at, line in enumerate(block) if line.text == "RESPONSE HEADERS"), len(block))
    rest = range(at, len(block))
    end = next((at for at in rest if _SCHEMA.match(block[at].text)), len(block))
    return [*block[:at], *block[end:]]


def _body(page: Page, block: Sequence[Line], kind: Fact | None = None) -> Content:
    content = Content(media=kind)
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
    """Read the fields of a form, which are rows without a table heading."""
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
        entries = read_entries(rows, row, _DETAILS, _RULE)
        alone = type_of(rows[0].text) if rows and not entries else None
        if alone:
            return shape_of(alone, (rows[0].number, rows[0].number), _RULE)
        nest = nest_deep if page.form == "html" else nest_marked
    elif tree is not None:
        entries = read_entries(levels(block[tree:]), tree_line, _DETAILS, _RULE)
        nest = nest_deep
    else:
        return None
    if not entries:
        return None
    root.facts["type"] = fact("object", entries[0].line, _RULE)
    nest(root, entries)
    head = block[: table if table is not None else tree]
    array = next(
        (line for line in head if re.match(r"^array of object$|^\[\{?$", line.text, re.I)), None
    )
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
