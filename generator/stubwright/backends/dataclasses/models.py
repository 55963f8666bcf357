"""Models modules: enums, classes and aliases as finished text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from stubwright.backends.dataclasses.aliases import alias, parts_first
from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.descriptions import (
    about,
    description_of,
    facts_of,
    title_of,
)
from stubwright.backends.dataclasses.formatting.docstrings import described, docstring, joined
from stubwright.backends.dataclasses.formatting.expressions import NOTHING, or_none
from stubwright.backends.dataclasses.formatting.layout import (
    Doc,
    annotated,
    bracket,
    class_head,
    lay_out,
    stable,
)
from stubwright.backends.dataclasses.formatting.literals import constant, example, string
from stubwright.backends.dataclasses.formatting.xml_calls import xml
from stubwright.backends.dataclasses.imports import blocks, exports, giving_way
from stubwright.backends.dataclasses.views import ClassView, EnumView, FieldView, ModelsModule
from stubwright.base.records import dataclass
from stubwright.types.ir import (
    Anything,
    Default,
    Enumeration,
    Nullable,
    Object,
    Property,
    Required,
    Scalar,
    ScalarKind,
    Type,
    TypeId,
)
from stubwright.types.ir_operations import Api
from stubwright.types.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsPart:
    """A models module: its types, folder depth and first lines."""

    types: tuple[TypeId, ...]
    depth: int
    header: str
    about: str


def models_module(api: Api, names: Names, part: ModelsPart) -> ModelsModule:
    """Plan one module that holds the types of ``part``."""
    called = giving_way(_taken(part, names))
    annotator = Annotator(api=api, names=names, home=frozenset(part.types), local_names=called)
    types = [api.types[id_] for id_ in part.types]
    enums = [
        _enum(type_, type_.shape, annotator)
        for type_ in types
        if isinstance(type_.shape, Enumeration)
    ]
    classes = [
        _class(type_, type_.shape, annotator)
        for type_ in _bases_first(types)
        if isinstance(type_.shape, Object)
    ]
    aliases = [alias(type_, annotator) for type_ in parts_first(types, api)]
    uses = NOTHING.union(*(uses for _, uses in (*enums, *classes, *aliases)))
    return ModelsModule(
        header=part.header,
        docstring=docstring(part.about, 0),
        imports=blocks(uses, part.depth, _base_imports(types, names), called=called),
        exports=exports(names.types[id_] for id_ in part.types),
        enums=tuple(view for view, _ in enums),
        classes=tuple(view for view, _ in classes),
        aliases=tuple(view for view, _ in aliases),
        declares=bool(enums or classes),
    )


def _taken(part: ModelsPart, names: Names) -> set[str]:
    """Return the document's names in a module; imports that clash with them are renamed."""
    fields = (names.fields[id_].values() for id_ in part.types if id_ in names.fields)
    return {*(names.types[id_] for id_ in part.types), *chain.from_iterable(fields)} - {"dataclass"}


def _base_imports(types: Iterable[Type], names: Names) -> list[tuple[str, str]]:
    own = {type_.id for type_ in types}
    bases = [type_.shape.base for type_ in types if isinstance(type_.shape, Object)]
    outside = dict.fromkeys(base for base in bases if base is not None and base not in own)
    return [(names.modules[base], names.types[base]) for base in outside]


def _bases_first(types: Sequence[Type]) -> list[Type]:
    """Order classes so that each base precedes its children; otherwise keep the order."""
    waiting = {type_.id: type_ for type_ in types if isinstance(type_.shape, Object)}
    ordered: list[Type] = []
    for type_ in list(waiting.values()):
        chain: list[Type] = []
        current: Type | None = waiting.get(type_.id)
        while current is not None and isinstance(current.shape, Object):
            chain.append(waiting.pop(current.id))
            base = current.shape.base
            current = waiting.get(base) if base is not None else None
        ordered += reversed(chain)
    return ordered


def _enum(type_: Type, shape: Enumeration, annotator: Annotator) -> tuple[EnumView, frozenset[str]]:
    names = annotator.names
    base = "StrEnum" if isinstance(shape.members[0].value, str) else "IntEnum"
    text = docstring(joined(type_.description or title_of(type_, names.types[type_.id])), 4)
    members = tuple(
        FieldView(
            declaration=stable(f"{name} = {constant(member.value)}", 4),
            docstring=docstring(joined(member.description), 4),
        )
        for name, member in zip(names.members[type_.id], shape.members, strict=True)
    )
    head = class_head(names.types[type_.id], annotator.local_name(base))
    return EnumView(head=head, docstring=text, members=members, gap=bool(text)), frozenset({base})


def _class(type_: Type, shape: Object, annotator: Annotator) -> tuple[ClassView, frozenset[str]]:
    names = annotator.names
    own = names.fields[type_.id]
    inner = annotator.inside(frozenset(own.values()))
    above = _inherited(annotator.api, shape.base)
    fields = [
        _field(own[item.name], item, inner, again=item.name in above) for item in shape.properties
    ]
    uses = NOTHING.union({"dataclass"}, *(uses for _, uses in fields))
    if shape.extra is not None:
        extra, extra_uses = _extra(names.extras[type_.id], shape.extra, inner)
        fields.append((extra, extra_uses))
        uses |= extra_uses
    base = annotator.named(shape.base).text.removeprefix("m.") if shape.base is not None else ""
    renamed = {
        own[item.name]: item.name for item in shape.properties if own[item.name] != item.name
    }
    wire, wire_uses = _wire(renamed, inner)
    elements, xml_uses = _elements(shape, inner)
    text = docstring(about(type_, names.types[type_.id]), 4)
    view = ClassView(
        head=class_head(names.types[type_.id], base),
        docstring=text,
        wire=wire,
        xml=elements,
        fields=tuple(view for view, _ in fields),
        gap=bool(text and (fields or wire or elements)),
        empty=not (text or fields),
    )
    return view, uses | wire_uses | xml_uses


def _wire(names: Mapping[str, str], annotator: Annotator) -> tuple[str, frozenset[str]]:
    if not names:
        return "", NOTHING
    text = annotator.builtin("str")
    held = annotator.subscripted("ClassVar", [annotator.generic("dict", [text, text])])
    entries = [f"{string(python)}: {string(wire)}" for python, wire in names.items()]
    return lay_out(bracket(f"__wire__: {held.text} = {{", entries, "}"), 4), held.uses


def _elements(shape: Object, annotator: Annotator) -> tuple[str, frozenset[str]]:
    """Return the XML representation of members by name; empty if all are elements of that name."""
    called = annotator.local_name("Xml")
    entries: list[Doc] = []
    for item in shape.properties:
        if item.xml is not None:
            made = xml(item.xml, called)
            entries.append(made._replace(head=f"{string(item.name)}: {made.head}"))
    if not entries:
        return "", NOTHING
    mapping = annotator.generic("dict", [annotator.builtin("str"), annotator.imported("Xml")])
    held = annotator.subscripted("ClassVar", [mapping])
    return lay_out(bracket(f"__xml__: {held.text} = {{", entries, "}"), 4), held.uses


def _inherited(api: Api, base: TypeId | None) -> frozenset[str]:
    """Return the names of the properties of a base and of its own bases."""
    found: set[str] = set()
    while base is not None and isinstance(shape := api.types[base].shape, Object):
        found.update(item.name for item in shape.properties)
        base = shape.base
    return frozenset(found)


def _field(
    name: str, item: Property, annotator: Annotator, *, again: bool
) -> tuple[FieldView, frozenset[str]]:
    """Return a field; one that is declared ``again`` after a base describes only the differences."""
    annotation, default, uses = _presence(item, annotator)
    if again:
        declaration = annotated(f"{name}: ", annotation, default, 4)
        return FieldView(declaration=declaration, docstring=docstring(item.description, 4)), uses
    facts = facts_of(annotator.api, item.type)
    if isinstance(item.presence, Default) and item.filled is None:
        facts.append(f"default: {example(item.presence.value)}")
    if item.deprecated:
        facts.append("deprecated")
    view = FieldView(
        declaration=annotated(f"{name}: ", annotation, default, 4),
        docstring=docstring(described(description_of(annotator.api, item), facts), 4),
    )
    return view, uses


def _presence(item: Property, annotator: Annotator) -> tuple[tuple[str, ...], str, frozenset[str]]:
    """Return a field's type, default and imports, by whether it is required and whether it is nullable."""
    held = annotator.of(item.type)
    if item.filled is not None:
        may_be_absent = not isinstance(item.presence, Required)
        members = or_none(held).members if may_be_absent else held.members
        return members, f" = {constant(item.filled)}", held.uses
    if isinstance(item.presence, Required):
        return held.members, "", held.uses
    shape = annotator.api.types[item.type].shape
    if isinstance(shape, Nullable | Anything) or shape == Scalar(kind=ScalarKind.NULL):
        absent = annotator.local_name("Unset")
        default = f" = {annotator.local_name('UNSET')}"
        return (*held.members, absent), default, held.uses | {"Unset", "UNSET"}
    return or_none(held).members, " = None", held.uses


def _extra(name: str, values: TypeId, annotator: Annotator) -> tuple[FieldView, frozenset[str]]:
    mapping = annotator.mapping(annotator.of(values))
    annotation = annotator.annotated([mapping, annotator.imported("Extra")])
    kind = annotator.generic("dict", [annotator.builtin("str"), annotator.imported("Any")])
    factory = f"{annotator.local_name('field')}(default_factory={kind.text})"
    view = FieldView(
        declaration=stable(f"{name}: {annotation.text} = {factory}", 4),
        docstring='"""Additional properties."""',
    )
    return view, annotation.uses | kind.uses | {"field"}
