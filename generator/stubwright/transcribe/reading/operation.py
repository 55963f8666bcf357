"""Parts of an operation that all readers share: method, path, status, media type, parameters."""

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
    """Create a stated fact from one line."""
    number = line if isinstance(line, int) else line.number
    return Fact(value=value, lines=(number, number), rule=rule)


def braces(path: str) -> str:
    """Write ``:id`` as ``{id}``."""
    return _VARIABLE.sub(r"{\1}", path)


def split_url(url: str) -> tuple[str, str]:
    """Split a URL after its host: the first part is within the server, the rest has the path."""
    match = re.match(r"(https?://[^/]+|\{[^/]+?\}://[^/]+)(/.*)?$", url)
    return (match[1], match[2] or "/") if match else ("", url)


_BASE = re.compile(r"^(api|rest|\d+(\.\d+)+|v\d+(\.\d+)+|[^{}]*\+[^{}]*)$", re.I)
_DEEPEST = 3
_VERSION = re.compile(r"^v\d+$", re.I)
_PLACEHOLDER = re.compile(r"^https?://[^/]*(\byour|[<{]|\bexample\.com)", re.I)


def _base_ends(parts: Sequence[str]) -> int:
    """Count the segments of a path that belong to the server.

    These end with the last segment that is called ``api``, is a version with dots, or is a
    version that is not the first segment.
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
    """Find the path whose words, after the method, are the address of the page."""
    slug = re.search(rf"\b{method}_([a-z0-9-]+?)(?:-\d+)?$", address.lower())
    for at in range(len(parts) if slug else 0):
        words = re.sub(r"[^a-z0-9]+", "-", "/".join(parts[at:]).lower()).strip("-")
        if slug and words == slug[1]:
            return at
    return None


def guessed(
    method: Fact, url: str, lines: tuple[int, int], rule: str, address: str = ""
) -> Operation:
    """Create an operation from a URL that does not show where the server ends and the path begins.

    Both parts are inferred, and a decision is asked for. A placeholder host, such as
    ``yourServer.example.net``, is removed: the server is the path after it. ``address`` is that of
    the page, which some systems derive from the method and the path.
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
        questions=["server"],
    )
    if server:
        operation.servers.append(Fact(value=server, lines=lines, rule=rule, status="inferred"))
    return operation


def media(text: str, line: Line | int, rule: str) -> Fact | None:
    """Read a line that is a media type, in any case."""
    match = MEDIA.match(text.strip())
    return fact(match[1].lower(), line, rule) if match else None


def add_parameters(operation: Operation, entries: Iterable[Entry], where: str, rule: str) -> None:
    """Add fields as parameters in a location; ignore repeated names in the same location."""
    known = {(parameter.name, parameter.where.value) for parameter in operation.parameters}
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
    """Remove path parameters that are not in the path; add those that are only in the path."""
    path = str(operation.path.value)
    names = re.findall(r"\{([^{}/]+)\}", path)
    operation.parameters = [
        parameter
        for parameter in operation.parameters
        if parameter.where.value != "path" or parameter.name in names
    ]
    known = {
        parameter.name for parameter in operation.parameters if parameter.where.value == "path"
    }
    for name in names:
        if name in known:
            continue
        known.add(name)
        operation.parameters.append(_path_parameter(name, operation.path.lines))


def _path_parameter(name: str, lines: tuple[int, int]) -> Parameter:
    """Create the parameter of a name in a path, which is a string as long as nothing else is stated."""
    rule = "path template"
    kind = Fact(value="string", lines=lines, rule=rule, status="inferred")
    shape = Shape(
        found=Fact(value=name, lines=lines, rule=rule),
        required=Fact(value=True, lines=lines, rule=rule),
        facts={"type": kind},
    )
    return Parameter(name=name, where=Fact(value="path", lines=lines, rule=rule), shape=shape)


def response(operation: Operation, status: str, line: Line | int, rule: str) -> Response:
    """Return the response with a status; create it if necessary."""
    key = status.lower() if status.lower() == "default" else status.upper()
    if key not in operation.responses:
        operation.responses[key] = Response(status=fact(key, line, rule))
    return operation.responses[key]


def bearer(line: Line | int, rule: str) -> Scheme:
    """Create the scheme of a bearer token."""
    return Scheme(
        name="bearerAuth",
        facts={"type": fact("http", line, rule), "scheme": fact("bearer", line, rule)},
    )


def basic(line: Line | int, rule: str) -> Scheme:
    """Create the scheme of HTTP Basic authentication."""
    return Scheme(
        name="basicAuth",
        facts={"type": fact("http", line, rule), "scheme": fact("basic", line, rule)},
    )


def api_key(name: str, where: str, line: Line | int, rule: str) -> Scheme:
    """Create the scheme of an API key in a header, the query or a cookie."""
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
    """Create a body whose shape is still unknown."""
    return Content(media=media_type, shape=None)


def spans(begins: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Pair each start with the next one, and the last with the end."""
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
    """Split lines at headings: return the key, the match and the first and last index of a part.

    A single word above a type is the name of a field. ``Responses`` above a slash is a breadcrumb
    of the reference.
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
