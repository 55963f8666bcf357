"""The client module: one description of the API and the classes over it."""

from __future__ import annotations

import re

from stubwright.backends.dataclasses.declarations import security
from stubwright.backends.dataclasses.docstrings import docstring, joined
from stubwright.backends.dataclasses.endpoints import about_group, by_group
from stubwright.backends.dataclasses.imports import blocks
from stubwright.backends.dataclasses.layout import Doc, bracket, class_head, lay, stable
from stubwright.backends.dataclasses.literals import line, string
from stubwright.types.ir import Api, Scheme
from stubwright.types.names import GroupName, Names
from stubwright.types.package import ClientModule, ClientView, PropertyView

_CONSTRUCTOR = (
    "token: str | Callable[[], str | Awaitable[str]] | None = None",
    "*",
    "base_url: str",
)
_PASSED = ("base_url", "http_client", "credentials", "hooks", "max_content", "on_mismatch")


def client_module(api: Api, names: Names, header: str) -> ClientModule:
    """Plan the module of both clients."""
    groups = [
        (names.groups[hint], about_group(hint, api, names))
        for hint, _ in by_group(api.operations, names).values()
    ]
    uses = {"Api", "Client", "AsyncClient"}
    uses |= {made[0] for made in map(_scheme, api.schemes) if made}
    uses |= {"cached_property", "e"} if groups else set()
    if not api.server:
        uses |= {
            "Awaitable",
            "Callable",
            "Mapping",
            "CallOptions",
            "Credential",
            "Hooks",
            "Mismatch",
        }
        uses |= {"Transport", "AsyncTransport", "Unpack", "httpx2"}
    clients = (
        _client(api, names, groups, asynchronous=False),
        _client(api, names, groups, asynchronous=True),
    )
    return ClientModule(
        header=header,
        docstring=docstring(f"Clients of {line(api.title) or 'the API'}.", 0),
        imports=blocks(uses, 0),
        api=_api(api, names),
        clients=clients,
    )


def token_variable(names: Names) -> str:
    """Return the environment variable that may hold the token."""
    return f"{names.package.upper()}_TOKEN"


def user_agent(api: Api, names: Names) -> str:
    """Return the User-Agent header (RFC 9110, section 10.1.5): the package with the document's version."""
    package, version = (
        re.sub(r"[^\w!#$%&'*+.^`|~-]+", "-", text, flags=re.ASCII).strip("-")
        for text in (names.package, api.version)
    )
    return f"{package or 'client'}/{version or '0'} (Stubwright)"


def _api(api: Api, names: Names) -> str:
    made = ((string(one.name), _scheme(one)) for one in api.schemes)
    schemes = [bracket(f"{name}: {one[0]}(", one[1:], ")") for name, one in made if one]
    items: list[Doc] = [
        f"title={string(line(api.title))}",
        f"base_url={string(api.server)}",
        f"token_variable={string(token_variable(names))}",
        f"user_agent={string(user_agent(api, names))}",
    ]
    if schemes:
        items.append(bracket("schemes={", schemes, "}"))
    if any(api.security):
        items.append(security(api.security))
    return lay(bracket("API = Api(", items, ")"))


def _scheme(one: Scheme) -> tuple[str, ...]:
    """Return the class of a scheme and what it is called with; nothing where a request carries nothing."""
    match one.kind:
        case "bearer":
            return ("Bearer",)
        case "basic":
            return ("Basic",)
        case "apikey":
            return "APIKey", string(one.location), string(one.parameter)
        case "none":
            return ()


def _client(
    api: Api, names: Names, groups: list[tuple[GroupName, str]], *, asynchronous: bool
) -> ClientView:
    base = "AsyncClient" if asynchronous else "Client"
    name = f"Async{names.client}" if asynchronous else names.client
    title = line(api.title) or "the API"
    summary = f"{'Async client' if asynchronous else 'Client'} for {title}."
    undeclared = "" if api.schemes else "A token that is passed is sent as a bearer token."
    about = joined(summary, *(() if asynchronous else (api.description, undeclared)))
    return ClientView(
        head=class_head(name, base),
        docstring=docstring(about, 4),
        constructor="" if api.server else _constructor(asynchronous),
        groups=tuple(_property(group, text, asynchronous) for group, text in groups),
    )


def _constructor(asynchronous: bool) -> str:
    prefix = "Async" if asynchronous else ""
    items = [
        "self",
        *_CONSTRUCTOR,
        f"http_client: httpx2.{prefix}Client | {prefix}Transport | None = None",
        "credentials: Mapping[str, Credential] | None = None",
        "hooks: Hooks | None = None",
        "max_content: int | None = None",
        "on_mismatch: Callable[[Mismatch], object] | None = None",
        "**options: Unpack[CallOptions]",
    ]
    signature = lay(bracket("def __init__(", items, ") -> None:"), 4)
    passed = [f"{one}={one}" for one in _PASSED]
    call = lay(bracket("super().__init__(", ["token", *passed, "**options"], ")"), 8)
    return f"{signature}\n        {call}"


def _property(group: GroupName, about: str, asynchronous: bool) -> PropertyView:
    name = group.async_class_name if asynchronous else group.class_name
    return PropertyView(
        signature=stable(f"def {group.attribute}(self) -> e.{name}:", 4),
        docstring=docstring(joined(about), 8),
        statement=stable(f"return e.{name}(self)", 8),
    )
