"""Result of ``lower``: types by id, and operations (``ir_operations``), independent of Python and JSON Schema.

Types refer to each other by id, so a cycle is only a repeated id. Nothing here is
an identifier: ``Hint`` suggests the name of a type, and ``name`` assigns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Final, Literal, NewType, TypeAlias

from stubwright.base.records import dataclass, field

TypeId = NewType("TypeId", str)
"""Derived from the schema's place, not from its position among siblings; stable and sortable."""

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"


class Rank(IntEnum):
    """Precedence of items that would get the same name."""

    COMPONENT = 0
    ALIAS = 1
    OPERATION = 2
    INLINE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Hint for the name of a type: ``words``, after the name of ``parent`` if it is set."""

    rank: Rank
    words: str
    parent: TypeId | None = None


class ScalarKind(str, Enum):
    """Scalars by their meaning and their encoding.

    ``BINARY`` is binary content (a string in JSON); ``FILE`` is a part of a multipart form, which may have a file
    name. ``DECIMAL`` is encoded as a string, ``DECIMAL_NUMBER`` as a number.
    """

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    DECIMAL = "decimal"
    DECIMAL_NUMBER = "decimal-number"
    BASE64 = "base64"
    BASE64URL = "base64url"
    BINARY = "binary"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """Any JSON value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A JSON value that is neither array nor object."""

    kind: ScalarKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """Exactly one value; if ``open``, other values may be added later."""

    value: str | int | bool
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One value of an enum; ``words`` is a hint for its name."""

    value: str | int
    words: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """At least two known strings or integers; others may be added later. Always has a name."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Array:
    """Any number of items of one type."""

    items: TypeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuple:
    """Items by position, then any number of ``rest`` (None: no more)."""

    items: tuple[TypeId, ...]
    rest: TypeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping_:
    """Values of one type under any key; ``keys`` are the documented ones, empty for any."""

    values: TypeId
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """The member is always present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Optional:
    """The member may be absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """The member may be absent; the server then uses ``value``."""

    value: JsonValue = field(hash=False)  # it may be a list


Presence: TypeAlias = Required | Optional | Default


@dataclass(frozen=True, slots=True, kw_only=True)
class Xml:
    """XML representation of a value. The name is empty if it is that of the member; ``items`` represents a list's items.

    A ``wrapped`` list has a separate element.
    """

    name: str = ""
    namespace: str = ""
    prefix: str = ""
    node: Literal["element", "attribute", "text", "cdata", "none"] = "element"
    wrapped: bool = False
    items: Xml | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A member of an object, by its documented name; ``filled`` is its default for callers.

    ``xml`` is None if the member is an element with its own name, or is never encoded as XML.
    """

    name: str
    type: TypeId
    presence: Presence
    filled: str | int | bool | None = None
    xml: Xml | None = None
    description: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """An object with known members. Always has a name.

    ``properties`` are its own, without those of its base. ``extra`` is the type of additional properties,
    None if they are not kept.
    """

    properties: tuple[Property, ...]
    base: TypeId | None = None
    extra: TypeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The property whose value selects the member: a discriminator, or a constant in each member.

    Every target, including ``fallback``, is a member of the union or a union of some of its members.
    """

    property: str
    mapping: tuple[tuple[str, TypeId], ...]
    fallback: TypeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """One of several types; never nested, never with null (see ``Nullable``). A component that only refers to another is a union of one.

    If ``open``, a value that matches no member is kept unchanged instead of refused; this is the case if a
    member is an object. There are several tags if several unions were joined; each selects some of the members.
    """

    members: tuple[TypeId, ...]
    tags: tuple[Tag, ...] = ()
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Nullable:
    """A type or null. ``type`` is never ``Nullable``, ``Anything`` or null itself."""

    type: TypeId


Shape: TypeAlias = (
    Anything
    | Scalar
    | Constant
    | Enumeration
    | Array
    | Tuple
    | Mapping_
    | Object
    | Union
    | Nullable
)


Number: TypeAlias = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Constraints of a value beyond its type (JSON Schema 2020-12 validation, section 6).

    None means that nothing is stated; an integer is an ``int``, however it is spelled in the document. ``values`` are
    those of an enumeration without a class, as JSON.
    """

    min_length: Number | None = None
    max_length: Number | None = None
    pattern: str | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = None
    exclusive_maximum: Number | None = None
    multiple_of: Number | None = None
    min_items: Number | None = None
    max_items: Number | None = None
    unique_items: bool = False
    min_properties: Number | None = None
    max_properties: Number | None = None
    values: tuple[str, ...] = ()


UNCONSTRAINED: Final = Constraints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type and its facts.

    ``hint`` is None if the type is expanded at each use; ``Object`` and ``Enumeration`` always have one,
    and so do tagged unions, recursive types, and components that are arrays, mappings,
    tuples or unions. ``place`` is the text of the schema's place. ``component`` is its name in the
    root document's components, empty for others. If the type has a hint, ``places`` contains its ids at all of its
    places, including its own.
    """

    id: TypeId
    shape: Shape
    hint: Hint | None = None
    title: str = ""
    description: str = ""
    deprecated: bool = False
    constraints: Constraints = UNCONSTRAINED
    place: str = ""
    component: str = ""
    extensions: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    places: tuple[TypeId, ...] = ()
