"""Plain Markdown references: a method with a path, tables or lists of fields, JSON in fences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.pages.markdown_lines import clean
from stubwright.transcribe.reading.fields import NAME, Entry
from stubwright.transcribe.reading.nesting import nest_by_depth
from stubwright.transcribe.reading.operation import (
    METHODS,
    add_parameters,
    braces,
    fact,
    guessed,
    keep_path_honest,
    response,
    spans,
)
from stubwright.transcribe.reading.samples import find_samples, infer
from stubwright.transcribe.reading.type_words import TypeWords, read_type, shape_of
from stubwright.transcribe.systems.readme_fields import sent_credentials
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_RULE = "markdown"
_CALL = re.compile(
    r"^(?P<before>[^`|]{0,80}?[\s—:-])?(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+"
    r"(?P<url>https?://\S+|/\S*)(?:\s+HTTP/\d.*)?$"
)
_BASE = re.compile(r"^(?:base url|server|host)\s*:?\s+(https?://\S+)$", re.I)
_STATUS = re.compile(
    r"^(?:(?:response|status(?: code)?|returns)\s*:?\s*)?\(?([1-5]\d\d)\)?(?:\s*[-—:.]?\s+\D.*)?$",
    re.I,
)
_WHERE = (
    ("path", re.compile(r"\b(path|url|uri)\b", re.I)),
    ("query", re.compile(r"\bquery\b", re.I)),
    ("header", re.compile(r"\bheaders?\b", re.I)),
    ("cookie", re.compile(r"\bcookies?\b", re.I)),
    ("response", re.compile(r"\b(responses?|returns|result)\b", re.I)),
    ("body", re.compile(r"\b(body|payload|form|request)\b", re.I)),
    ("any", re.compile(r"\b(parameters?|arguments?|params|attributes|fields)\b", re.I)),
)
_COLUMNS = {
    "name": re.compile(
        r"^(name|parameter|param|field|property|key|attribute|header|argument)s?$", re.I
    ),
    "type": re.compile(r"^(type|data ?type|format)$", re.I),
    "required": re.compile(r"^(required|mandatory|required\?)$", re.I),
    "optional": re.compile(r"^optional\??$", re.I),
    "default": re.compile(r"^defaults?(?: value)?$", re.I),
    "in": re.compile(r"^(in|location|where)$", re.I),
}
_YES = re.compile(r"^(yes|true|required|y|✓|✔|✅|x)\b", re.I)
_ITEM = re.compile(
    r"^(?P<indent>\s*)(?:[-*+]\s+)?(?:\*\*|`)+(?P<name>[^`*\s]{1,100})(?:\*\*|`)+\s*"
    r"[:—–-]?\s*\(?_?(?P<words>[A-Za-z][^():]*?)_?(?:\)|:|$|\s[—–-]\s)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A field of a table's row or of a list's item, and the location that its row names."""

    entry: Entry
    where: str


def read(page: Page) -> list[Operation]:
    """Read a plain Markdown page: each method with a path begins an operation."""
    raw = page.text.split("\n")
    calls = [(at, call) for at, line in enumerate(page.lines) if (call := _call(line, raw))]
    if not calls or page.form == "html":
        raise Declined(
            page.lines[0].number,
            "no line has a method and a path",
            "write each operation's method and path on a line of its own, such as `GET /pets/{petId}`",
        )
    base = next(((m[1], line) for line in page.lines if (m := _BASE.match(line.text))), None)
    found: list[Operation] = []
    for (at, call), (_, end) in zip(
        calls, spans([at for at, _ in calls], len(page.lines)), strict=True
    ):
        operation = _operation(call, page.lines[at], base)
        if any(
            one.method.value == operation.method.value and one.path.value == operation.path.value
            for one in found
        ):
            continue
        block = page.lines[at + 1 : end]
        last = page.lines[end].number - 1 if end < len(page.lines) else len(raw)
        _fill(operation, block, raw, (page.lines[at].number, last))
        sent_credentials(operation, block)
        keep_path_honest(operation)
        found.append(operation)
    return found


def _call(line: Line, raw: Sequence[str]) -> re.Match[str] | None:
    """Match a method with a path that is alone on its line, or ends a heading."""
    match = _CALL.match(line.text.strip())
    if match is None or match["method"].lower() not in METHODS:
        return None
    in_table = raw[line.number - 1].lstrip().startswith("|")
    return None if in_table or (match["before"] and line.mark != "heading") else match


def _operation(call: re.Match[str], line: Line, base: tuple[str, Line] | None) -> Operation:
    method = fact(call["method"].lower(), line, _RULE)
    url = call["url"].rstrip("`.,").partition("?")[0]
    if url.startswith("http"):
        return guessed(method, braces(url), (line.number, line.number), _RULE)
    operation = Operation(method=method, path=fact(braces(url), line, _RULE))
    if base is not None:
        operation.servers.append(fact(base[0].rstrip("/`"), base[1], _RULE))
    return operation


def _fill(
    operation: Operation, block: Sequence[Line], raw: list[str], span: tuple[int, int]
) -> None:
    """Read the parts of an operation, each below its heading."""
    heads = [line for line in block if _is_head(line)]
    numbers = [span[0], *(line.number for line in heads)]
    titles = ["", *(line.text for line in heads)]
    status = ""
    for title, first, after in zip(titles, numbers, [*numbers[1:], span[1] + 1], strict=True):
        kind = next(
            (name for name, pattern in _WHERE if pattern.search(title)), "any" if not title else ""
        )
        said = _STATUS.match(title)
        lines = [line for line in block if first < line.number < after]
        if said:
            head = next(line for line in heads if line.number == first)
            status = str(response(operation, said[1], head, _RULE).status.value)
            kind = "response"
        fields = list(_fields(raw, first, after - 1))
        if kind == "response":
            status = _answer(operation, fields, lines, status)
        elif kind:
            _given(operation, fields, kind, lines)


def _is_head(line: Line) -> bool:
    bold = line.text.endswith(":") and len(line.text) < 60
    return not line.code and (line.mark == "heading" or bold or bool(_STATUS.match(line.text)))


def _given(
    operation: Operation, fields: Sequence[_Field], kind: str, lines: Sequence[Line]
) -> None:
    """Add what a call is given: parameters, or the members of its body."""
    variables = set(re.findall(r"\{([^{}]+)\}", str(operation.path.value)))
    sends = operation.method.value in ("post", "put", "patch")
    members: list[Entry] = []
    for one in fields:
        where, guess = one.where or kind, not one.where and kind == "any"
        if where == "any":
            where = "path" if one.entry.name in variables else "body" if sends else "query"
        if where == "body":
            members.append(one.entry)
            continue
        count = len(operation.parameters)
        add_parameters(operation, [one.entry], where, _RULE)
        for parameter in operation.parameters[count:]:
            if guess:
                parameter.where = replace(parameter.where, status="inferred")
    samples = find_samples([line for line in lines if line.code])
    if members and operation.body is None:
        operation.body = Content(shape=_object(members))
    elif kind == "body" and samples and operation.body is None:
        operation.body = Content(shape=infer(samples[0].value, samples[0].lines))


def _answer(
    operation: Operation, fields: Sequence[_Field], lines: Sequence[Line], status: str
) -> str:
    """Add the body of a response; of the statuses of a table or a list only these."""
    for line in lines:
        match = _STATUS.match(line.text)
        if match and not line.code and (line.mark == "row" or line.text == match[1]):
            found = str(response(operation, match[1], line, _RULE).status.value)
            status = status or found
    samples = find_samples([line for line in lines if line.code])
    if not status or operation.responses[status].content is not None:
        return status
    if fields:
        operation.responses[status].content = Content(shape=_object([one.entry for one in fields]))
    elif samples:
        shape = infer(samples[0].value, samples[0].lines)
        operation.responses[status].content = Content(shape=shape)
    return status


def _object(entries: Sequence[Entry]) -> Shape:
    root = Shape()
    lines = (entries[0].line, entries[-1].line)
    root.facts["type"] = Fact(value="object", lines=lines, rule="fields are listed")
    nest_by_depth(root, entries)
    return root


def _fields(raw: list[str], first: int, last: int) -> Iterator[_Field]:
    """Yield the fields of tables and lists between two lines, whose numbers are from 1."""
    columns: dict[str, int] = {}
    for number in range(first, min(last, len(raw)) + 1):
        text = raw[number - 1]
        if text.lstrip().startswith("|"):
            cells = [clean(one).strip() for one in re.split(r"(?<!\\)\|", text.strip().strip("|"))]
            head = _columns(cells)
            if head:
                columns = head
            elif (
                columns
                and not re.match(r"^[\s|:-]+$", text)
                and (one := _row(cells, columns, number))
            ):
                yield one
            continue
        columns = {}
        match = _ITEM.match(text)
        if match and (one := _item(match, number)):
            yield one


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found = {
        name: at
        for name, pattern in _COLUMNS.items()
        for at, cell in enumerate(cells)
        if pattern.match(cell)
    }
    return found if "name" in found and "type" in found else {}


def _row(cells: Sequence[str], columns: dict[str, int], number: int) -> _Field | None:
    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    name, star, _ = cell("name").partition("*")
    words = _words(cell("type"))
    if words is None or not NAME.match(name.strip()):
        return None
    required = bool(
        star or _YES.match(cell("required")) or re.match(r"^(no|false)\b", cell("optional"), re.I)
    )
    required = required or "required" in cell("type").lower().split()
    where = cell("in").lower()
    entry = _entry(name.strip(), words, number, required=required)
    return _Field(
        entry=entry, where=where if where in ("path", "query", "header", "cookie", "body") else ""
    )


def _item(match: re.Match[str], number: int) -> _Field | None:
    parts = [one.strip() for one in match["words"].split(",")]
    words = _words(parts[0])
    if words is None or not NAME.match(match["name"]):
        return None
    required = any(one.lower() == "required" for one in parts[1:])
    depth = len(match["indent"])
    return _Field(
        entry=_entry(match["name"], words, number, required=required, depth=depth), where=""
    )


def _words(text: str) -> TypeWords | None:
    return read_type(
        re.sub(r"\s*[(,]?\s*(required|optional)\)?$", "", text, flags=re.I), formats=True
    )


def _entry(name: str, words: TypeWords, number: int, *, required: bool, depth: int = 0) -> Entry:
    shape = shape_of(words, (number, number), _RULE)
    shape.found = fact(name, number, _RULE)
    if required:
        shape.required = fact(True, number, _RULE)
    return Entry(name=name, shape=shape, depth=depth, line=number, holds=words.holds_fields)


def _marks(text: str) -> int:
    return 2 * bool(
        re.search(
            r"^(#+ .*?|\*\*|`)?`?(GET|POST|PUT|PATCH|DELETE)`?(\*\*)?\s+`?(https?://|/)\S",
            text,
            re.M,
        )
        and re.search(r"^(#+ |\|.*\|$|```)", text, re.M)
    )


SYSTEM = System(name="markdown", marks=_marks, read=read)
