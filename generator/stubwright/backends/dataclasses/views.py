"""Input of the templates of this back end, one class per template.

Every string is Python text already: annotations, defaults and docstrings are escaped and laid out
for the place they are at. Templates loop and print.
"""

from __future__ import annotations

from typing import TypeAlias

from stubwright.base.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """Import blocks, each some lines, and the runtime's modules that they name."""

    blocks: tuple[str, ...]
    runtime: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field of a class: ``declaration`` and its docstring, which may be empty."""

    declaration: str
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A model. ``head`` is the class statement; ``wire`` the names that differ, or empty.

    ``xml`` has the members that are more than an element of their name. ``gap`` asks for an empty line behind the docstring, ``empty`` for a body.
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

    ``declares`` says that there are enumerations or classes.
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

    ``lines`` are for type checkers; ``names`` are the lines of the text that ``lazy`` takes; ``rest``, which may be empty, is the module
    that is asked for other names.
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
    """A client's way to a group."""

    signature: str
    docstring: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """A client class. ``constructor`` is empty if the runtime's serves."""

    head: str
    docstring: str
    constructor: str
    groups: tuple[PropertyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientModule:
    """Both clients, over one description of the API."""

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
    """The emitted project's own pyproject.toml; values are TOML already."""

    header: str
    name: str
    version: str
    description: str
    package: str
    extras: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeGroup:
    """A group, and a row of a Markdown table for each of its methods: how it is called, what it does."""

    name: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """The emitted project's README; texts are Markdown already."""

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
    """The examples that the package's stubs answer with, as JSON."""

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
