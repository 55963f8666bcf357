"""Scalar: fields as a name and the word Type, responses in a list, then the client's samples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stubwright.transcribe.details import Details
from stubwright.transcribe.fields import (
    NAME,
    Entry,
    Start,
    array_of,
    inner,
    nest_by_depth,
    nest_flat,
    put,
    read_entries,
)
from stubwright.transcribe.operation import (
    STATUS,
    add_parameters,
    api_key,
    fact,
    keep_path_honest,
    media,
    response,
    sections,
)
from stubwright.transcribe.samples import Sample, add_sample, curl_data, find_samples, infer
from stubwright.transcribe.systems.system import System
from stubwright.transcribe.type_words import TypeWords, read_type
from stubwright.types.draft import Content, Declined, Fact, Operation, Shape
from stubwright.types.page import Line, Page

_RULE = "scalar"
_SECTIONS = tuple(
    (key, re.compile(pattern, re.I))
    for key, pattern in (
        ("parameters", r"^(path|query|header|cookie) parameters$|^(headers|cookies)$"),
        ("body", r"^body(?:\s*·.*)?\s*(required)?\s*(\w+/[\w.+-]+)?$"),
        ("responses", r"^responses$"),
        ("end", r"^(request example for.*|models|callbacks|webhooks|share your api reference)$"),
    )
)
_COPY = re.compile(r"\s*copy link to .*$", re.I)
_NOISE = re.compile(r"^(copy link.*|show (child attributes|schema|additional properties).*|hide .*)$", re.I)
_COUNT = re.compile(r"^properties: (\d+)$", re.I)
_FLAGS = ("required", "enum", "nullable", "deprecated", "read-only", "write-only", "const")
_FORMAT = re.compile(r"^format:\s*(.*)$", re.I)
_DETAILS = Details(rule=_RULE, one_per_line=True, ends=lambda text: bool(_NOISE.match(text) or _COUNT.match(text)))


def _words(text: str) -> tuple[TypeWords | None, str]:
    """Read the words behind ``Type:``; flags may be glued to them."""
    text = _COPY.sub("", text).strip()
    flags = ""
    while True:
        words = read_type(text, models=True)
        known = words is not None and (words.type or words.title == "" or not _glued(text))
        if known:
            return words, flags
        cut = _glued(text)
        if not cut:
            return words, flags
        flags += cut
        text = text[: -len(cut)].strip()


def _glued(text: str) -> str:
    return next((flag for flag in _FLAGS if text.lower().endswith(flag) and len(text) > len(flag)), "")


def _start(lines: Sequence[Line], at: int) -> Start | None:
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or not NAME.match(name) or _NOISE.match(name):
        return None
    typed = re.match(r"^type:\s*(.*)$", lines[at + 1].text, re.I)
    if typed is None:
        return None
    end = at + 2
    text = typed[1]
    if not text and end < len(lines):
        text, end = lines[end].text, end + 1
    if re.match(r"^(array of|·)$", text, re.I) and end < len(lines):
        text, end = f"{text} {lines[end].text}", end + 1
    words, flags = _words(text)
    if words is None:
        words = TypeWords()
    required = at + 1 if "required" in flags else 0
    while end < len(lines):
        flag = lines[end].text.lower()
        formatted = _FORMAT.match(lines[end].text)
        if formatted:
            value = formatted[1]
            if not value and end + 1 < len(lines):
                end += 1
                value = lines[end].text
            if not words.items and not words.title:
                words = replace(words, format=_COPY.sub("", value))
        elif flag in _FLAGS:
            required = end if flag == "required" else required
            flags += flag
        elif flag.startswith("·") and words.title == "":
            words = replace(words, title=lines[end].text.lstrip("· "))
        elif not _NOISE.match(lines[end].text):
            break
        end += 1
    if "nullable" in flags:
        words = replace(words, nullable=True)
    if "enum" in flags and words.title and not words.type:
        words = replace(words, title="")
    return Start(name=name, words=words, end=end, required=required, deprecated="deprecated" in flags)


def read(page: Page) -> list[Operation]:
    """Read a page of Scalar."""
    lines = page.lines
    parts = sections(lines, _SECTIONS)
    if not any(key in ("parameters", "body", "responses") for key, *_ in parts):
        raise Declined(
            lines[0].number,
            "neither parameters nor responses are on the page",
            "open the operation and copy the whole page",
        )
    while parts[0][0] == "end":  # the menu names the models too
        del parts[0]
    operation = _head(lines, parts[0][2])
    sent, shown = curl_data(lines), _response_sample(lines)
    for key, match, first, end in parts:
        block = lines[first:end]
        if key == "end":
            break
        if key == "parameters":
            where = (match[1] or match[2]).lower().rstrip("s")
            add_parameters(operation, read_entries(block, _start, _DETAILS, _RULE), where, _RULE)
        elif key == "body":
            operation.body = _body(page, block, match, lines[first - 1], sent)
        elif key == "responses":
            _responses(operation, page, block, shown)
    _auth(operation, lines)
    keep_path_honest(operation)
    return [operation]


def _head(lines: Sequence[Line], before: int) -> Operation:
    """Find method and path above the first section, nearest first; else in the samples below."""
    for at in [*range(before, -1, -1), *range(before, len(lines))]:
        if at >= len(lines) or lines[at].code:
            continue
        glued = re.match(r"^\(?(get|put|post|delete|options|head|patch|trace)\s*(/[^\s()]*)\)?$", lines[at].text, re.I)
        if glued:
            return _with_server(
                Operation(
                    method=fact(glued[1].lower(), lines[at], _RULE), path=fact(glued[2], lines[at], _RULE)
                ),
                lines,
            )
        follows = lines[at + 1].text if at + 1 < len(lines) else ""
        if re.match(r"^(get|put|post|delete|options|head|patch|trace)$", lines[at].text, re.I) and re.match(
            r"^/\S*$", follows
        ):
            method = fact(lines[at].text.lower(), lines[at], _RULE)
            return _with_server(Operation(method=method, path=fact(follows, lines[at + 1], _RULE)), lines)
    raise Declined(
        lines[0].number,
        "no method with a path is on the page",
        "open the operation and copy the whole page",
    )


def _with_server(operation: Operation, lines: Sequence[Line]) -> Operation:
    for at, line in enumerate(lines):
        match = re.match(r"^server:\s*(\S*)$", line.text, re.I)
        if not match:
            continue
        url, where = match[1], line
        if not url and at + 1 < len(lines):
            url, where = lines[at + 1].text, lines[at + 1]
        if re.match(r"^https?://[^\s{}]+$", url):
            operation.servers.append(fact(url.rstrip("/"), where, _RULE))
            return operation
    path = re.sub(r"\\\{[^{}]+\\\}", r"[^/?]+", re.escape(str(operation.path.value)))
    for line in lines:
        called = re.match(rf"^\s*curl\s+'?(https?://[^\s'?]*?){path}/?(?:[?'\s].*)?$", line.text)
        if called and line.code:
            operation.servers.append(
                Fact(
                    value=called[1].rstrip("/"),
                    lines=(line.number, line.number),
                    rule="cURL less path",
                    status="inferred",
                )
            )
            break
    return operation


def _response_sample(lines: Sequence[Line]) -> Sample | None:
    for at, line in enumerate(lines):
        if re.match(r"^(show schema|status:.*)$", line.text, re.I):
            found = find_samples(lines[at + 1 : at + 3000])
            return found[0] if found else None
    return None


def _auth(operation: Operation, lines: Sequence[Line]) -> None:
    needed = any(re.match(r"^auth required$", line.text, re.I) for line in lines)
    for at, line in enumerate(lines):
        if not needed or not re.match(r"^name\s*:?$", line.text, re.I):
            continue
        for after in lines[at + 1 : at + 3]:
            if re.match(r"^[\w-]{3,60}$", after.text):
                _key(operation, after, lines)
                return


def _key(operation: Operation, line: Line, lines: Sequence[Line]) -> None:
    """Where the key goes, only the cURL sample shows."""
    name = line.text
    where = ""
    for one in lines:
        if one.code and re.search(rf"(--header|-H)\s+'{re.escape(name)}:", one.text, re.I):
            where = "header"
        elif one.code and re.search(rf"[?&]{re.escape(name)}=", one.text):
            where = "query"
    if where:
        operation.schemes.append(api_key(name, where, line, _RULE))


def _root(lines: Sequence[Line]) -> tuple[TypeWords | None, Line | None]:
    """Read the type that stands before the first field."""
    for at, line in enumerate(lines):
        if _start(lines, at):
            return None, None
        match = re.match(r"^type:\s*(.*)$", line.text, re.I)
        if match:
            text = match[1] or (lines[at + 1].text if at + 1 < len(lines) else "")
            if re.match(r"^array of$", text, re.I):
                text = f"{text} {lines[at + 2].text}" if at + 2 < len(lines) else text
            return _words(text)[0], line
    return None, None


def _shape(page: Page, block: Sequence[Line], sample: Sample | None) -> Shape | None:
    words, line = _root(block)
    entries = read_entries(block, _start, _DETAILS, _RULE)
    span = (block[0].number, block[-1].number) if block else (1, 1)
    if not entries:
        if words is None or line is None:
            return None
        alone = read_entries([replace(line, text="value"), *block[block.index(line) :]], _start, _DETAILS, _RULE)
        if not alone:
            return None
        alone[0].shape.found = None
        return alone[0].shape
    root = Shape()
    root.facts["type"] = Fact(value="object", lines=span, rule="fields are listed")
    if page.form != "text" and len({entry.depth for entry in entries}) > 1:
        nest_by_depth(root, entries)
    elif page.form == "html" or not any(entry.holds for entry in entries):
        nest_by_depth(root, entries)
    else:
        _nest_counted(root, entries, block, sample)
    if words is not None and line is not None:
        if words.items:
            root.title = words.items.title
            return array_of(root, (line.number, line.number), _RULE)
        root.title = words.title
    return root


def _nest_counted(
    root: Shape, entries: Sequence[Entry], block: Sequence[Line], sample: Sample | None
) -> None:
    """Put as many fields under one as it says it has."""
    counts: list[int] = []
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        last = after.line if after else block[-1].number + 1
        said = [_COUNT.match(line.text) for line in block if entry.line < line.number < last]
        counts.append(next((int(one[1]) for one in said if one), 0))
    if not any(counts):
        nest_flat(root, entries, sample.value if sample else None)
        return
    stack: list[tuple[Shape, int]] = [(root, -1)]
    for entry, count in zip(entries, counts, strict=True):
        while stack[-1][1] == 0:
            stack.pop()
        shape, left = stack[-1]
        put(shape, entry)
        stack[-1] = (shape, left - 1)
        if count:
            stack.append((inner(entry.shape), count))


def _body(
    page: Page, block: Sequence[Line], match: re.Match[str], line: Line, sample: Sample | None
) -> Content:
    content = Content()
    if match[2]:
        content.media = media(match[2], line, _RULE)
    if match[1]:
        content.required = fact(True, line, _RULE)
    title = re.match(r"^body\s*·\s*([\w.-]+?)(?:required.*)?$", line.text, re.I)
    name = title[1] if title else ""
    for at, one in enumerate(block[:5]):
        if _start(block, at):
            break
        content.media = content.media or media(one.text, one, _RULE)
        if one.text.lower() == "required":
            content.required = fact(True, one, _RULE)
        if one.text.startswith("·"):
            name = one.text.lstrip("· ")
    content.shape = _shape(page, block, sample)
    if content.shape is not None and content.shape.items is None:
        content.shape.title = content.shape.title or name
    if sample is not None and content.shape is not None:
        add_sample(content.shape, sample.value, sample.lines)
    return content


def _responses(operation: Operation, page: Page, block: Sequence[Line], sample: Sample | None) -> None:
    begins = [at for at, line in enumerate(block) if STATUS.match(line.text) and not line.code]
    if page.form != "text" and begins:
        least = min(block[at].depth for at in begins)
        begins = [at for at in begins if block[at].depth == least]
    for place, (at, end) in enumerate(zip(begins, [*begins[1:], len(block)], strict=True)):
        found = response(operation, block[at].text, block[at], _RULE)
        part = block[at + 1 : end]
        kinds = [one for line in part if (one := media(line.text, line, _RULE))]
        shown = sample if place == 0 else None
        shape = _shape(page, part, shown)
        if shape is None and shown is not None and kinds:
            shape = infer(shown.value, shown.lines)
        elif shape is not None and shown is not None:
            add_sample(shape, shown.value, shown.lines)
        if kinds or shape:
            found.content = Content(media=kinds[0] if kinds else None, shape=shape)


def _marks(text: str) -> int:
    return sum(
        (
            3 * bool(re.search(r"Powered by Scalar|scalar-app|scalar\.com", text)),
            bool(re.search(r"^Copy as Markdown$", text, re.M)),
            2 * bool(re.search(r"^Type:", text, re.M)),
            bool(re.search(r"Copy link to ", text)),
            bool(re.search(r"^(### )?Request Example for", text, re.M)),
        )
    )


SYSTEM = System(name="scalar", marks=_marks, read=read)
