"""Reserved names, by position; they take precedence over those of any document."""

from __future__ import annotations

import builtins
import keyword
from typing import Final

from stubwright.types.backend import Reserved

_KEYWORDS: Final = frozenset(keyword.kwlist)

#: Python's own names; imports of a models module that clash with the document's names are renamed.
_TYPES: Final = _KEYWORDS | {"dataclass"} | {name for name in vars(builtins) if name[:1].isupper()}

#: Names that the ``__init__`` of a dataclass uses.
_FIELDS: Final = _KEYWORDS | {"self"}

#: The options that every method accepts: ``CallOptions`` of the runtime.
_OPTIONS: Final = frozenset(
    {"timeout", "headers", "max_retries", "extra_query", "follow_redirects", "strict"}
)

#: The parameters of every method in addition to those of the operation.
_ARGUMENTS: Final = _KEYWORDS | {"self", "operation", "body", "content_type"} | _OPTIONS

#: The attributes of a client in addition to its groups.
_GROUPS: Final = _KEYWORDS | {
    "aclose",
    "close",
    "request",
    "streaming",
    "with_options",
    "with_response",
}

_CONSTANTS: Final = frozenset({"UNSET"})

#: The errors that every package exports at its top level.
PUBLIC_ERRORS: Final = (
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "DecodeError",
    "EncodeError",
    "InternalServerError",
    "InvalidRequestError",
    "MissingCredentialsError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "UnprocessableEntityError",
)

#: These, others of the runtime, and Python's own.
_ERRORS: Final = {
    *(name for name in vars(builtins) if name.endswith("Error")),
    *PUBLIC_ERRORS,
    "APIError",
    "LocatedError",
}

#: Other names next to the clients: at the top level of the package, and in their module.
_CLIENTS: Final = (
    _KEYWORDS | _ERRORS | {"API", "File", "Response", "UNSET", "UnknownValue", "Unset"}
)

#: Windows device names, which no file may have, whatever its suffix.
_DEVICES: Final = {"con", "prn", "aux", "nul"} | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)
}
_MODULES: Final = _KEYWORDS | _DEVICES

#: A package of such a name would hide modules that the runtime imports.
_PACKAGES: Final = _MODULES | {
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

RESERVED: Final = Reserved(
    words=_KEYWORDS,
    types=_TYPES,
    fields=_FIELDS,
    arguments=_ARGUMENTS,
    groups=_GROUPS,
    constants=_CONSTANTS,
    clients=_CLIENTS,
    errors=_ERRORS,
    modules=_MODULES,
    packages=_PACKAGES,
)
