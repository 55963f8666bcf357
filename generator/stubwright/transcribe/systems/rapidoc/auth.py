"""The security of an operation on a page of RapiDoc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stubwright.transcribe.drafts.draft import Operation, Scheme
from stubwright.transcribe.reading.operation import api_key, basic, bearer, fact
from stubwright.types.page import Line

_RULE = "rapidoc"
_KIND = re.compile(
    r"^(?:(HTTP Bearer)\b|(HTTP Basic)\b|OAuth \(([\w.-]+)\)|API Key \(([\w.-]+)\))", re.I
)
# If several schemes are needed together, RapiDoc shows the name of the first and a number.
_MORE = re.compile(r"\s*\+ (\d+) more$")
_SENDS = 8


def read_security(operation: Operation, lines: Sequence[Line], begin: int) -> None:
    """Read the schemes named between the method, at ``begin``, and the request.

    If none are named, the operation has the scheme that the page describes above, if it is one.
    """
    rest = [line.text for line in lines[begin:]]
    if "Not Required" in rest:
        return
    above = rest.index("REQUEST") if "REQUEST" in rest else 0
    described = list(_schemes(lines[:begin], lines))
    named = [line for line in lines[begin : begin + above] if _KIND.match(line.text)]
    more = [int(match[1]) for line in named if (match := _MORE.search(line.text))]
    if more:
        if len(named) == 1 and len(described) == more[0] + 1:
            operation.schemes = described
        return
    operation.schemes = list(_schemes(named, lines))
    operation.either = len(operation.schemes) > 1
    operation.anonymous = bool(named) and "None" in rest[:above]
    if not named and len(described) == 1:
        operation.schemes = described


def _schemes(named: Sequence[Line], lines: Sequence[Line]) -> Iterator[Scheme]:
    known: set[str] = set()
    for line in named:
        scheme = _scheme(line, lines)
        if scheme and line.text not in known:
            known.add(line.text)
            yield scheme


def _scheme(line: Line, lines: Sequence[Line]) -> Scheme | None:
    match = _KIND.match(line.text)
    if match is None:
        return None
    if match[1]:
        return bearer(line, _RULE)
    if match[2]:
        return basic(line, _RULE)
    if match[3]:
        return Scheme(name="oauth2", facts={"type": fact("oauth2", line, _RULE)})
    sent = re.compile(rf"\bSend {re.escape(match[4])} in (header|query|cookie)$")
    where = next((found for one in lines if (found := sent.search(one.text))), None)
    return api_key(match[4], where[1], line, _RULE) if where else None
