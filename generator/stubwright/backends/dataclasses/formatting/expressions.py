"""Python expressions together with the imports that they require."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.base.records import dataclass

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Expr:
    """Members of a union, in order and without repetition, and the imports they use (see ``imports``)."""

    parts: tuple[str, ...]
    uses: frozenset[str] = NOTHING

    @property
    def members(self) -> tuple[str, ...]:
        """The parts, None last."""
        if "None" not in self.parts[:-1]:
            return self.parts
        return (*(part for part in self.parts if part != "None"), "None")

    @property
    def text(self) -> str:
        """The whole expression."""
        return " | ".join(self.members)


def expr(text: str, *uses: str) -> Expr:
    """Return an expression with one member."""
    return Expr((text,), frozenset(uses))


def union(members: Iterable[Expr]) -> Expr:
    """Join expressions with ``|``."""
    parts: dict[str, None] = {}
    uses: frozenset[str] = NOTHING
    for member in members:
        parts.update(dict.fromkeys(member.parts))
        uses |= member.uses
    return Expr(tuple(parts), uses)


def or_none(value: Expr) -> Expr:
    """Return the union of an expression and None."""
    return value if "None" in value.parts else Expr((*value.parts, "None"), value.uses)


def subscript(outer: str, inner: Iterable[Expr], *uses: str) -> Expr:
    """Return ``outer[inner, ...]``."""
    members = list(inner)
    every = frozenset(uses).union(*(member.uses for member in members))
    return Expr((f"{outer}[{', '.join(member.text for member in members)}]",), every)
