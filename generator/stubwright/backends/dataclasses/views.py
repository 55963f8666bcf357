"""Input of the templates of this back end, one class per template.

Every string is finished Python source: annotations, defaults and docstrings are escaped and formatted
for their position. Templates only loop and print.
"""

from __future__ import annotations

from typing import TypeAlias

from stubwright.base.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """Import blocks of one or more lines, and the runtime modules that they import from."""

    blocks: tuple[str, ...]
    runtime: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field of a class: ``declaration`` and its docstring, which may be empty."""

    declaration: str
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A model. ``head`` is the class statement; ``wire`` maps the names that differ, or is empty.

    ``xml`` contains the members that are not simply elements with their own names. ``gap`` adds an empty line after the
    docstring, ``empty`` a statement as the body.
    """

    head: str
    docstring: str
    wire: str
    xml: str
    fields: tuple[FieldView, ...]
    gap: bool
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """An enumeration; its members are fields whose declaration is an assignment."""

    head: str
    docstring: str
    members: tuple[FieldView, ...]
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A type alias and its docstring."""

    statement: str
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsModule:
    """Models: enumerations, classes (a base before its children), then aliases.

    ``declares`` is true if there are enumerations or classes.
    """

    header: str
    docstring: str
    imports: Imports
    exports: str
    enums: tuple[EnumView, ...]
    classes: tuple[ClassView, ...]
    aliases: tuple[AliasView, ...]
    declares: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LazyModule:
    """A package whose names are imported when they are first used.

    ``lines`` are the imports for type checkers; ``names`` are the lines of the argument of ``lazy``; ``rest``, which may
    be empty, is the module that exports all other names.
    """

    header: str
    docstring: str
    runtime: str
    lines: tuple[str, ...]
    names: tuple[str, ...]
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method: decorators and signatures (overloads before the last), docstring, statement."""

    overloads: tuple[str, ...]
    overload: str
    decorators: tuple[str, ...]
    signature: str
    docstring: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The two classes of a group, each with its class statement."""

    head: str
    async_head: str
    docstring: str
    methods: tuple[MethodView, ...]
    async_methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointsModule:
    """One group: declarations of its operations, then its classes."""

    header: str
    docstring: str
    imports: Imports
    exports: str
    operations: tuple[str, ...]
    group: GroupView


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyView:
    """The property of a client that returns a group."""

    signature: str
    docstring: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """A client class. ``constructor`` is empty if that of the runtime is used."""

    head: str
    docstring: str
    constructor: str
    groups: tuple[PropertyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientModule:
    """Both clients, which share one description of the API."""

    header: str
    docstring: str
    imports: Imports
    exports: str
    cached_property: str
    api: str
    clients: tuple[ClientView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksModule:
    """Parsers of webhooks and callbacks."""

    header: str
    docstring: str
    imports: Imports
    parsers: tuple[AliasView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServersModule:
    """A function for each server."""

    header: str
    docstring: str
    imports: Imports
    exports: str
    servers: tuple[PropertyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """The pyproject.toml of a generated project; values are TOML already."""

    header: str
    name: str
    version: str
    description: str
    package: str
    extras: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeGroup:
    """A group, and a row of a Markdown table for each of its methods: its call and its summary."""

    name: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """The README of a generated project; values are Markdown already."""

    title: str
    description: str
    package: str
    client: str
    arguments: str
    variable: str
    example: str
    async_example: str
    source: str
    groups: tuple[ReadmeGroup, ...]
    paged: str
    testing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamplesData:
    """The examples that the package's stubs reply with, as JSON."""

    text: str


View: TypeAlias = (
    ModelsModule
    | LazyModule
    | EndpointsModule
    | ClientModule
    | ServersModule
    | WebhooksModule
    | ProjectView
    | ReadmeView
    | ExamplesData
)
