"""Plain Markdown references: a method with a path, tables or lists of fields, fenced JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.reading.fields import Entry
from stubwright.transcribe.reading.nesting import nest_by_depth, nest_dotted
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
from stubwright.transcribe.systems.markdown_fields import RULE, Field, fields_of
from stubwright.transcribe.systems.readme_fields import sent_credentials
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_CALL = re.compile(
    r"^(?P<before>[^`|]{0,80}?[\s—:-])?(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+"
    r"(?P<url>https?://\S+|/\S*)(?:\s+HTTP/\d.*)?$"
)
_LABEL = re.compile(r"^(endpoint|request|http request|url|route|call|method)\s*:?\s*$", re.I)
_BASE = re.compile(r"^(?:base url|server|host)\s*:?\s+(https?://\S+)$", re.I)
_STATUS = re.compile(
    r"^(?:(?:response|status(?: code)?|returns)\s*:?\s*)?\(?([1-5]\d\d)\)?:?(?:\s*[-—:.]?\s+\D.*)?$",
    re.I,
)
_LONGEST_LABEL = 60
_PLACE = re.compile(r"<([A-Za-z_][\w-]*)>")
_WHERE = (
    ("path", re.compile(r"\b(path|url|uri)\b", re.I)),
    ("query", re.compile(r"\bquery\b", re.I)),
    ("header", re.compile(r"\bheaders?\b", re.I)),
    ("cookie", re.compile(r"\bcookies?\b", re.I)),
    ("response", re.compile(r"\b(responses?|returns|result)\b", re.I)),
    ("body", re.compile(r"\b(body|payload|form|request)\b", re.I)),
    ("any", re.compile(r"\b(parameters?|arguments?|params|attributes|fields)\b", re.I)),
)


def read(page: Page) -> list[Operation]:
    """Read a plain Markdown page; an operation begins at each method with a path."""
    raw = page.text.split("\n")
    calls = [(at, call) for at in range(len(page.lines)) if (call := _call(page.lines, at, raw))]
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


def _call(lines: Sequence[Line], at: int, raw: Sequence[str]) -> re.Match[str] | None:
    """Match a method and a path alone on a line, after a label, or at the end of a heading."""
    line, text = lines[at], lines[at].text.strip()
    after = lines[at + 1] if at + 1 < len(lines) else line
    if text.lower() in METHODS and after is not line and after.number == line.number:
        text = f"{text} {after.text}"  # a bold method begins a line of its own
    match = _CALL.match(text)
    if match is None or match["method"].lower() not in METHODS:
        return None
    in_table = raw[line.number - 1].lstrip().startswith("|")
    before = match["before"] and not _LABEL.match(match["before"])
    return None if in_table or (before and line.mark != "heading") else match


def _operation(call: re.Match[str], line: Line, base: tuple[str, Line] | None) -> Operation:
    method = fact(call["method"].lower(), line, RULE)
    url = _PLACE.sub(r"{\1}", call["url"].rstrip("`.,").partition("?")[0])
    if url.startswith("http"):
        return guessed(method, braces(url), (line.number, line.number), RULE)
    operation = Operation(method=method, path=fact(braces(url), line, RULE))
    if base is not None:
        operation.servers.append(fact(base[0].rstrip("/`"), base[1], RULE))
    return operation


def _fill(
    operation: Operation, block: Sequence[Line], raw: list[str], span: tuple[int, int]
) -> None:
    """Read the parts of an operation, each below its heading."""
    heads = [line for line in block if _is_head(line, raw)]
    numbers = [span[0], *(line.number for line in heads)]
    titles = ["", *(line.text for line in heads)]
    status = ""
    for title, first, after in zip(titles, numbers, [*numbers[1:], span[1] + 1], strict=True):
        kind = next(
            (name for name, pattern in _WHERE if pattern.search(title)), "any" if not title else ""
        )
        status_line = _STATUS.match(title)
        lines = [line for line in block if first < line.number < after]
        if status_line:
            head = next(line for line in heads if line.number == first)
            status = str(response(operation, status_line[1], head, RULE).status.value)
            kind = "response"
        fields = list(fields_of(raw, first, after - 1, kind))
        if kind == "response":
            status = _answer(operation, fields, lines, status)
        elif kind:
            _given(operation, fields, kind, lines)


def _is_head(line: Line, raw: Sequence[str]) -> bool:
    """Return whether a line is a heading: in Markdown, in bold, a label, or a status."""
    label = line.text.endswith(":") and len(line.text) < _LONGEST_LABEL
    bold = bool(re.match(r"^\*\*[^*]{1,60}\*\*:?$", raw[line.number - 1].strip()))
    return not line.code and (
        line.mark == "heading" or label or bold or bool(_STATUS.match(line.text))
    )


def _given(operation: Operation, fields: Sequence[Field], kind: str, lines: Sequence[Line]) -> None:
    """Add the input of a call: parameters, or the members of its body."""
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
        add_parameters(operation, [one.entry], where, RULE)
        for parameter in operation.parameters[count:]:
            shape, number = parameter.shape, one.entry.line
            if where == "path" and not (shape.facts or shape.choices):
                shape.facts["type"] = replace(
                    fact("string", number, "path parameter"), status="inferred"
                )
            if guess:
                parameter.where = replace(parameter.where, status="inferred")
    samples = find_samples([line for line in lines if line.code])
    if members and operation.body is None:
        operation.body = Content(shape=_object(members))
    elif kind == "body" and samples and operation.body is None:
        operation.body = Content(shape=infer(samples[0].value, samples[0].lines))


def _answer(
    operation: Operation, fields: Sequence[Field], lines: Sequence[Line], status: str
) -> str:
    """Add the body of a response; with a table or list of statuses, add only these."""
    for line in lines:
        match = _STATUS.match(line.text)
        if match and not line.code and (line.mark == "row" or line.text == match[1]):
            found = str(response(operation, match[1], line, RULE).status.value)
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
    names = {entry.name for entry in entries}
    if any(entry.name.rpartition(".")[0].removesuffix("[]") in names for entry in entries):
        nest_dotted(root, entries)
    else:
        nest_by_depth(root, entries)
    return root


def _marks(text: str) -> int:
    return 2 * bool(
        re.search(
            r"^(#+ .*?|\*\*|`|[A-Za-z ]{3,15}:\s*)?`?(GET|POST|PUT|PATCH|DELETE)`?(\*\*)?\s+`?(https?://|/)\S",
            text,
            re.M,
        )
        and re.search(r"^(#+ |\|.*\|$|```)", text, re.M)
    )


SYSTEM = System(name="markdown", marks=_marks, read=read)
