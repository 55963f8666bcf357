"""Swagger UI: parameters in a table, an example or the model's tree for each body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Content, Declined, Fact, Operation, Shape
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Entry, Start, put, read_entries
from stubwright.transcribe.reading.operation import (
    METHODS,
    STATUS,
    add_parameters,
    fact,
    keep_path_honest,
    media,
    response,
    spans,
)
from stubwright.transcribe.reading.samples import find_samples, first_sample, infer
from stubwright.transcribe.reading.type_words import read_type
from stubwright.transcribe.systems.swagger.model import read_model
from stubwright.transcribe.systems.swagger.schema import is_schema, read_schema
from stubwright.transcribe.systems.swagger.servers import servers_of
from stubwright.transcribe.systems.swagger.titles import Titles, titles_of
from stubwright.transcribe.systems.system import System
from stubwright.types.page import Line, Page

_RULE = "swagger-ui"
_DETAILS = Details(rule=_RULE)
_KINDS = re.compile(
    r"^((?:application|text|image|audio|video|multipart)/[\w.+-]+?)"
    r"(?=application/|text/|image/|multipart/|$)"
)
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_IN = re.compile(r"^\((path|query|header|cookie|body|formData)\)$")
_TITLES = re.compile(
    r"^(parameters|request body|responses|schemas|models|callbacks|code details)$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page, and the titles of objects that it shows."""

    page: Page
    titles: Titles


def _start(lines: Sequence[Line], at: int) -> Start | None:
    """Read the three lines of a parameter: its name with a star if required, type and location."""
    match = re.match(r"^(.+?)\s*(\*)?(?:\s*required)?$", lines[at].text)
    if lines[at].code or not match or at + 2 >= len(lines) or not NAME.match(match[1]):
        return None
    end, star = at + 1, match[2]
    if lines[end].text == "*" or lines[end].text.lower() in ("* required", "required"):
        star, end = "*", end + 1
    words = read_type(lines[end].text) if end < len(lines) else None
    deprecated = end + 1 < len(lines) and lines[end + 1].text.lower() == "deprecated"
    end += deprecated
    where = _IN.match(lines[end + 1].text) if end + 1 < len(lines) else None
    if words is None or where is None:
        return None
    return Start(
        name=match[1],
        words=words,
        end=end + 2,
        required=at if star else 0,
        where=where[1],
        deprecated=deprecated,
    )


def _form_start(lines: Sequence[Line], at: int) -> Start | None:
    """Read a field of a form: its name with a star if required, and its type."""
    match = re.match(r"^(.+?)\s*(\*)?$", lines[at].text)
    if lines[at].code or not match or at + 1 >= len(lines) or not NAME.match(match[1]):
        return None
    words = read_type(lines[at + 1].text)
    if words is None or (read_type(match[1]) is not None and match[1] != "file"):
        return None
    return Start(name=match[1], words=words, end=at + 2, required=at if match[2] else 0)


def read(page: Page) -> list[Operation]:
    """Read a page of Swagger UI: each expanded operation."""
    lines, source = page.lines, Source(page=page, titles=titles_of(page.lines))
    heads = [at for at in range(len(lines)) if _is_head(lines, at)]
    opened = [
        (at, end)
        for at, end in spans(heads, len(lines))
        if any(
            re.match(r"^(parameters|responses)$", line.text, re.I) for line in lines[at + 2 : end]
        )
    ]
    if not opened:
        raise Declined(
            lines[heads[0]].number if heads else lines[0].number,
            "no operation is open",
            "open the operation in Swagger UI before you save or copy the page",
        )
    servers = servers_of(lines[: opened[0][0]])
    found: list[Operation] = []
    for at, end in opened:
        operation = Operation(
            method=fact(lines[at].text.lower(), lines[at], _RULE),
            path=fact(lines[at + 1].text, lines[at + 1], _RULE),
        )
        operation.servers = [fact(url, line, _RULE) for url, line in servers]
        _fill(operation, source, lines[at + 2 : end])
        keep_path_honest(operation)
        found.append(operation)
    return found


def _is_head(lines: Sequence[Line], at: int) -> bool:
    return (
        lines[at].text.lower() in METHODS
        and at + 1 < len(lines)
        and bool(re.match(r"^/\S*$", lines[at + 1].text))
        and not lines[at].code
    )


def _fill(operation: Operation, source: Source, lines: Sequence[Line]) -> None:
    parts = [
        (line.text.lower(), at)
        for at, line in enumerate(lines)
        if _TITLES.match(line.text) and not line.code
    ]
    for (title, at), (_, end) in zip(
        parts, spans([at for _, at in parts], len(lines)), strict=True
    ):
        block = lines[at + 1 : end]
        if title == "parameters":
            block = [line for line in block if line.text != "--"]
            entries = read_entries(block, _start, _DETAILS, _RULE)
            add_parameters(operation, entries, "", _RULE)
            operation.body = _sent(source, block, entries)
        elif title == "request body":
            operation.body = _body(source, block)
            required_lines = [line for line in lines[at : at + 2] if _says_required(line)]
            operation.body.required = (
                fact(True, required_lines[0], _RULE) if required_lines else None
            )
        elif title == "responses" and not operation.responses:
            _responses(operation, source, block)
        elif title in ("schemas", "models"):
            break


def _says_required(line: Line) -> bool:
    """Return whether a line, or the markup of a title, says that a body is required."""
    return line.part == "required" or line.text.lower() == "required"


def _sent(source: Source, block: Sequence[Line], entries: Sequence[Entry]) -> Content | None:
    """Read the body of OpenAPI 2: a parameter in the body, or the fields of a form."""
    begins = [(at, one) for at in range(len(block)) if (one := _start(block, at))]
    for (at, begun), entry in zip(begins, entries, strict=True):
        if begun.where == "body":
            after = next((other for other, _ in begins if other > at), len(block))
            return _body_parameter(source, block[begun.end : after], entry)
    root = Shape()
    for entry in entries:
        if entry.where == "formData":
            put(root, entry)
    if not root.properties:
        return None
    found = _content_type(block, "parameter")
    return Content(media=found or _form_media(root), shape=root)


def _body_parameter(source: Source, part: Sequence[Line], entry: Entry) -> Content:
    content = _body(source, part)
    content.media = content.media or _content_type(part, "parameter")
    content.required = entry.shape.required
    content.shape = content.shape or entry.shape
    content.shape.found = content.shape.required = None
    content.shape.facts.update(entry.shape.facts)
    return content


def _form_media(form: Shape) -> Fact:
    """Infer the media type of a form, which is multipart for files."""
    files = [one for one in form.properties.values() if one.facts["type"].value == "string"]
    parts = any("format" in one.facts and one.facts["format"].value == "binary" for one in files)
    return replace(
        form.facts["type"],
        value="multipart/form-data" if parts else "application/x-www-form-urlencoded",
        rule="fields of a form",
        status="inferred",
    )


def _content_type(block: Sequence[Line], of: str) -> Fact | None:
    """Read the media type that is selected for all bodies of OpenAPI 2."""
    for at, line in enumerate(block[:-1]):
        if line.text.lower() == f"{of} content type":
            kinds = _KINDS.match(block[at + 1].text)
            return media(kinds[1], block[at + 1], _RULE) if kinds else None
    return None


def _responses(operation: Operation, source: Source, block: Sequence[Line]) -> None:
    chosen = _content_type(block, "response")
    begins = [
        at
        for at, line in enumerate(block)
        if STATUS.match(line.text)
        and not line.code
        and line.depth <= _least(block)
        and not (at and block[at - 1].text.lower() == "examples")  # the selected example
    ]
    for at, end in spans(begins, len(block)):
        found = response(operation, block[at].text, block[at], _RULE)
        content = _body(source, block[at + 1 : end])
        if content.media or content.shape:
            content.media = content.media or chosen
            found.content = content


def _least(block: Sequence[Line]) -> int:
    return min(
        (line.depth for line in block if STATUS.match(line.text) and not line.code), default=0
    )


def _body(source: Source, block: Sequence[Line]) -> Content:
    content = Content()
    begins = next((at for at, line in enumerate(block) if line.text in ("Schema", "Model")), None)
    for line in block[: begins if begins is not None else 8]:
        glued = _KINDS.match(line.text)
        content.media = content.media or (media(glued[1], line, _RULE) if glued else None)
    if begins is None:
        if content.media and content.media.value in _FORMS:
            root = Shape()
            for entry in read_entries(block, _form_start, _DETAILS, _RULE):
                put(root, entry)
            content.shape = root if root.properties else None
        return content
    rest = block[begins + 1 :]
    sample = first_sample(rest)
    if sample is None and rest and rest[0].code:
        sample = next(iter(find_samples(rest)), None)
    if sample is not None:
        content.shape = infer(sample.value, sample.lines)
    elif is_schema(rest):
        content.shape = read_schema(source.page, rest)
    else:
        content.shape = read_model(source.page, rest, source.titles)
    return content


def _marks(text: str) -> int:
    return sum(
        (
            3 * bool(re.search(r"swagger-ui|opblock", text)),
            2 * bool(re.search(r"^-?\s*Example Value$", text, re.M)),
            bool(re.search(r"^Try it out$", text, re.M)),
            2 * bool(re.search(r"\(\$?(query|path|header)\)", text)),
            bool(re.search(r"No links", text)),
            bool(re.search(r"^\|? ?Code( \|)?\s+Description", text, re.M)),
            bool(re.search(r"^OAS 3|^\[ Base URL", text, re.M)),
        )
    )


SYSTEM = System(name="swagger-ui", marks=_marks, read=read, split_inline=False)
