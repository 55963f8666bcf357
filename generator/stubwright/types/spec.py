"""Result of ``parse``: one dialect, independent of the document's version.

The dialect is OpenAPI 3.1/3.2 with JSON Schema 2020-12. ``nullable`` of 3.0 is the type ``null``,
its boolean ``exclusiveMinimum`` a number, and body and form parameters of 2.0 are a request body.
Schemas refer to each other by id; every other ``$ref`` has been followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, Literal, NewType, TypeAlias

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field
from stubwright.types.documents import Json

SchemaId = NewType("SchemaId", str)
"""The text of the schema's place: ``URI#/json/pointer``."""


RelativePlace: TypeAlias = tuple[SchemaId, str]
"""An outer schema, and the rest of the inner schema's pointer."""


class Missing(Enum):
    """The absence of a JSON value, as opposed to null."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

Kind: TypeAlias = Literal["null", "boolean", "integer", "number", "string", "array", "object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discriminator:
    """A Discriminator Object (OpenAPI 3.1.1, section 4.8.25). ``mapping`` contains explicit entries only, in order."""

    property: str
    mapping: tuple[tuple[str, SchemaId], ...] = ()
    default: SchemaId | None = None


NodeType: TypeAlias = Literal["element", "attribute", "text", "cdata", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Xml:
    """An XML Object (OpenAPI 3.2.0); ``node`` is None if nothing states it, an element for a ``wrapped`` array."""

    name: str = ""
    namespace: str = ""
    prefix: str = ""
    node: NodeType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A Schema Object (OpenAPI 3.1.1, section 4.8.24; JSON Schema 2020-12).

    ``types`` is empty if the document states none. Only then, ``nullable`` may be set: in 3.0, null is allowed in
    addition to the values that other keywords describe (otherwise, ``null`` is one of the types). ``boolean_schema``
    is set for boolean schemas only. ``ref`` is the target of ``$ref`` (its siblings are the other fields).
    ``enum_names`` and ``enum_descriptions`` are parallel to ``enum``, null included, or empty.
    ``properties`` are in the document's order. ``checks`` contains keywords that do not shape the type
    (``minLength``, ``pattern``, ``minItems`` ...) with their values in the document, sorted by keyword.
    ``extensions`` contains the ``x-`` keys.
    """

    id: SchemaId
    place: Place
    boolean_schema: bool | None = None
    ref: SchemaId | None = None
    types: tuple[Kind, ...] = ()
    nullable: bool = False
    title: str = ""
    description: str = ""
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    default: Json | Missing = MISSING
    examples: tuple[Json, ...] = ()
    enum: tuple[Json, ...] | None = None
    enum_names: tuple[str, ...] = ()
    enum_descriptions: tuple[str, ...] = ()
    const: Json | Missing = MISSING
    format: str = ""
    content_encoding: str = ""
    content_media_type: str = ""
    all_of: tuple[SchemaId, ...] = ()
    one_of: tuple[SchemaId, ...] = ()
    any_of: tuple[SchemaId, ...] = ()
    discriminator: Discriminator | None = None
    properties: tuple[tuple[str, SchemaId], ...] = ()
    required: tuple[str, ...] = ()
    additional_properties: SchemaId | None = None
    pattern_properties: tuple[tuple[str, SchemaId], ...] = ()
    unevaluated_properties: SchemaId | None = None
    property_names: SchemaId | None = None
    prefix_items: tuple[SchemaId, ...] = ()
    items: SchemaId | None = None
    unevaluated_items: SchemaId | None = None
    checks: tuple[tuple[str, Json], ...] = ()
    xml: Xml | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict[str, Json])


class Location(str, Enum):
    """Location of a parameter (OpenAPI 3.2.0, section 4.12.1)."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A Parameter Object; ``style`` and ``explode`` are always set (to their defaults if not stated).

    ``media_type`` is set if the parameter is described by ``content``. ``examples`` are those beside the schema.
    """

    place: Place
    location: Location
    name: str
    schema: SchemaId | None
    required: bool = False
    style: str = "simple"
    explode: bool = False
    allow_reserved: bool = False
    media_type: str = ""
    description: str = ""
    deprecated: bool = False
    examples: tuple[Json, ...] = field(default=(), hash=False)
    extensions: Mapping[str, Json] = field(default_factory=dict[str, Json])


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """An Encoding Object (OpenAPI 3.1.1, section 4.8.15) of one property. Empty means not stated."""

    property: str
    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """A Media Type Object with its key. ``item_schema`` (3.2) is for streams.

    ``prefix_encodings`` and ``item_encoding`` (3.2) are those of parts by position, without a property.
    ``untyped`` is the media type of a form's part whose schema states no type, empty before 3.1.
    ``examples`` are values in the document with their places; they are read only for packages with ``testing``.
    """

    place: Place
    name: str
    schema: SchemaId | None = None
    item_schema: SchemaId | None = None
    untyped: str = ""
    encodings: tuple[Encoding, ...] = ()
    prefix_encodings: tuple[Encoding, ...] = ()
    item_encoding: Encoding | None = None
    examples: tuple[tuple[Place, Json], ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """A Request Body Object (OpenAPI 3.1.1, section 4.8.13)."""

    place: Place
    required: bool
    contents: tuple[MediaType, ...]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A Response Object; ``status`` is ``200``, ``4XX`` or ``default``."""

    place: Place
    status: str
    contents: tuple[MediaType, ...] = ()
    headers: tuple[Parameter, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A Server Variable Object; ``default`` is empty if the document declares no such variable."""

    name: str
    default: str = ""
    enum: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Server Object; ``url`` contains the ``{variable}`` parts. ``name`` exists in 3.2."""

    url: str
    name: str = ""
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """A Security Scheme Object, by its component name.

    ``type`` is ``apiKey``, ``http``, ``mutualTLS``, ``oauth2`` or ``openIdConnect``; ``scheme`` is lower case.
    ``token_url`` is the token endpoint of OAuth 2, ``refresh_url`` another one for refreshed tokens, ``discovery_url`` the
    OpenID Connect document that contains the token endpoint.
    """

    name: str
    type: str
    scheme: str = ""
    location: str = ""
    parameter: str = ""
    description: str = ""
    token_url: str = ""
    refresh_url: str = ""
    discovery_url: str = ""


SecurityRequirement: TypeAlias = tuple[str, ...]
"""Names of schemes that are required together; an empty tuple means anonymous access."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An Operation Object with its path item's parameters merged in.

    ``security`` is None if the operation states none; otherwise it contains alternatives.
    ``servers`` is empty unless the operation or its path item states some.
    ``callbacks`` are operations whose ``path`` is the runtime expression and whose ``name`` is that of the callback.
    """

    place: Place
    method: str
    path: str
    name: str = ""
    operation_id: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[SecurityRequirement, ...] | None = None
    servers: tuple[Server, ...] = ()
    callbacks: tuple[Operation, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict[str, Json])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A Tag Object."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The whole document. ``schemas`` contains every schema that can be reached, components first.

    A nested schema that is repeated is included once, by the shortest of its places; ``repeats`` has all of its places.

    ``declared`` is the number of pairs of path and method, including those that could not be parsed.
    """

    title: str
    version: str
    uri: str = ""
    description: str = ""
    servers: tuple[Server, ...] = ()
    security: tuple[SecurityRequirement, ...] = ()
    security_schemes: tuple[SecurityScheme, ...] = ()
    tags: tuple[Tag, ...] = ()
    operations: tuple[Operation, ...] = ()
    webhooks: tuple[Operation, ...] = ()
    components: tuple[tuple[str, SchemaId], ...] = ()
    schemas: Mapping[SchemaId, Schema] = field(default_factory=dict[SchemaId, Schema])
    repeats: Mapping[SchemaId, tuple[RelativePlace, ...]] = field(
        default_factory=dict[SchemaId, tuple[RelativePlace, ...]]
    )
    declared: int = 0
    extensions: Mapping[str, Json] = field(default_factory=dict[str, Json])
    diagnostics: tuple[Diagnostic, ...] = ()
