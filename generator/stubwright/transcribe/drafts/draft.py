"""Facts about operations, stated by a page or a document, with their locations.

Readers of documentation systems create these; nothing changes them after a reader returns.
"""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field
from stubwright.types.transcript import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value with its evidence.

    ``lines`` are the first and the last line on the page, from 1. ``rule`` is the name of the
    rule that read the value, or its JSON Pointer if it was read from a document.
    """

    value: Json
    lines: tuple[int, int]
    rule: str
    status: Status = "stated"


@dataclass(slots=True, kw_only=True)
class Shape:
    """A partial schema: single values in ``facts``, subschemas as shapes of their own.

    ``found`` is the fact that a property exists, ``required`` that it must be present;
    ``nullable`` is one of ``facts``. ``title`` is the title on the page. ``unplaced`` has the names of
    fields that the page lists somewhere inside, at an unknown place. ``listed`` has all fields of
    a list that contains such fields, or fields whose place is inferred, in the order of the page.
    ``any_of`` is true if the page says that the ``choices`` are alternatives of anyOf.
    ``facts["alternatives"]`` is present if the page does not show how many alternatives there are.
    """

    found: Fact | None = None
    required: Fact | None = None
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    properties: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None
    extra: Shape | None = None
    choices: list[Shape] = field(default_factory=list)
    any_of: bool = False
    unplaced: list[Fact] = field(default_factory=list[Fact])
    listed: list[Listed] = field(default_factory=list)
    title: str = ""
    description: str = ""


@dataclass(slots=True, kw_only=True)
class Listed:
    """A field of a list that does not show how its fields are nested.

    ``bare`` is the field before it was nested, without its members. ``holds`` is true if it
    can have members; ``option`` is true for an alternative and for a heading of alternatives.
    """

    shape: Shape
    bare: Shape
    holds: bool
    option: bool = False

    @property
    def fact(self) -> Fact:
        """The fact that the field exists."""
        return self.bare.found or Fact(value="", lines=(1, 1), rule="")

    @property
    def name(self) -> str:
        """The name of the field."""
        return str(self.fact.value)


@dataclass(slots=True, kw_only=True)
class Parameter:
    """A parameter; ``shape.found`` is its name, ``where`` its location."""

    name: str
    where: Fact
    shape: Shape


@dataclass(slots=True, kw_only=True)
class Content:
    """A body: its media type and its shape, each None if the page does not have it."""

    media: Fact | None = None
    shape: Shape | None = None
    required: Fact | None = None


@dataclass(slots=True, kw_only=True)
class Response:
    """A response with its status code or ``default``."""

    status: Fact
    content: Content | None = None
    description: str = ""


@dataclass(slots=True, kw_only=True)
class Scheme:
    """A security scheme, with the keys of OpenAPI: type, scheme, in and name."""

    name: str
    facts: dict[str, Fact]


@dataclass(slots=True, kw_only=True)
class Operation:
    """An operation as a page or a document describes it.

    ``either`` is true if any one of the schemes is sufficient, ``anonymous`` if none is needed.
    """

    method: Fact
    path: Fact
    title: str = ""
    operation_id: Fact | None = None
    tag: Fact | None = None
    servers: list[Fact] = field(default_factory=list[Fact])
    schemes: list[Scheme] = field(default_factory=list[Scheme])
    either: bool = False
    anonymous: bool = False
    parameters: list[Parameter] = field(default_factory=list[Parameter])
    body: Content | None = None
    responses: dict[str, Response] = field(default_factory=dict[str, Response])
    questions: list[str] = field(default_factory=list[str])


@dataclass(slots=True, kw_only=True)
class Draft:
    """The content of a page. ``document`` is the OpenAPI document that the page contains."""

    page: str
    system: str
    operations: list[Operation]
    document: dict[str, Json] | None = None
    lines: tuple[int, int] = (1, 1)


class Declined(Exception):
    """A page cannot be read: the line at which reading stopped, the reason, and a hint."""

    def __init__(self, line: int, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.line, self.reason, self.hint = line, reason, hint
