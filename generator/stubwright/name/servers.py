"""Names of servers and of their variables."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.name.identifier_words import shorten, snake
from stubwright.name.settle import MOST, AnyOf, free
from stubwright.types.backend import Reserved
from stubwright.types.ir_operations import Server
from stubwright.types.names import ServerName

_OURS = frozenset({"filled"})


def name_servers(servers: Iterable[Server], reserved: Reserved) -> tuple[ServerName, ...]:
    """Name a function for each server, in the document's order."""
    taken: set[str] = set()
    hidden = AnyOf(reserved.words, _OURS)
    return tuple(
        ServerName(
            function=_own(one.hint, "server", hidden, taken),
            arguments=_arguments(one, hidden),
        )
        for one in servers
    )


def _arguments(server: Server, hidden: AnyOf) -> tuple[str, ...]:
    taken = {"template"}
    return tuple(_own(one.name, "variable", hidden, taken) for one in server.variables)


def _own(text: str, prefix: str, hidden: AnyOf, taken: set[str]) -> str:
    proposal = shorten(snake(text), MOST)
    name = free(proposal if proposal.isidentifier() else f"{prefix}_{proposal}", hidden, taken)
    taken.add(name)
    return name
