"""Fields on pages of ReadMe, and a cURL call for what a crawl lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import replace
from stubwright.transcribe.drafts.draft import Fact, Operation
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import NAME, Start
from stubwright.transcribe.reading.operation import (
    METHODS,
    api_key,
    basic,
    bearer,
    guessed,
    split_url,
)
from stubwright.transcribe.reading.samples import curl_url
from stubwright.transcribe.reading.type_words import read_type
from stubwright.types.page import Line

_NOT_NAMES = frozenset(("object", "string", "required", "enum", "array", "responses", "response"))
RULE = "readme"
DETAILS = Details(rule=RULE, one_per_line=True, bare_limits_values=True)


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read the beginning of a field: its name, its type, and the marks below."""
    name = lines[at].text
    if lines[at].code or at + 1 >= len(lines) or not NAME.match(name) or lines[at + 1].code:
        return None
    # The name is repeated, with `object` or a star, above its members.
    if lines[at + 1].text == f"{name} object" or name.endswith("*"):
        return None
    words = read_type(lines[at + 1].text, formats=True)
    if words is None or (name.lower() in _NOT_NAMES and lines[at + 1].mark == "row"):
        return None
    if name.lower() in ("object", "required", "enum") and not _is_field(lines, at):
        return None
    end, required = at + 2, 0
    enum = False
    while end < len(lines) and lines[end].text.lower() in ("required", "enum", "deprecated"):
        if lines[end].text.lower() == "required":
            required = end
        enum = enum or lines[end].text.lower() == "enum"
        end += 1
    return Start(name=name, words=replace(words, enum=enum), end=end, required=required)


def _is_field(lines: Sequence[Line], at: int) -> bool:
    """Return whether a word is a name: the type below is not that of another field."""
    return at > 0 and read_type(lines[at - 1].text, formats=True) is None


def sent_credentials(operation: Operation, lines: Sequence[Line]) -> None:
    """Infer the scheme from the headers of the cURL call if it is not listed."""
    named = {one.name.lower() for one in operation.parameters}
    for line in lines:
        sent = re.search(r"--header ['\"]([\w-]+):\s*(bearer|basic)?", line.text, re.I)
        if operation.schemes or sent is None or not line.code or sent[1].lower() in named:
            continue
        name, kind = sent[1], (sent[2] or "").lower()
        if name.lower() == "authorization" and kind:
            scheme = bearer(line, "cURL") if kind == "bearer" else basic(line, "cURL")
        elif re.search(r"key|token|auth", name, re.I) and name.lower() != "authorization":
            scheme = api_key(name, "header", line, "cURL")
        else:
            continue
        scheme.facts = {key: replace(one, status="inferred") for key, one in scheme.facts.items()}
        operation.schemes.append(scheme)


def called(lines: Sequence[Line]) -> tuple[Operation, int] | None:
    """Read method and URL from the cURL call if the crawl lost them.

    Braces in the base URL, and segments with the name of a field, are variables.
    """
    text = "\n".join(line.text for line in lines if line.code)
    method = re.search(r"curl --request (\w+)", text)
    found = curl_url(lines)
    if method is None or found is None or method[1].lower() not in METHODS:
        return None
    url, number = found
    based = [line for line in lines if re.match(r"^https?://\S*\{\w+\}\S*$", line.text)]
    names = {line.text for at, line in enumerate(lines) if begin(lines, at)}
    if based:
        url, number = based[0].text, based[0].number
    else:
        host, path = split_url(url.partition("?")[0])
        parts = ("{" + one + "}" if one in names else one for one in path.split("/"))
        url = host + "/".join(parts)
    verb = Fact(value=method[1].lower(), lines=(number, number), rule="cURL", status="inferred")
    return guessed(verb, url, (number, number), "cURL"), 0


def without_numbers(lines: Sequence[Line]) -> list[Line]:
    """Remove the line numbers that crawlers write before samples."""
    return [
        replace(line, text=re.sub(r"^\d{1,3}(?=\s|curl)", "", line.text)) if line.code else line
        for line in lines
    ]
