"""What a page or a document says of its operations: facts, each with where it is said.

A reader of a documentation system fills these; they are not changed after it returns.
"""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field
from stubwright.types.transcript import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One value with its evidence.

    ``lines`` are the first and the last line of the page, from 1. ``rule`` names the rule that
    read it; in what is read from a document it is the JSON Pointer.
    """

    value: Json
    lines: tuple[int, int]
    rule: str
    status: Status = "stated"


@dataclass(slots=True, kw_only=True)
class Shape:
    """A schema: keywords with a single value in ``facts``, parts as shapes of their own.

    ``found`` is the fact that there is such a property, ``required`` that it must be present;
    ``nullable`` is among the facts. ``title`` is what the page calls it. ``lost`` are the names of
    fields that the page lists somewhere inside, where nothing says; ``listed`` are all fields of a
    list with such fields, or with inferred places, in the order of the page. ``any_of`` says that
    the page calls its ``choices`` that. ``facts["alternatives"]`` is there where the page has alternatives
    and does not say how many.
    """

    found: Fact | None = None
    required: Fact | None = None
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    properties: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None
    extra: Shape | None = None
    choices: list[Shape] = field(default_factory=list)
    any_of: bool = False
    lost: list[Fact] = field(default_factory=list[Fact])
    listed: list[Listed] = field(default_factory=list)
    title: str = ""
    description: str = ""


@dataclass(slots=True, kw_only=True)
class Listed:
    """A field of a list that does not show its levels.

    ``said`` is the field without what is inside, as it was before it got a place. ``holds`` says
    that it can hold other fields, ``option`` that it is one of alternatives, or their heading.
    """

    shape: Shape
    said: Shape
    holds: bool
    option: bool = False

    @property
    def fact(self) -> Fact:
        """The fact that there is such a field."""
        return self.said.found or Fact(value="", lines=(1, 1), rule="")

    @property
    def name(self) -> str:
        """The name of the field."""
        return str(self.fact.value)


@dataclass(slots=True, kw_only=True)
class Parameter:
    """A parameter; its shape's ``found`` is its name, ``where`` its location."""

    name: str
    where: Fact
    shape: Shape


@dataclass(slots=True, kw_only=True)
class Content:
    """A body: its media type if one is named, and its shape if it has one."""

    media: Fact | None = None
    shape: Shape | None = None
    required: Fact | None = None


@dataclass(slots=True, kw_only=True)
class Response:
    """A response by its status code or ``default``."""

    status: Fact
    content: Content | None = None
    description: str = ""


@dataclass(slots=True, kw_only=True)
class Scheme:
    """A security scheme: type, scheme, in and name as OpenAPI has them."""

    name: str
    facts: dict[str, Fact]


@dataclass(slots=True, kw_only=True)
class Operation:
    """One operation as a page or a document describes it.

    ``either`` says that one of the schemes is enough, ``anonymous`` that it may be called without.
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
    asks: list[str] = field(default_factory=list[str])


@dataclass(slots=True, kw_only=True)
class Draft:
    """Content of one page. ``document`` is the OpenAPI document that the page contains."""

    page: str
    system: str
    operations: list[Operation]
    document: dict[str, Json] | None = None
    lines: tuple[int, int] = (1, 1)


class Declined(Exception):
    """A page cannot be read: the line that stopped the reader, why, and what would help."""

    def __init__(self, line: int, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.line, self.reason, self.hint = line, reason, hint
