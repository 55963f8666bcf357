"""RapiDoc: a table or a tree of fields for each body; format and enum take the type's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.drafts.draft import Content, Declined, Operation, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import (
    Start,
    array_of,
    nest_by_depth,
    nest_flat,
    read_entries,
)
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    bearer,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
)
from stubwright.transcribe.reading.samples import find_samples, infer
from stubwright.transcribe.reading.type_words import TypeWords, read_type
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
_WHERE = {"P": "path", "Q": "query", "R": "header", "H": "header", "C": "cookie"}
_ROW = re.compile(r"^(?:[-+]\s+)?(\*\s*)?([A-Za-z_$@][\w$.@\-\[\]]*)\s*(\*)?$")
_TREE = re.compile(r"^(?:[-+]\s+)?(\S+?)\s*(\*)?\s*:\s*(\S.*)?$")
_ONE_OF = re.compile(r"^(?:[-+]\s*)?(ONE|ANY) OF\b.*$")
_MARK = re.compile(r"\s*[\U0001f181\U0001f186]\s*")


def _row(lines: Sequence[Line], at: int) -> Start | None:
    """Read a row of a table: the name, with a star if required, and the type below it."""
    match = _ROW.match(lines[at].text)
    if lines[at].code or match is None or at + 1 >= len(lines):
        return None
    words = read_type(_MARK.sub("", lines[at + 1].text), formats=True)
    if words is None:
        return None
    starred = at if match[1] or match[3] else 0
    return _begun(
        match[2], words, lines, at, at + 2, required=bool(match[1] or match[3]), star=starred
    )


def _begun(
    name: str,
    words: TypeWords,
    lines: Sequence[Line],
    at: int,
    end: int,
    *,
    required: bool,
    star: int,
) -> Start:
    choices = _choices(lines, at, end)
    if choices is not None:
        words = choices
    return Start(name=name, words=words, end=end, required=(star or end - 1) if required else 0)


def _choices(lines: Sequence[Line], at: int, end: int) -> TypeWords | None:
    """Read what stands below ONE OF, up to the next field; only plain types are read."""
    del at
    for begin in range(end, min(end + 3, len(lines))):
        if not _ONE_OF.match(lines[begin].text):
            continue
        found: list[TypeWords] = []
        place = begin + 1
        while place + 1 < len(lines) and re.match(r"^\d{1,2}$", lines[place].text):
            words = read_type(lines[place + 1].text, formats=True)
            if words is None or words.holds_fields:
                return TypeWords()
            found.append(words)
            place += 2
        return TypeWords(choices=tuple(found)) if len(found) > 1 else TypeWords()
    return None


def _tree(lines: Sequence[Line], at: int) -> Start | None:
    """Read a line of a tree: ``name*: type``, or ``name:`` with the type below."""
    match = _TREE.match(lines[at].text)
    end = at + 1
    if match is None and re.match(r"^[\w$.@-]+\s*\*?$", lines[at].text) and end < len(lines):
        joined = re.sub(r"\s+", "", lines[at].text)
        if lines[end].text == ":":
            match, end = _TREE.match(f"{joined}:"), end + 1
    if lines[at].code or match is None or not re.match(r"^[\w$.@\-\[\]]+$", match[1]):
        return None
    text = match[3] or ""
    if not text:
        if end >= len(lines):
            return None
        text, end = lines[end].text, end + 1
    text = _MARK.sub("", text)
    if text in ("{...}", "{"):
        # Closed alternatives look the same: only an open one is certainly an object.
        words: TypeWords | None = TypeWords(type="object") if text == "{" else TypeWords()
    elif text in ("[{...}]", "[{", "["):
        words = TypeWords(type="array", items=TypeWords(type="object") if "{" in text else None)
    else:
        words = read_type(text, formats=True)
    if words is None:
        return None
    return _begun(match[1], words, lines, at, end, required=bool(match[2]), star=at)


def read(page: Page) -> list[Operation]:
    """Read a page of RapiDoc."""
    lines = page.lines
    operation, begin = _head(lines)
    _server(operation, lines)
    lines = lines[begin:]
    for key, match, first, end in sections(lines, _SECTIONS):
        block = lines[first:end]
        if key == "parameters":
            entries = read_entries(block, _row, _DETAILS, _RULE)
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
    _auth(operation, page.lines)
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


def _server(operation: Operation, lines: Sequence[Line]) -> None:
    for line in lines:
        match = re.match(r"^(?:SELECTED:\s*)?(https?://[^\s{}]+?)/?(?:\s+-\s+.*)?$", line.text)
        if match and not line.code:
            operation.servers.append(fact(match[1], line, _RULE))
            return


def _auth(operation: Operation, lines: Sequence[Line]) -> None:
    for line in lines:
        if re.match(r"^HTTP Bearer\b", line.text, re.I):
            operation.schemes.append(bearer(line, _RULE))
            return


def _response(operation: Operation, page: Page, block: Sequence[Line]) -> None:
    count, first = 0, ""
    while count < len(block) and STATUS.match(block[count].text):
        found = response(operation, block[count].text, block[count], _RULE)
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
    content.shape = _shape(page, block)
    if content.shape is None:
        samples = find_samples([line for line in block if line.code])
        if samples:
            content.shape = infer(samples[0].value, samples[0].lines)
    return content


def _shape(page: Page, block: Sequence[Line]) -> Shape | None:
    table = next((at for at, line in enumerate(block) if line.text == "Field"), None)
    tree = next(
        (at for at, line in enumerate(block) if line.text in ("{", "[{") and not line.code), None
    )
    root = Shape()
    if table is not None:
        entries = read_entries(block[table + 1 :], _row, _DETAILS, _RULE)
        if page.form == "html":
            nest_by_depth(root, entries)
        else:
            nest_flat(root, entries, None)
    elif tree is not None:
        entries = read_entries(_levels(block[tree:]), _tree, _DETAILS, _RULE)
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


def _levels(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a tree the depth that its braces show; it ends where they close."""
    depth, found = 0, list[Line]()
    for line in lines:
        text = line.text
        opens = bool(re.search(r"(^|:\s*)(\{|\[\{?)$", text))
        closes = bool(re.match(r"^[}\]]+,?$", text))
        if closes:
            depth -= 1
            if depth <= 0:
                break
            continue
        found.append(replace(line, depth=depth))
        depth += opens
    return found


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
