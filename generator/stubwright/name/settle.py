"""Assign a unique name to each claimant of a scope."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final

from stubwright.base.records import dataclass, field

MOST: Final = 80
"""The longest identifier, in characters, before a clash's suffix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of ``key`` to the name ``proposal``, otherwise one of ``others``; ``exact`` if that is the document's spelling."""

    key: str
    proposal: str
    exact: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Names by keys: those that the user chose, which take precedence, and those of the last run."""

    chosen: Mapping[str, str] = field(default_factory=dict[str, str])
    pinned: Mapping[str, str] = field(default_factory=dict[str, str])

    def get(self, key: str) -> str | None:
        """Return the fixed name of a key, None if it has none."""
        name = self.chosen.get(key)
        return self.pinned.get(key) if name is None else name

    def __bool__(self) -> bool:
        return bool(self.chosen or self.pinned)


class AnyOf:
    """Several containers as one; creating unions of sets for each object of a large API would take too long."""

    def __init__(self, *containers: Container[str]) -> None:
        self._containers = containers

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(name in one for one in self._containers)


def settle(
    claims: Iterable[Claim],
    *,
    reserved: Container[str],
    prefix: str,
    fixed: Fixed,
    taken: set[str],
    fold: Callable[[str], str] = str,
) -> dict[str, str]:
    """Return a name for each claim's key, in the claims' order.

    Names in ``fixed`` are assigned first (chosen by the user, then pinned), then exact claims, then all others in order.
    Assigned names are added to ``taken``. ``prefix`` is prepended to a proposal that begins with a digit. Names with
    the same ``fold`` are equal (``str.lower`` for files).
    """
    ordered = list(claims)
    names: dict[str, str] = {}
    for claim in sorted(ordered, key=lambda claim: claim.key not in fixed.chosen):
        name = fixed.get(claim.key) or ""
        if name.isidentifier() and fold(name) not in taken and name not in reserved:
            names[claim.key] = name
            taken.add(fold(name))
    for claim in sorted(ordered, key=lambda claim: not claim.exact or claim.proposal in reserved):
        if claim.key not in names:
            name = _proposed(claim, reserved, prefix, taken, fold)
            names[claim.key] = name
            taken.add(fold(name))
    return {claim.key: names[claim.key] for claim in ordered}


def _proposed(
    claim: Claim,
    reserved: Container[str],
    prefix: str,
    taken: set[str],
    fold: Callable[[str], str],
) -> str:
    """Return the first proposal that is free; a reserved one gets an underscore instead."""
    legal = [_legal(proposal, prefix) for proposal in (claim.proposal, *claim.others)]
    tried = legal[:1] if legal[0] in reserved else legal
    untaken = (name for name in tried if name not in reserved and fold(name) not in taken)
    return next(untaken, "") or free(legal[0], reserved, taken, fold)


def free(
    name: str,
    reserved: Container[str],
    taken: set[str],
    fold: Callable[[str], str] = str,
) -> str:
    """Return ``name``, or the first of ``name_``, ``name_2``, ``name_3`` ... that is not taken."""
    candidate, count = name, 1
    while candidate in reserved or fold(candidate) in taken:
        candidate = f"{name}_{count if count > 1 else ''}"
        count += 1
    return candidate


def _legal(proposal: str, prefix: str) -> str:
    return proposal if proposal.isidentifier() else prefix + proposal
