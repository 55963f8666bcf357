"""Names that are taken before any document is read, by the position they are taken in."""

from __future__ import annotations

import builtins
import keyword
from typing import Final

KEYWORDS: Final = frozenset(keyword.kwlist)

#: Python's own names; imports of a models module give way to the document's.
TYPES: Final = KEYWORDS | {"dataclass"} | {name for name in vars(builtins) if name[:1].isupper()}

#: What the ``__init__`` of a dataclass needs.
FIELDS: Final = KEYWORDS | {"self"}

#: The settings of a call, which every method takes: ``CallOptions`` of the runtime.
OPTIONS: Final = frozenset(
    {"timeout", "headers", "max_retries", "extra_query", "follow_redirects", "strict"}
)

#: What every method takes besides the operation's own parameters.
ARGUMENTS: Final = KEYWORDS | {"self", "operation", "body", "content_type"} | OPTIONS

METHODS: Final = KEYWORDS

#: What a client has besides its groups, and what its module names.
GROUPS: Final = KEYWORDS | {
    "aclose",
    "cached_property",
    "close",
    "e",
    "float",
    "request",
    "str",
    "with_options",
    "with_response",
}

CONSTANTS: Final = frozenset({"UNSET"})

#: What a client module imports.
CLIENTS: Final = KEYWORDS | {
    "API",
    "APIKey",
    "Api",
    "AsyncClient",
    "Basic",
    "Awaitable",
    "Bearer",
    "CallOptions",
    "Callable",
    "Client",
    "Hooks",
    "Mapping",
    "Mismatch",
    "Unpack",
    "Transport",
    "AsyncTransport",
    "Credential",
}

#: The errors that every package has, and Python's own.
ERRORS: Final = {name for name in vars(builtins) if name.endswith("Error")} | {
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "DecodeError",
    "EncodeError",
    "InternalServerError",
    "LocatedError",
    "MissingCredentialsError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "UnprocessableEntityError",
}

#: Windows device names; no file may bear one, whatever its ending.
_DEVICES: Final = {"con", "prn", "aux", "nul"} | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)
}
MODULES: Final = KEYWORDS | _DEVICES

#: A package of such a name would hide what the runtime itself imports.
PACKAGES: Final = MODULES | {
    "asyncio",
    "builtins",
    "codecs",
    "collections",
    "contextvars",
    "dataclasses",
    "datetime",
    "decimal",
    "email",
    "enum",
    "functools",
    "http",
    "httpx2",
    "importlib",
    "inspect",
    "io",
    "json",
    "logging",
    "math",
    "mimetypes",
    "operator",
    "os",
    "re",
    "secrets",
    "string",
    "sys",
    "test",
    "threading",
    "time",
    "types",
    "typing",
    "urllib",
    "uuid",
    "warnings",
}
