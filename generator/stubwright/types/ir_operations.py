"""The second part of the IR: operations, their requests and responses, servers, credentials, and the API as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Literal, NewType, TypeAlias

from stubwright.base.records import dataclass, field
from stubwright.types.ir import JsonValue, Presence, Type, TypeId, Xml

OperationId = NewType("OperationId", str)
"""``get /pets/{id}``; webhooks and callbacks have a prefix."""


ParameterLocation: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter; ``media_type`` is set if it is serialized as that media type.

    ``filled`` is the only value of a required parameter that has one.
    """

    location: ParameterLocation
    name: str
    type: TypeId
    presence: Presence
    style: str
    explode: bool
    allow_reserved: bool = False
    media_type: str = ""
    filled: str | int | bool | None = None
    description: str = ""
    deprecated: bool = False


class Codec(str, Enum):
    """Encoding of a body. ``MERGE_PATCH`` is JSON in which every member may be null; ``PARTS`` is a list of parts.

    ``JSON_LINES``, ``EVENTS`` and ``PART_STREAM`` are streams of items.
    """

    JSON = "json"
    MERGE_PATCH = "merge-patch"
    FORM = "form"
    MULTIPART = "multipart"
    XML = "xml"
    TEXT = "text"
    BYTES = "bytes"
    JSON_LINES = "json-lines"
    EVENTS = "events"
    PARTS = "parts"
    PART_STREAM = "part-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """Encoding of one property of a form, or of a part without a name, if it differs from the default; ``xml`` is its root element as XML."""

    property: str
    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    xml: Xml | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body under one media type; for streams, ``type`` is that of an item. ``xml`` is the root element.

    ``first`` and ``rest`` are encodings of parts by position. ``structured`` is true if the document describes an object
    or an array, although the codec passes text or bytes.
    """

    media_type: str
    codec: Codec
    type: TypeId
    encodings: tuple[Encoding, ...] = ()
    xml: Xml | None = None
    structured: bool = False
    first: tuple[Encoding, ...] = ()
    rest: Encoding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A request body; ``contents`` is never empty."""

    required: bool
    contents: tuple[Content, ...]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response with ``status``: ``200``, ``4XX`` or ``default``; without contents, it has no body.

    ``headers`` is an object with a property for each documented header.
    """

    status: str
    contents: tuple[Content, ...] = ()
    headers: TypeId | None = None
    description: str = ""


PaginationRule: TypeAlias = Literal[
    "cursor", "next-url", "link-header", "last-id", "offset", "page"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """Pagination of an operation.

    Names are those of the document. ``items``, ``next`` and the members that mark the end are dotted paths from the root
    of the response, ``$`` for the response itself; empty if there is none. ``parameter`` is the one that changes: a
    query parameter, or, if ``in_body``, a member of the JSON body. ``start`` is the first offset or page. ``why``
    describes the reason for the rule.
    """

    rule: PaginationRule
    items: str
    parameter: str = ""
    in_body: bool = False
    next: str = ""
    more: str = ""
    done: str = ""
    total: str = ""
    pages: str = ""
    start: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method, as it is sent, of one path. ``group`` and ``name`` are hints.

    ``security`` is None if that of the API applies; otherwise it contains alternatives, each with the schemes that are
    required together. ``server`` is empty if that of the API applies.
    """

    id: OperationId
    method: str
    path: str
    group: str
    name: str
    place: str
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    server: str = ""
    pagination: Pagination | None = None
    extensions: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A part of a server's URL: one of ``enum`` unless that is empty; ``default`` is None if the caller must pass a value."""

    name: str
    default: str | None = None
    enum: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server; ``url`` contains the ``{variable}`` parts, ``hint`` is a hint for its name."""

    url: str
    hint: str
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A security scheme.

    ``kind`` is ``bearer``, ``basic``, ``apikey`` (sent in ``location`` as ``parameter``), or ``none`` for a scheme that is
    not part of a request, such as mutual TLS. ``token_url`` and ``discovery_url`` are the URLs for obtaining tokens
    (OAuth 2, OpenID Connect), empty if the document does not state them.
    """

    name: str
    kind: Literal["bearer", "basic", "apikey", "none"]
    location: str = ""
    parameter: str = ""
    description: str = ""
    token_url: str = ""
    discovery_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Examples of the document that match their types.

    ``responses`` contains those of an operation's first success, by media type; ``types`` those of objects and
    enumerations, ``members`` those of an object's own properties, by the names in the document.
    """

    responses: Mapping[OperationId, Mapping[str, JsonValue]]
    types: Mapping[TypeId, JsonValue]
    members: Mapping[TypeId, Mapping[str, JsonValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The whole API.

    ``server`` is the first server's URL with the defaults of its variables, empty if there is none or it is relative.
    ``example_host`` is the host of a server of the API or of an operation, if a default in it is only an example.
    ``servers`` contains all servers with a host. ``groups`` maps a group to its tag's description. ``incoming`` are
    webhooks and callbacks, that is, requests that the API sends. ``declared`` is the number of pairs of path and method
    in the document. ``examples`` is None if they were not requested.
    """

    title: str
    version: str
    description: str = ""
    server: str = ""
    example_host: str = ""
    servers: tuple[Server, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    security: tuple[tuple[str, ...], ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: tuple[Operation, ...] = ()
    incoming: tuple[Operation, ...] = ()
    types: Mapping[TypeId, Type] = field(default_factory=dict[TypeId, Type])
    declared: int = 0
    extensions: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    examples: Examples | None = None
