"""The keys of each object of the specification, as data.

``read`` keys affect the result. ``silent`` keys are documentation for people, or are used by an earlier
stage. ``ignored`` keys have a meaning that does not affect the generated code; a note reports them.
"""

from __future__ import annotations

from stubwright.base.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys of one object of the specification."""

    title: str
    read: tuple[str, ...]
    ignored: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


def _keys(title: str, read: str, *, silent: str = "", ignored: str = "") -> Keys:
    words = tuple(read.split())
    quiet = ignored.split()
    return Keys(
        title=title,
        read=(*words, *quiet),
        ignored=frozenset(quiet),
        known=frozenset((*words, *silent.split())),
    )


ROOT = _keys(
    "OpenAPI Object",
    "openapi info servers paths webhooks components security tags",
    silent="externalDocs jsonSchemaDialect $self $schema",
)
ROOT_20 = _keys(
    "Swagger Object",
    "swagger info host basePath schemes consumes produces paths definitions parameters responses "
    "securityDefinitions security tags",
    silent="externalDocs $schema",
)
INFO = _keys(
    "Info Object", "title version description", silent="summary termsOfService contact license"
)
COMPONENTS = _keys(
    "Components Object",
    "schemas responses parameters requestBodies headers securitySchemes callbacks pathItems "
    "mediaTypes",
    silent="examples links",
)
PATH_ITEM = _keys(
    "Path Item Object",
    "$ref summary description servers parameters additionalOperations "
    "get put post delete options head patch trace query",
)
OPERATION = _keys(
    "Operation Object",
    "tags summary description operationId parameters requestBody responses callbacks deprecated "
    "security servers",
    silent="externalDocs",
)
OPERATION_20 = _keys(
    "Operation Object",
    "tags summary description operationId consumes produces parameters responses "
    "deprecated security",
    silent="externalDocs",
    ignored="schemes",
)
PARAMETER = _keys(
    "Parameter Object",
    "name in description required deprecated style explode allowReserved schema content",
    silent="example examples",
    ignored="allowEmptyValue",
)
HEADER = _keys(
    "Header Object",
    "description required deprecated schema content",
    silent="style explode example examples name in",
    ignored="allowReserved allowEmptyValue",
)
BODY_20 = _keys("Parameter Object", "name in description required schema")
BODY = _keys("Request Body Object", "description content required", silent="summary")
MEDIA_TYPE = _keys(
    "Media Type Object",
    "schema itemSchema encoding prefixEncoding itemEncoding",
    silent="example examples",
)
ENCODING = _keys(
    "Encoding Object",
    "contentType style explode allowReserved",
    ignored="headers encoding prefixEncoding itemEncoding",
)
RESPONSE = _keys(
    "Response Object", "headers content", silent="description summary", ignored="links"
)
RESPONSE_20 = _keys("Response Object", "headers schema", silent="description examples")
XML = _keys("XML Object", "name namespace prefix attribute wrapped nodeType x-ms-text")
SERVER = _keys("Server Object", "url name description variables")
SERVER_VARIABLE = _keys("Server Variable Object", "default enum description")
TAG = _keys("Tag Object", "name description", silent="externalDocs summary parent kind")
SECURITY_SCHEME = _keys(
    "Security Scheme Object",
    "type description name in scheme flows openIdConnectUrl",
    silent="bearerFormat oauth2MetadataUrl deprecated",
)
SECURITY_SCHEME_20 = _keys(
    "Security Scheme Object",
    "type description name in flow tokenUrl",
    silent="authorizationUrl scopes",
)
DISCRIMINATOR = _keys("Discriminator Object", "propertyName mapping defaultMapping")
