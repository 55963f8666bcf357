"""Server Objects (OpenAPI 3.1.1, section 4.8.5) and 2.0's host, base path and schemes."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from stubwright.base.place import Place
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import SERVER, SERVER_VARIABLE
from stubwright.parse.reader import Reader, misplaced_object
from stubwright.types.documents import Json
from stubwright.types.spec import Server, ServerVariable

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def read_servers(reader: Reader) -> tuple[Server, ...]:
    """Return the servers of the document, a path item or an operation."""
    found = (_server(reader, place, value) for place, value in reader.items("servers"))
    return tuple(server for server in found if server is not None)


def root_servers(reader: Reader) -> tuple[Server, ...]:
    """Return the document's servers; the default is the URL that the document was read from."""
    servers = read_servers(reader)
    if servers or not _is_url(reader.place.document):
        return servers
    return (Server(url=urljoin(reader.place.document, "/")),)


def _server(parent: Reader, place: Place, value: Json) -> Server | None:
    reader = misplaced_object(parent.ctx, place, value, "a server")
    if reader is None:
        return None
    reader.finish(SERVER)
    url = reader.name("url").strip()
    if not url:
        return None
    variables = tuple(
        _declared(reader, name, inner, stated)
        for name, inner, stated in reader.entries("variables")
    )
    undefined = sorted(set(_VARIABLE.findall(url)) - {one.name for one in variables})
    for name in undefined:
        message = f"the variable {quoted(name)} of this URL is not declared"
        hint = "declare it under 'variables', with a default"
        reader.ctx.warn("server-variable-undefined", reader.place.child("url"), message, hint)
    return Server(
        url=_absolute(reader.place.document, url),
        name=reader.text("name"),
        description=reader.text("description"),
        variables=(*variables, *(ServerVariable(name=name) for name in undefined)),
    )


def _declared(parent: Reader, name: str, place: Place, value: Json) -> ServerVariable:
    reader = misplaced_object(parent.ctx, place, value, "a server variable")
    if reader is None:
        return ServerVariable(name=name)
    reader.finish(SERVER_VARIABLE)
    return ServerVariable(
        name=name,
        default=_default(reader, name),
        enum=reader.texts("enum"),
        description=reader.text("description"),
    )


def _default(reader: Reader, name: str) -> str:
    if "default" not in reader.value:
        allowed = reader.value.get("enum")
        if isinstance(allowed, list) and allowed and isinstance(allowed[0], str):
            reader.ctx.warn(
                "key-missing",
                reader.place,
                f"the variable {quoted(name)} has no default; its first value is used",
                "add 'default'",
            )
            return allowed[0]
    return reader.name("default")


def _is_url(uri: str) -> bool:
    return uri.startswith(("http://", "https://"))


def _absolute(document: str, url: str) -> str:
    """Resolve a relative URL against the document's URL, if it was read from one."""
    if not _is_url(document) or url.startswith("{"):
        return url
    try:
        return urljoin(document, url)
    except ValueError:
        return url


def servers_20(reader: Reader) -> tuple[Server, ...]:
    """Return the servers that ``schemes``, ``host`` and ``basePath`` of 2.0 describe together."""
    document = reader.place.document
    host = reader.text("host").strip().removesuffix("/")
    host = re.sub(r"\A\w+://", "", host)
    base = reader.text("basePath").strip()
    if base and not base.startswith("/"):
        base = "/" + base
    if not host:
        if _is_url(document):
            host = urlsplit(document).netloc
        else:
            return (Server(url=base),) if base else ()
    schemes = reader.texts("schemes") or (
        (urlsplit(document).scheme,) if _is_url(document) else ("https",)
    )
    http = [scheme for scheme in schemes if scheme in ("http", "https")]
    ordered = sorted(http, key=lambda scheme: scheme != "https") or list(schemes)
    return tuple(Server(url=f"{scheme}://{host}{base}") for scheme in ordered)
