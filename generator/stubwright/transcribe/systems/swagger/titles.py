"""Split names from the titles of their objects, which Markdown runs together in Swagger UI."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stubwright.base.records import dataclass
from stubwright.transcribe.systems.swagger.rows import OPENS
from stubwright.types.page import Line

_GLUED = re.compile(r"^(?P<body>[^{}\[\]*\t]{1,300}?)\s*(?P<rest>(?:\[[^{}\[\]]*)?[{\[])$")
_STARRED = re.compile(r"^[^\s*]{1,100}\*\s*(?P<title>[^{}\[\]]{1,200}?)\s*[{\[]")
_ITEM = re.compile(r"\[\s*(?P<title>[^{}\[\]]{1,200}?)\s*\{$")
_BEFORE_TITLE = re.compile(r"^(Schema|Model|(all|any|one)Of ->)$|\[$")
_SCALAR = re.compile(
    r"^(?P<name>[A-Za-z_$@][\w$@.-]*?)\*?(?:string|integer|number|boolean|\[(?:string|integer|number|boolean)\])"
    r"(?:\(\$?[\w-]+\))?$"
)
_MEMBER = re.compile(r'"([A-Za-z_$@][\w$@.-]*)"\s*:')
_NAME = re.compile(r"^[A-Za-z_$@][\w$@.-]*$")
_SNAKE = re.compile(r"^[a-z][a-z0-9_]*$")
_LEAST_NAMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """Titles that a page shows apart from names, and names that its JSON shows.

    ``snake`` is true if all names that appear alone are in snake_case.
    """

    known: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    snake: bool = False

    def split(self, text: str) -> tuple[str, str] | None:
        """Split a line that opens a member into its name and the rest; None if ambiguous."""
        match = _GLUED.match(text)
        if match is None:
            return None
        body, rest = match["body"], match["rest"]
        half = len(body) // 2
        if body[:half].lower() == body[half:].lower():
            return body[:half], body[half:] + rest  # `categoryCategory{`
        twice = [one for one in range(2, half) if _repeats(body, one)]
        if len(twice) == 1:
            return body[: twice[0]], body[twice[0] :] + rest  # `padPadSettings{`
        names = [body.removesuffix(one).strip() for one in self.known if body.endswith(one)]
        names = [one for one in names if _NAME.match(one)]
        if names:
            return (names[0], body[len(names[0]) :].strip() + rest) if len(names) == 1 else None
        shown = [one for one in self.names if body.startswith(one) and body != one]
        shown = [one for one in shown if body[len(one)].isupper()]
        if len(shown) == 1:
            return shown[0], body[len(shown[0]) :] + rest
        capital = re.search(r"(?<=.)[A-Z]", body)
        lower = any(one[0].islower() for one in self.known)
        if capital is None:
            return (body, rest) if _NAME.match(body) and not lower else None
        name = body[: capital.start()]
        if self.snake and self.known and not lower and _SNAKE.match(name):
            return name, body[capital.start() :] + rest
        return None


def _repeats(body: str, length: int) -> bool:
    """Return whether a title, which is capitalised, begins like the name before it."""
    name, begin = body[:length], body[length : 2 * length]
    return begin[0].isupper() and name.lower() == begin.lower()


def titles_of(lines: Sequence[Line]) -> Titles:
    """Collect the titles at the beginning of a tree, an item or an alternative, or after a star."""
    known = frozenset(_titles(lines))
    names = {match["name"] for line in lines if (match := _SCALAR.match(line.text))}
    snake = len(names) >= _LEAST_NAMES and all(_SNAKE.match(name) for name in names)
    shown = frozenset(name for line in lines for name in _MEMBER.findall(line.text))
    return Titles(known=known, snake=snake, names=shown)


def _titles(lines: Sequence[Line]) -> Iterator[str]:
    above = ""
    for line in lines:
        text = line.text.strip()
        found = _STARRED.match(text) or _ITEM.search(text)
        if found is None and _BEFORE_TITLE.search(above):
            found = OPENS.match(text)
        if found and found["title"].strip():
            yield found["title"].strip()
        above = text
