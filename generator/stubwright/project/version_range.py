"""Version ranges of a configuration, such as ``>=0.1,<0.2``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

Release = tuple[int, ...]

_CLAUSE = re.compile(r"(==|!=|>=|<=|>|<|~=)\s*(\d+(?:\.\d+)*)(\.\*)?")
_COMPARE: dict[str, Callable[[Release, Release], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def allows(requirement: str, version: str) -> bool:
    """Return whether a version satisfies every clause. Raise ValueError for an invalid clause.

    Releases are compared number by number; missing numbers are zero. Pre-releases are compared as
    their release.
    """
    release = _release(version)
    return all(_meets(clause.strip(), release) for clause in requirement.split(","))


def _meets(clause: str, release: Release) -> bool:
    match = _CLAUSE.fullmatch(clause)
    if match is None:
        raise ValueError(f"{clause!r} is not a comparison such as '>=0.1'")
    operator_, wanted, star = match[1], _release(match[2]), match[3]
    if operator_ == "~=":
        if len(wanted) < 2:
            raise ValueError(f"{clause!r} needs at least two numbers, such as '~=0.1'")
        return _padded(release, wanted) >= wanted and release[: len(wanted) - 1] == wanted[:-1]
    if star:
        if operator_ not in ("==", "!="):
            raise ValueError(f"{clause!r}: '.*' is allowed only with '==' and '!='")
        return _COMPARE[operator_](_padded(release, wanted)[: len(wanted)], wanted)
    return _COMPARE[operator_](_padded(release, wanted), _padded(wanted, release))


def _release(version: str) -> Release:
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(number) for number in match[0].split(".")) if match else ()


def _padded(release: Release, other: Release) -> Release:
    return release + (0,) * (len(other) - len(release))
