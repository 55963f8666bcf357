"""The client module: the description of the API, and the client classes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from stubwright.backends.dataclasses.endpoints import about_group, by_group
from stubwright.backends.dataclasses.formatting.docstrings import docstring, joined
from stubwright.backends.dataclasses.formatting.layout import (
    Doc,
    bracket,
    class_head,
    lay_out,
    stable,
)
from stubwright.backends.dataclasses.formatting.literals import line, string
from stubwright.backends.dataclasses.formatting.security import security
from stubwright.backends.dataclasses.imports import blocks, exports, giving_way
from stubwright.backends.dataclasses.results import downloads
from stubwright.backends.dataclasses.servers import choices, has_choice
from stubwright.backends.dataclasses.views import ClientModule, ClientView, PropertyView
from stubwright.base.records import dataclass
from stubwright.types.ir_operations import Api, Scheme
from stubwright.types.names import GroupName, Names

_PASSED = ("base_url", "http_client", "credentials", "hooks", "max_content", "on_mismatch")


#: Imported names in the signatures of constructors that require a URL.
_IN_CONSTRUCTORS = frozenset(
    {
        "AsyncTransport",
        "CallOptions",
        "Callable",
        "Credential",
        "Hooks",
        "Mapping",
        "Mismatch",
        "Transport",
        "Unpack",
        "httpx2",
    }
)
#: Imported names that are used in the bodies of the classes, where groups would hide them.
_IN_CLASSES = frozenset({"builtins", "cached_property", "e"})


@dataclass(frozen=True, slots=True)
class _LocalNames:
    """Spelling of imported names and builtins that are renamed because the document uses their names."""

    local_names: Mapping[str, str]
    groups: frozenset[str]

    def __call__(self, name: str) -> str:
        return self.local_names.get(name, name)

    def builtin(self, name: str) -> str:
        return f"{self('builtins')}.{name}" if name in self.groups else name


def client_module(api: Api, names: Names, header: str) -> ClientModule:
    """Plan the module of both clients."""
    groups = [
        (names.groups[hint], about_group(hint, api, names))
        for hint, _ in by_group(api.operations, names).values()
    ]
    base = "StreamingClient" if any(map(downloads, api.operations)) else "Client"
    attributes = {group.attribute for group, _ in groups}
    uses = _uses(api, base, attributes)
    called = giving_way({names.client, f"Async{names.client}"} | attributes & _IN_CLASSES)
    local = _LocalNames(called, frozenset(attributes))
    clients = tuple(_client(api, names, groups, local, each) for each in (base, f"Async{base}"))
    return ClientModule(
        header=header,
        docstring=docstring(f"Clients of {line(api.title) or 'the API'}.", 0),
        imports=blocks(uses, 0, called=called),
        exports=exports([names.client, f"Async{names.client}"]),
        cached_property=local("cached_property"),
        api=_api(api, names, local),
        clients=clients,
    )


def _uses(api: Api, base: str, attributes: Set[str]) -> set[str]:
    """Return the names that the module imports; without a server, the constructors have arguments of their own."""
    uses = {"Api", base, f"Async{base}"}
    uses |= {scheme[0] for scheme in map(_scheme, api.schemes) if scheme}
    uses |= {"cached_property", "e"} if attributes else set()
    if not api.server:
        uses |= _IN_CONSTRUCTORS
        uses |= {"builtins"} if {"int", "object", "str"} & attributes else set()
    return uses


def token_variable(names: Names) -> str:
    """Return the name of the environment variable for the token."""
    return f"{names.package.upper()}_TOKEN"


def user_agent(api: Api, names: Names) -> str:
    """Return the User-Agent header (RFC 9110, section 10.1.5): the package with the document's version."""
    package, version = (
        re.sub(r"[^\w!#$%&'*+.^`|~-]+", "-", text, flags=re.ASCII).strip("-")
        for text in (names.package, api.version)
    )
    return f"{package or 'client'}/{version or '0'} (Stubwright)"


def _api(api: Api, names: Names, local: _LocalNames) -> str:
    made = ((string(one.name), _scheme(one)) for one in api.schemes)
    schemes = [bracket(f"{name}: {local(one[0])}(", one[1:], ")") for name, one in made if one]
    items: list[Doc] = [
        f"title={string(line(api.title))}",
        f"base_url={string(api.server)}",
        *([f"example_host={string(api.example_host)}"] if api.example_host else []),
        f"token_variable={string(token_variable(names))}",
        f"user_agent={string(user_agent(api, names))}",
    ]
    if schemes:
        items.append(bracket("schemes={", schemes, "}"))
    if any(api.security):
        items.append(security(api.security))
    return lay_out(bracket(f"API = {local('Api')}(", items, ")"))


def _scheme(one: Scheme) -> tuple[str, ...]:
    """Return the class of a scheme and its arguments; nothing if the scheme adds nothing to requests."""
    match one.kind:
        case "bearer" if one.token_url:
            refresh = [f"refresh_url={string(one.refresh_url)}"] if one.refresh_url else []
            return "OAuth2", string(one.token_url), *refresh
        case "bearer" if one.discovery_url:
            return "OAuth2", f"discovery_url={string(one.discovery_url)}"
        case "bearer":
            return ("Bearer",)
        case "basic":
            return ("Basic",)
        case "apikey":
            return "APIKey", string(one.location), string(one.parameter)
        case "none":
            return ()


def _client(
    api: Api,
    names: Names,
    groups: list[tuple[GroupName, str]],
    local: _LocalNames,
    base: str,
) -> ClientView:
    asynchronous = base.startswith("Async")
    name = f"Async{names.client}" if asynchronous else names.client
    title = line(api.title) or "the API"
    summary = f"{'Async client' if asynchronous else 'Client'} for {title}."
    undeclared = "" if api.schemes else "A token that is passed is sent as a bearer token."
    servers = choices(names) if has_choice(api) else ""
    more = (api.description, undeclared, _credentials(api), servers)
    about = joined(summary, *(() if asynchronous else more))
    return ClientView(
        head=class_head(name, local(base)),
        docstring=docstring(about, 4),
        constructor="" if api.server else _constructor(local, asynchronous),
        groups=tuple(_property(group, text, local, asynchronous) for group, text in groups),
    )


def _credentials(api: Api) -> str:
    """Return the document's description of each security scheme."""
    described = [
        (one.name, one.description.strip()) for one in api.schemes if one.description.strip()
    ]
    texts = [
        f"- `{line(name)}`: {line(text.partition(chr(10) * 2)[0])}" for name, text in described
    ]
    return "\n".join(["Credentials:", *texts]) if texts else ""


def _constructor(local: _LocalNames, asynchronous: bool) -> str:
    kind = "Async" if asynchronous else ""
    text, callable_ = local.builtin("str"), local("Callable")
    mismatch = f"{callable_}[[{local('Mismatch')}], {local.builtin('object')}]"
    items = [
        "self",
        f"token: {local('Credential')} | None = None",
        "*",
        f"base_url: {text}",
        f"http_client: httpx2.{kind}Client | {local(kind + 'Transport')} | None = None",
        f"credentials: {local('Mapping')}[{text}, {local('Credential')}] | None = None",
        f"hooks: {local('Hooks')} | None = None",
        f"max_content: {local.builtin('int')} | None = None",
        f"on_mismatch: {mismatch} | None = None",
        f"**options: {local('Unpack')}[{local('CallOptions')}]",
    ]
    signature = lay_out(bracket("def __init__(", items, ") -> None:"), 4)
    passed = [f"{one}={one}" for one in _PASSED]
    call = lay_out(bracket("super().__init__(", ["token", *passed, "**options"], ")"), 8)
    return f"{signature}\n        {call}"


def _property(group: GroupName, about: str, local: _LocalNames, asynchronous: bool) -> PropertyView:
    name = group.async_class_name if asynchronous else group.class_name
    return PropertyView(
        signature=stable(f"def {group.attribute}(self) -> {local('e')}.{name}:", 4),
        docstring=docstring(joined(about), 8),
        statement=stable(f"return {local('e')}.{name}(self)", 8),
    )
