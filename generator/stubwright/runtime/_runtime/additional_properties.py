"""Additional properties: members of an object that no field declares."""

from __future__ import annotations

from typing import Any, get_args

from ..errors import EncodeError
from .codec_compile import Direction, Source


class Extra:
    """Mark the field that holds an object's additional properties."""


def is_extra(of: Any) -> bool:
    """Return whether a field's type has the marker ``Extra``."""
    return Extra in getattr(of, "__metadata__", ())


def decode(
    direction: Direction, source: Source, known: set[str], of: Any, name: str
) -> None:
    """Emit code that decodes the additional properties of ``value`` into a variable."""
    names = source.bind(known)
    source.add(2, f"{name} = {{k: value[k] for k in value if k not in {names}}}")
    direction.emit(source, 2, get_args(of)[0], name)


def encode(direction: Direction, source: Source, known: set[str], of: Any) -> None:
    """Emit code that adds the additional properties of ``one`` to ``made``."""
    direction.emit(source, 2, get_args(of)[0], "one")
    source.add(2, f"made.update({source.bind(_checked)}(one, {source.bind(known)}))")


def _checked(extra: dict[str, Any], known: set[str]) -> dict[str, Any]:
    for name in extra.keys() & known:
        raise EncodeError(f"{name!r} is a declared property, not an additional one")
    return extra
