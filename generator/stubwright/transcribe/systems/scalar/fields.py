"""Fields and schemas in the layout of Scalar."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stubwright.base.records import dataclass, replace
from stubwright.transcribe.reading.details import Details
from stubwright.transcribe.reading.fields import (
    NAME,
    Start,
)
from stubwright.transcribe.reading.operation import MEDIA
from stubwright.transcribe.reading.type_words import FORMATS, TypeWords, read_type
from stubwright.transcribe.systems.scalar.lines import COPY, FLAGS
from stubwright.types.page import Line

RULE = "scalar"
_NOISE = re.compile(
    r"^(copy link.*|show (child attributes|schema|additional properties|all values).*|hide .*|(?-i:Discriminator))$",
    re.I,
)
ONE_OF = re.compile(r"^(?:one|any) of\b", re.I)
_PREVIEW = re.compile(r"^\{ [^\s,{}]+(?:, [^,{}]+)* \}$")
_DETAIL = re.compile(r"^(default: .*|default|pattern|examples?|example: .*|(min|max)[\w ]*: .*)$")
_LONGEST_TITLE = 120
COUNT = re.compile(r"^properties: (\d+)$", re.I)
_FORMAT = re.compile(r"^format:\s*(.*)$", re.I)
DETAILS = Details(
    rule=RULE,
    one_per_line=True,
    ends=lambda text: bool(_NOISE.match(text) or COUNT.match(text) or MEDIA.match(text)),
)


def words_of(text: str) -> tuple[TypeWords | None, str]:
    """Read the type after ``Type:``, which may be joined with flags."""
    text = re.sub(r"\s*\d*…\d*$", "", COPY.sub("", text)).strip()
    flags = ""
    while True:
        words = read_type(text, models=True)
        known = words is not None and (words.type or words.title == "" or not _glued(text))
        if known:
            return words, flags
        cut = _glued(text)
        if not cut:
            return words or _titled(text), flags
        flags += cut
        text = text[: -len(cut)].strip()


def _titled(text: str) -> TypeWords | None:
    """Read the title of a model, which may be any words, or an array of it."""
    if text.lower() == "anything":
        return TypeWords()
    encoded = re.match(r"^(string) • \w+$", text)
    if encoded:
        return TypeWords(type=encoded[1])
    array = re.match(r"^array of (.+)$", text, re.I)
    title = array[1] if array else text
    if len(title) > _LONGEST_TITLE or title[:1] in "\"'[{":
        return None
    return (
        TypeWords(type="array", items=TypeWords(title=title)) if array else TypeWords(title=title)
    )


def _glued(text: str) -> str:
    return next(
        (flag for flag in FLAGS if text.lower().endswith(flag) and len(text) > len(flag)), ""
    )


def begin(lines: Sequence[Line], at: int) -> Start | None:
    """Read the beginning of a field: its name and its type."""
    line = lines[at]
    if line.part != "name" and (line.part or line.code or not _may_be_name(lines, at)):
        return None
    typed = re.match(r"^type:\s*(.*)$", lines[at + 1].text, re.I) if at + 1 < len(lines) else None
    if typed is None:
        return _untyped(lines, at)
    text, rest = typed[1], ""
    words, flags = words_of(text)
    if words is None:
        quoted = re.fullmatch(r'("[^"]*"(?: or "[^"]*")*)(enum|nullable|required)*', text)
        words = TypeWords(type="string") if quoted else TypeWords()
        rest = f"enum: {quoted[1].replace(' or ', ', ')}" if quoted else ""
    if text in ("true", "false"):
        words = TypeWords(type="boolean")
    return _start(lines, at, _attributes(lines, at + 2, words, flags), rest)


def _start(lines: Sequence[Line], at: int, found: _Attributes, rest: str = "") -> Start:
    words, flags = found.words, found.flags
    if "nullable" in flags:
        words = replace(words, nullable=True)
    if "enum" in flags and words.title and not words.type:
        words = replace(words, title="")
    return Start(
        name=lines[at].text,
        words=words,
        end=found.end,
        required=found.required or (at + 1 if "required" in flags else 0),
        deprecated="deprecated" in flags,
        rest=found.const or rest,
        folded=found.folded,
    )


def _may_be_name(lines: Sequence[Line], at: int) -> bool:
    text, above = lines[at].text, lines[at - 1].text if at else ""
    return bool(
        at + 1 < len(lines)
        and NAME.match(text)
        and not _NOISE.match(text)
        and not re.match(
            r"^((type|format|values|·|body):?|(min|max)( length| items)?:)$", above, re.I
        )
    )


def _untyped(lines: Sequence[Line], at: int) -> Start | None:
    """Read a field without a type, which markup, a flag, alternatives or a link reveal."""
    name = lines[at].text
    if lines[at].part == "name":
        return _start(lines, at, _attributes(lines, at + 1, TypeWords(), ""))
    after = lines[at + 1].text.lower()
    flagged = after in ("required", "enum", "nullable") and name.lower() not in FLAGS
    if flagged or ONE_OF.match(after):
        return _start(lines, at, _attributes(lines, at + 1, TypeWords(), ""))
    link = f"copy link to {name}".lower()
    for end in range(at + 1, min(at + 8, len(lines))):
        text = lines[end].text.lower()
        if text == link or (end == at + 1 and text.endswith(link)):
            return _start(lines, at, _attributes(lines, at + 1, TypeWords(), ""))
        if text.startswith("copy link") or re.match(r"^type:", text) or lines[end].code:
            return None
        gap = lines[at + 1].number > lines[at].number + 1
        if ONE_OF.match(text) and gap and not _DETAIL.match(name.lower()):
            return _start(lines, at, _attributes(lines, at + 1, TypeWords(), ""))
    return None


@dataclass(slots=True, kw_only=True)
class _Attributes:
    words: TypeWords
    flags: str
    end: int
    required: int = 0
    const: str = ""
    folded: tuple[str, ...] = ()


def _formatted(words: TypeWords, value: str) -> TypeWords:
    """Add a format; the format of an array is that of its items."""
    if words.items:
        return replace(words, items=_formatted(words.items, value))
    return replace(words, type=words.type or FORMATS.get(value, ""), format=value)


def _attributes(lines: Sequence[Line], end: int, words: TypeWords, flags: str) -> _Attributes:
    """Read the lines below a type: format, flags, a constant, the name of a model."""
    found = _Attributes(words=words, flags=flags, end=end)
    while found.end < len(lines):
        text = lines[found.end].text
        formatted = _FORMAT.match(text)
        if formatted:
            value = formatted[1]
            if not value and found.end + 1 < len(lines):
                found.end += 1
                value = lines[found.end].text
            found.words = _formatted(found.words, COPY.sub("", value))
        elif text.lower() in FLAGS:
            found.required = found.end if text.lower() == "required" else found.required
            found.flags += text.lower()
        elif text.startswith("·") and found.words.title == "":
            found.words = replace(found.words, title=text.lstrip("· "))
        elif re.match(r"^const: ", text):
            found.const = text
        elif _PREVIEW.match(text):
            names = text.strip("{} ").split(", ")
            found.folded = tuple(name for name in names if not re.match(r"^\+\d+$", name))
        elif not _NOISE.match(text):
            break
        found.end += 1
    for at in range(found.end, min(found.end + 8, len(lines))):
        text = lines[at].text.lower()
        if text in FLAGS:
            found.required = at if text == "required" else found.required
            found.flags += text
        elif not _DETAIL.match(text):
            break
    return found
