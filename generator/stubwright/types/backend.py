"""Interface of a back end: reserved names, a planner, and its folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.records import dataclass, field
from stubwright.types.ir_operations import Api
from stubwright.types.names import Names
from stubwright.types.options import Options
from stubwright.types.package import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Reserved names, by position; they take precedence over those of any document.

    ``words`` are reserved in all positions. A name that is reserved gets a trailing underscore.
    """

    words: Set[str] = frozenset()
    types: Set[str] = frozenset()
    fields: Set[str] = frozenset()
    arguments: Set[str] = frozenset()
    groups: Set[str] = frozenset()
    constants: Set[str] = frozenset()
    clients: Set[str] = frozenset()
    errors: Set[str] = frozenset()
    modules: Set[str] = frozenset()
    packages: Set[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A package, the facts of its plan for the lock, and diagnostics."""

    package: Package
    pins: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


class Compiled(NamedTuple):
    """A template as a function of its view; ``digest`` is that of the template from which it was compiled."""

    digest: str
    write: Callable[[Any], Iterator[str]]


Adapt: TypeAlias = Callable[[Api], Api]
Plan: TypeAlias = Callable[[Api, Names, Options, Mapping[str, str]], Planned]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """A kind of output.

    ``adapt`` converts the API to the form that the output needs, before names are assigned. ``plan`` also takes the pins
    of the last run. ``templates`` and ``runtime`` are the folders of the templates and of the files that are copied;
    ``render`` reads both. ``compiled`` contains the templates that were compiled ahead of time, by file name.
    """

    name: str
    reserved: Reserved
    adapt: Adapt
    plan: Plan
    templates: Path
    runtime: Path
    compiled: Mapping[str, Compiled] = field(default_factory=dict[str, Compiled])
