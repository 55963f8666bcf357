"""Parts that readers of all systems share: methods, paths, statuses, media types, parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stubwright.transcribe.drafts.draft import (
    Content,
    Fact,
    Operation,
    Parameter,
    Response,
    Scheme,
    Shape,
)
from stubwright.transcribe.reading.fields import Entry
from stubwright.transcribe.reading.type_words import read_type
from stubwright.types.page import Line

METHODS = frozenset(["get", "put", "post", "delete", "options", "head", "patch", "trace"])
STATUS = re.compile(r"^([1-5]\d\d|[1-5]XX|default)$", re.I)
MEDIA = re.compile(r"^((?:application|text|image|audio|video|multipart)/[\w.+*-]+|\*/\*)$", re.I)
_VARIABLE = re.compile(r"(?<=/):([A-Za-z_]\w*)")


def fact(value: str | bool, line: Line | int, rule: str) -> Fact:
    """Make a stated fact of one line."""
    number = line if isinstance(line, int) else line.number
    return Fact(value=value, lines=(number, number), rule=rule)


def braces(path: str) -> str:
    """Write ``:id`` as ``{id}``."""
    return _VARIABLE.sub(r"{\1}", path)


def split_url(url: str) -> tuple[str, str]:
    """Split a URL after its host: what comes first is at least the server, the rest holds the path."""
    match = re.match(r"(https?://[^/]+|\{[^/]+?\}://[^/]+)(/.*)?$", url)
    return (match[1], match[2] or "/") if match else ("", url)


_BASE = re.compile(r"^(api|rest|\d+(\.\d+)+|v\d+(\.\d+)+|[^{}]*\+[^{}]*)$", re.I)
_DEEPEST = 3
_VERSION = re.compile(r"^v\d+$", re.I)
_PLACEHOLDER = re.compile(r"^https?://[^/]*(\byour|[<{]|\bexample\.com)", re.I)


def _base_ends(parts: Sequence[str]) -> int:
    """Count the parts of a path that are taken as the server's.

    Up to the last part that is called api or is a version with points, or a version that is
    below another part than these.
    """
    found = 0
    for at, part in enumerate(parts[:-1], 1):
        if "{" in part:
            break
        below = at > 1 and not _BASE.match(parts[at - 2]) and at == found + 2
        if _BASE.match(part) or (below and at <= _DEEPEST and _VERSION.match(part)):
            found = at
    return found


def _by_address(method: str, parts: Sequence[str], address: str) -> int | None:
    """Find where the path begins whose words are the page's address after the method."""
    slug = re.search(rf"\b{method}_([a-z0-9-]+?)(?:-\d+)?$", address.lower())
    for at in range(len(parts) if slug else 0):
        words = re.sub(r"[^a-z0-9]+", "-", "/".join(parts[at:]).lower()).strip("-")
        if slug and words == slug[1]:
            return at
    return None


def guessed(
    method: Fact, url: str, lines: tuple[int, int], rule: str, address: str = ""
) -> Operation:
    """Make an operation of a URL that does not show where the server ends.

    Both parts are inferred, and the page asks for a decision. A host that only holds the place of
    one (``yourServer.example.net``) is left out: the server is the path below it. ``address`` is
    the page's own, which some systems derive from the method and the path.
    """
    server, path = split_url(url)
    parts = path.split("/")[1:]
    last = _by_address(str(method.value), parts, address)
    if last is None:
        last = _base_ends(parts)
    if _PLACEHOLDER.match(server):
        server = "" if not last else "/" + "/".join(parts[:last])
    else:
        server = "/".join([server, *parts[:last]]) if server else ""
    operation = Operation(
        method=method,
        path=Fact(value="/" + "/".join(parts[last:]), lines=lines, rule=rule, status="inferred"),
        asks=["server"],
    )
    if server:
        operation.servers.append(Fact(value=server, lines=lines, rule=rule, status="inferred"))
    return operation


def media(text: str, line: Line | int, rule: str) -> Fact | None:
    """Read a line that is a media type, in any case."""
    match = MEDIA.match(text.strip())
    return fact(match[1].lower(), line, rule) if match else None


def add_parameters(operation: Operation, entries: Iterable[Entry], where: str, rule: str) -> None:
    """Add fields as parameters of a location; the first of a name and location counts."""
    known = {(one.name, one.where.value) for one in operation.parameters}
    for entry in entries:
        place = entry.where or where
        if (entry.name, place) in known or place not in ("path", "query", "header", "cookie"):
            continue
        if place == "header" and entry.name.lower() in ("accept", "content-type", "authorization"):
            continue
        known.add((entry.name, place))
        if place == "path" and entry.shape.required is None:
            entry.shape.required = Fact(
                value=True, lines=(entry.line, entry.line), rule="path parameter"
            )
        operation.parameters.append(
            Parameter(name=entry.name, where=fact(place, entry.line, rule), shape=entry.shape)
        )


def keep_path_honest(operation: Operation) -> None:
    """Drop path parameters that the path does not have; add those that only the path has."""
    path = str(operation.path.value)
    names = re.findall(r"\{([^{}/]+)\}", path)
    operation.parameters = [
        one for one in operation.parameters if one.where.value != "path" or one.name in names
    ]
    known = {one.name for one in operation.parameters if one.where.value == "path"}
    for name in names:
        if name in known:
            continue
        known.add(name)
        said = Fact(value=name, lines=operation.path.lines, rule="path template")
        shape = Shape(
            found=said,
            required=Fact(value=True, lines=said.lines, rule=said.rule),
            facts={
                "type": Fact(value="string", lines=said.lines, rule=said.rule, status="inferred")
            },
        )
        operation.parameters.append(
            Parameter(
                name=name, where=Fact(value="path", lines=said.lines, rule=said.rule), shape=shape
            )
        )


def response(operation: Operation, status: str, line: Line | int, rule: str) -> Response:
    """Return the response of a status, new where the operation has none."""
    key = status.lower() if status.lower() == "default" else status.upper()
    if key not in operation.responses:
        operation.responses[key] = Response(status=fact(key, line, rule))
    return operation.responses[key]


def bearer(line: Line | int, rule: str) -> Scheme:
    """Make the scheme of a bearer token."""
    return Scheme(
        name="bearerAuth",
        facts={"type": fact("http", line, rule), "scheme": fact("bearer", line, rule)},
    )


def basic(line: Line | int, rule: str) -> Scheme:
    """Make the scheme of a user name and a password."""
    return Scheme(
        name="basicAuth",
        facts={"type": fact("http", line, rule), "scheme": fact("basic", line, rule)},
    )


def api_key(name: str, where: str, line: Line | int, rule: str) -> Scheme:
    """Make the scheme of a key in a header, the query or a cookie."""
    words = re.split(r"[^A-Za-z0-9]+", name)
    camel = "".join(
        (word.lower() if at == 0 else word.capitalize()) for at, word in enumerate(words) if word
    )
    return Scheme(
        name=camel or "apiKey",
        facts={
            "type": fact("apiKey", line, rule),
            "in": fact(where, line, rule),
            "name": fact(name, line, rule),
        },
    )


def new_content(media_type: Fact | None = None) -> Content:
    """Make a body whose shape is to be found."""
    return Content(media=media_type, shape=None)


def spans(begins: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Pair each beginning with the next one; the last with the end."""
    return list(zip(begins, [*begins[1:], end], strict=False))


_TYPED = re.compile(r"(?:Array of )*(?:string|integer|number|boolean|object|array|any)s?\b")


def _names_a_field(lines: Sequence[Line], at: int) -> bool:
    if " " in lines[at].text:
        return False
    after = next((one for one in lines[at + 1 : at + 3] if one.text.lower() != "required"), None)
    if after is None or after.code:
        return False
    typed = after.text.islower() and read_type(after.text) is not None
    return after.text == "/" or typed or _TYPED.match(after.text) is not None


def sections(
    lines: Sequence[Line], table: Sequence[tuple[str, re.Pattern[str]]]
) -> list[tuple[str, re.Match[str], int, int]]:
    """Split lines at whole lines that are headings: key, match, first line after it, end.

    One word above a type is the name of a field. ``Responses`` above a slash is the trail of a
    reference.
    """
    found: list[tuple[str, re.Match[str], int]] = []
    for at, line in enumerate(lines):
        if line.code:
            continue
        for key, pattern in table:
            match = pattern.match(line.text.strip())
            if match and not _names_a_field(lines, at):
                found.append((key, match, at))
                break
    ends = [end for _, end in spans([at for _, _, at in found], len(lines))]
    return [(key, match, at + 1, end) for (key, match, at), end in zip(found, ends, strict=True)]
