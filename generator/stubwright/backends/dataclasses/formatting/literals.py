"""Escape a document's text for Python, TOML and Markdown.

All text of a document passes through these functions before it reaches a template: they prevent documents from
inserting code into the output.
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Final

from stubwright.types.ir import JsonValue

# Bidirectional controls can make code look different from what it does (Unicode TR 36, section 3).
_BIDI: Final = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|[\ud800-\udfff]")
_UNSEEN: Final = re.compile(
    f"[{''.join(map(chr, _BIDI))}\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
_INDENT: Final = re.compile(r"^[^\S\n]+", re.M)
_PLAIN: Final = re.compile(r"[ !#-\[\]-~]*")
_TAG: Final = re.compile(
    r"</?(?:b|i|em|strong|span|a)(?:\s[^<>]*)?>|<[uo]l(?:\s[^<>]*)?>|(?:</p>\s*)?</li>", re.I
)
_LINE: Final = re.compile(r"</?br\s*/?>|</[uo]l>", re.I)
_BLOCK: Final = re.compile(r"</?(?:p|div|h[1-6])(?:\s[^<>]*)?/?>", re.I)
_ITEM: Final = re.compile(r"\s*<li(?:\s[^<>]*)?>\s*(?:<p>)?", re.I)
_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
_CODE: Final = re.compile(r"</?(?:code|tt|kbd|pre)(?:\s[^<>]*)?>", re.I)


def string(text: str) -> str:
    """Return a string literal in black's spelling: double quotes unless single ones need fewer escapes."""
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    quote = "'" if text.count("'") < text.count('"') else '"'
    return quote + "".join(_escaped(char, quote) for char in text) + quote


def _escaped(char: str, quote: str) -> str:
    if char in (quote, "\\"):
        return "\\" + char
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    if char == "\r":
        return "\\r"
    code = ord(char)
    if char.isprintable() and code not in _BIDI:
        return char
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def constant(value: str | int | bool) -> str:
    """Return the literal of a constant or of an enum member."""
    return string(value) if isinstance(value, str) else repr(value)


def example(value: JsonValue, most: int = 60) -> str:
    """Return a JSON value for a docstring, truncated to ``most`` characters."""
    text = json.dumps(value, ensure_ascii=False)
    return prose(text if len(text) <= most else text[: most - 1] + "…")


def json_text(value: JsonValue) -> str:
    """Return a JSON document of several lines in which all control characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def prose(text: str) -> str:
    """Return a document's text as plain lines, without control characters, trailing spaces and simple HTML."""
    if (
        "<" not in text
        and "&" not in text
        and text.isascii()
        and text.replace("\n", "").isprintable()
    ):
        return stripped(text)
    lines = _BREAKS.sub("\n", text).translate(_BIDI).expandtabs(4)
    if "<" in lines:
        lines = _ITEM.sub("\n- ", _CODE.sub("`", _TAG.sub("", lines)))
        lines = _BLOCK.sub("\n\n", _LINE.sub("\n", lines))
    if _ENTITY.search(lines):
        # Start-up: the table of HTML entities is large, and many documents contain none.
        unescape = import_module("html").unescape
        lines = _ENTITY.sub(lambda match: unescape(match[0]).replace("\xa0", " "), lines)
        lines = lines.translate(_BIDI)
        lines = _BREAKS.sub("\n", lines)
    lines = _CONTROLS.sub("", lines)
    # black treats any leading white space as indentation, textwrap only spaces.
    lines = _INDENT.sub(lambda match: " " * len(match[0]), lines)
    return stripped("\n".join(line.rstrip() for line in lines.split("\n")))


def stripped(text: str) -> str:
    """Strip trailing spaces, and collapse consecutive empty lines."""
    if " \n" in text:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    stripped = text.strip()
    return re.sub(r"\n{3,}", "\n\n", stripped) if "\n\n\n" in stripped else stripped


def line(text: str) -> str:
    """Return a document's text as one line for a comment or a heading."""
    return " ".join(prose(text).split())


def quoted(text: str) -> str:
    """Escape prose (see ``prose``) for a triple-quoted string."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f"{' ' if escaped.startswith(chr(34)) else ''}{escaped}{' ' if escaped.endswith(chr(34)) else ''}"


def toml(text: str) -> str:
    """Return a TOML basic string (TOML 1.0)."""
    escaped = line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def markdown(text: str) -> str:
    """Return a document's text for a README, as prose without HTML."""
    return prose(text).replace("<", "&lt;")
