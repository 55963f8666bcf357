"""Split lines that are too long as black does: type expressions in annotations, aliases and signatures."""

from __future__ import annotations

import re
import unicodedata

WIDTH = 88

# The text before a type in a line: the name of a variable or a parameter, or the end of a signature.
_HEAD = re.compile(r"(?:\w+: (?:TypeAlias = )?|\) -> )?")
_CALL = re.compile(r"((?:return |.* = )[\w.]+\()(.*)\)")
_DEFAULT = re.compile(r"(.*)( = (?:None|UNSET))")
_GETTER = re.compile(r"(def \w+\()self(\) -> [\w.]+:)")
_MEMBER = re.compile(r"(\w+ = )(\"[^\"\\]*\")")
_ASSIGNMENT = re.compile(r"(\w+)((?:: TypeAlias)?) = (.+)")
_ALIAS = re.compile(r"(\w+): TypeAlias = (.+)")
_CHOICE = re.compile(r"(\w+: )(Literal\[.*\])( = \"[^\"\\]*\"),")
_TYPED_CALL = re.compile(r"(\w+): ([^=]+\]) = (\w+\()")
_NAME = re.compile(r"[\w.]+")
_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_ATOM = re.compile(rf"[\w.]+|{_STRING}")
_TOKEN = re.compile(rf"{_STRING}|[\[\](){{}}, ]")
_OPENING = re.compile(r"[\w.]+\[")


def width(text: str) -> int:
    """Return the width in columns; wide characters count twice, as in black."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def split(text: str, mark: str) -> list[str] | None:
    """Split at a separator outside brackets and strings; None if brackets do not match."""
    parts: list[str] = []
    depth = start = 0
    for token in _TOKEN.finditer(text):
        char = token[0]
        if char in "[({":
            depth += 1
        elif char in "])}":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and len(char) == 1 and text.startswith(mark, token.start()):
            parts.append(text[start : token.start()])
            start = token.start() + len(mark)
    return None if depth else [*parts, text[start:]]


def element(text: str, column: int, before: int, after: int) -> str | None:
    """Return an item in brackets, split into lines; None if it is not known how black splits it.

    ``before`` columns precede it in its first line, and ``after`` columns follow it in its last.
    """
    if column + before + width(text) + after <= WIDTH or _ATOM.fullmatch(text):
        return text
    members = split(text, " | ")
    if members is None:
        return None
    if len(members) == 1:
        return subscript(text, column, before, after)
    laid = [element(members[0], column, before, 0)]
    laid += [element(one, column, 2, 0) for one in members[1:-1]]
    laid.append(element(members[-1], column, 2, after))
    inner = f"\n{' ' * column}| "
    return None if None in laid else inner.join(one for one in laid if one is not None)


def subscript(text: str, column: int, before: int, after: int) -> str | None:
    """Return ``Name[...]`` with one item per line, or None as above."""
    match = _OPENING.match(text)
    if match is None or not text.endswith("]"):
        return None
    inside = text[match.end() : -1]
    items = split(inside, ", ")
    if items is None or column + before + width(match[0]) > WIDTH or column + 1 + after > WIDTH:
        return None
    pad = " " * (column + 4)
    if column + 4 + width(inside) <= WIDTH:
        lines = f"{pad}{inside}"
    else:
        comma = "," if len(items) > 1 else ""
        laid = [element(item, column + 4, 0, len(comma)) for item in items]
        if None in laid:
            return None
        lines = "\n".join(f"{pad}{one}{comma}" for one in laid)
    return f"{match[0]}\n{lines}\n{' ' * column}]"


def _value(text: str) -> str | None:
    """Return the value that is assigned after a closing bracket."""
    if len(split(text, " | ") or ()) > 1:
        if fits(f") = ({text})"):
            return f"({text})"
        return bracketed(text, 0)
    return text if _NAME.fullmatch(text) or fits(f") = {text}") else subscript(text, 0, 4, 0)


def _alias(name: str, value: str) -> str | None:
    """Return an alias whose name leaves no room for the value on its line; otherwise None."""
    if not fits(f"{name}: TypeAlias = ("):
        laid = _value(value)
        return None if laid is None else f"{name}: (\n    TypeAlias\n) = {laid}"
    opening = _OPENING.match(value)
    if opening is None or fits(f"{name}: TypeAlias = {opening[0]}"):
        return None
    laid = bracketed(value, 0)
    return None if laid is None else f"{name}: TypeAlias = {laid}"


def _call(front: str, inside: str, column: int) -> str | None:
    """Return ``name: type = call(arguments)`` with the arguments on a separate line."""
    pad = " " * column
    if column + 4 + width(inside) > WIDTH:
        return None
    if column + width(front) > WIDTH:
        if not front.startswith("return "):
            return None
        inner = _call(front.removeprefix("return "), inside, column + 4)
        return None if inner is None else f"{pad}return (\n{inner}\n{pad})"
    return f"{pad}{front}\n{pad}    {inside}\n{pad})"


def bracketed(text: str, column: int) -> str | None:
    """Return an expression in parentheses if it has no brackets at which it can be split."""
    laid = element(text, column + 4, 0, 0)
    pad = " " * column
    return None if laid is None else f"(\n{pad}    {laid}\n{pad})"


def _optional(front: str, union: str, tail: str, column: int) -> str | None:
    """Return ``name: type | None = None`` with parentheses around the union, or split in the brackets of its only type."""
    members = split(union, " | ")
    pad = " " * column
    if not front or members is None or column + width(f"{front}{union} = (") <= WIDTH:
        return None
    if len(members) == 1 and not _NAME.fullmatch(union):
        laid = subscript(union, column, width(front), width(tail))
        return None if laid is None else f"{pad}{front}{laid}{tail}"
    laid = bracketed(union, column)
    return None if laid is None else f"{pad}{front}{laid}{tail}"


def parenthesized(statement: str) -> str | None:
    """Put parentheses around the value of an assignment whose first line is too long; None if black adds none.

    If the value is a call of a subscript, black adds them only if every line then fits.
    """
    first, _, rest = statement.partition("\n")
    if typed := _TYPED_CALL.fullmatch(first):
        return _typed_call(typed[1], typed[2], typed[3], rest.split("\n"))
    match = _ASSIGNMENT.fullmatch(first)
    if match is None:
        return None
    name, annotation, value = match.groups()
    head = f"{name}{annotation} = ("
    if annotation and width(head) > WIDTH:
        again = map(_again, rest.split("\n"))
        return "\n".join([f"{name}: (", f"    {annotation[2:]}", f") = {value}", *again])
    lines = [value, *rest.split("\n")]
    if not annotation and value.endswith("[") and len(lines) > 3 and lines[2].startswith("]("):
        # The subscript was split because it was too long; in parentheses it fits.
        lines[:3] = [value + lines[1].strip() + lines[2]]
    inner = [f"    {line}" for line in lines]
    if not fits(head) or (not annotation and not all(map(fits, inner))):
        return None
    return "\n".join([head, *map(_again, inner), ")"])


def _typed_call(name: str, type_: str, call: str, rest: list[str]) -> str | None:
    """Shorten the first line of ``name: type = call(``, whose arguments are the lines of ``rest``."""
    arguments = ", ".join(line.strip().removesuffix(",") for line in rest[:-1])
    one = f"{call}{arguments})"
    if fits(f"{name}: {type_} = ("):
        inner = [one] if fits(f"    {one}") else [call, *rest]
        return "\n".join([f"{name}: {type_} = (", *(f"    {line}" for line in inner), ")"])
    laid = subscript(type_, 0, width(f"{name}: "), 0)
    if laid is None:
        return "\n".join(
            [f"{name}: (", f"    {element(type_, 4, 0, 0) or type_}", f") = {call}", *rest]
        )
    last = f"] = {one}"
    return f"{name}: {laid[:-1]}" + (last if fits(last) else "\n".join([f"] = {call}", *rest]))


def _again(line: str) -> str:
    return line if fits(line) else broken(line)


def fits(line: str) -> bool:
    """Return whether a line fits the line length."""
    return width(line) <= WIDTH


def broken(line: str) -> str:
    """Split a line that is too long, as black does; return it unchanged if it cannot be split."""
    return _broken(line) or line


def _broken(line: str) -> str | None:
    """Split a line that is too long; None if it is not known how black splits it."""
    text = line.lstrip(" ")
    column = len(line) - len(text)
    pad = " " * column
    if (laid := _statement(text, column)) is not None:
        return laid
    head = _HEAD.match(text)
    front = head[0] if head else ""
    rest = text[len(front) :]
    if call := _CALL.fullmatch(rest):
        return _call(front + call[1], call[2], column)
    if default := _DEFAULT.fullmatch(rest):
        return _optional(front, default[1], default[2], column)
    if len(split(rest, " = ") or ()) != 1:
        return None
    tail = next((one for one in (",", ": ...", ":") if rest.endswith(one)), "")
    laid = _type(front, rest.removesuffix(tail), tail, column)
    return None if laid is None else f"{pad}{front}{laid}{tail}"


def _statement(text: str, column: int) -> str | None:
    """Return the lines of an alias, a getter, a choice or a member; None for other statements."""
    pad = " " * column
    if alias := _ALIAS.fullmatch(text):
        return _alias(*alias.groups())
    if getter := _GETTER.fullmatch(text):
        end = getter[2]
        if column + width(end) > WIDTH:
            end = f") -> (\n{pad}    {end.removeprefix(') -> ').removesuffix(':')}\n{pad}):"
        return f"{pad}{getter[1]}\n{pad}    self,\n{pad}{end}"
    if choice := _CHOICE.fullmatch(text):
        laid = subscript(choice[2], column, width(choice[1]), width(choice[3]) + 1)
        return None if laid is None else f"{pad}{choice[1]}{laid}{choice[3]},"
    if member := _MEMBER.fullmatch(text):
        room = column + max(width(member[1]) + 1, 4 + width(member[2])) <= WIDTH
        return f"{pad}{member[1]}(\n{pad}    {member[2]}\n{pad})" if room else pad + text
    return None


def _type(front: str, text: str, tail: str, column: int) -> str | None:
    """Return an annotation, or an item in brackets if ``front`` is empty."""
    if not front:
        # One of several items: a union has one member per line.
        return element(text, column, 0, 1) if tail == "," else None
    if _NAME.fullmatch(text):
        # A single name cannot be split: black adds parentheses if that helps, and always for dotted names.
        helps = "." in text or column + 4 + width(text) <= WIDTH
        pad = " " * column
        return f"(\n{pad}    {text}\n{pad})" if helps else None
    if front == ") -> " and len(split(text, " | ") or ()) > 1:
        return bracketed(text, column)
    if tail == ",":
        # A parameter's type is split even if its name alone is too long.
        return subscript(text, column, 0, 1)
    return subscript(text, column, width(front), width(tail)) or bracketed(text, column)
