"""The module ``servers``: one function per server, with its variables as arguments."""

from __future__ import annotations

from stubwright.backends.dataclasses.formatting.docstrings import (
    described,
    docstring,
    joined,
    section,
)
from stubwright.backends.dataclasses.formatting.layout import Doc, bracket, lay_out
from stubwright.backends.dataclasses.formatting.literals import line, string
from stubwright.backends.dataclasses.imports import blocks, exports
from stubwright.backends.dataclasses.views import PropertyView, ServersModule
from stubwright.types.ir_operations import Api, Server, ServerVariable
from stubwright.types.names import Names, ServerName


def has_choice(api: Api) -> bool:
    """Return whether the caller can choose the server or a variable of it."""
    return len(api.servers) > 1 or any(one.variables for one in api.servers)


def servers_module(api: Api, names: Names, header: str) -> ServersModule:
    """Plan the module."""
    placed = list(zip(api.servers, names.servers, strict=True))
    uses = {"filled"} if any(one.variables for one in api.servers) else set[str]()
    uses |= {"Literal"} if any(x.enum for one in api.servers for x in one.variables) else set()
    return ServersModule(
        header=header,
        docstring=docstring(f"Servers of {line(api.title) or 'the API'}, for `base_url`.", 0),
        imports=blocks(uses, 0),
        exports=exports([name.function for name in names.servers]),
        servers=tuple(_function(*one) for one in placed),
    )


def choices(names: Names) -> str:
    """Return a sentence that lists the servers."""
    calls = [
        f"`servers.{one.function}({', '.join(f'{name}=...' for name in one.arguments)})`"
        for one in names.servers
    ]
    return f"`base_url` may be {' or '.join(calls[:4])}{' ...' * (len(calls) > 4)}."


def _function(server: Server, name: ServerName) -> PropertyView:
    arguments = list(zip(server.variables, name.arguments, strict=True))
    required = [_argument(*one) for one in arguments if one[0].default is None]
    others = [_argument(*one) for one in arguments if one[0].default is not None]
    items = ["*", *required, *others] if arguments else []
    about = joined(line(server.description), f"`{line(server.url)}`")
    arguments_section = section("Args", ((own, described(one.description, ())) for one, own in arguments if one.description), 4)  # fmt: skip
    return PropertyView(
        signature=lay_out(bracket(f"def {name.function}(", items, ") -> str:")),
        docstring=docstring("\n\n".join(filter(None, (about, arguments_section))), 4),
        statement=_statement(server, arguments),
    )


def _argument(one: ServerVariable, name: str) -> str:
    kind = f"Literal[{', '.join(map(string, one.enum))}]" if one.enum else "str"
    default = "" if one.default is None else f" = {string(one.default)}"
    return f"{name}: {kind}{default}"


def _statement(server: Server, arguments: list[tuple[ServerVariable, str]]) -> str:
    if not arguments:
        return f"return {string(server.url)}"
    entries: list[Doc] = [f"{string(one.name)}: {name}" for one, name in arguments]
    call = bracket("return filled(", [string(server.url), bracket("{", entries, "}")], ")")
    return lay_out(call, 4)
