"""Models modules: enumerations, classes and aliases as finished text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.constraints import worded
from stubwright.backends.dataclasses.docstrings import described, docstring, joined
from stubwright.backends.dataclasses.expressions import NOTHING, around, either, expr
from stubwright.backends.dataclasses.imports import blocks
from stubwright.backends.dataclasses.layout import (
    Bracket,
    Doc,
    annotated,
    bracket,
    class_head,
    flat,
    lay,
    stable,
)
from stubwright.backends.dataclasses.literals import constant, example, string
from stubwright.types.ir import (
    Anything,
    Api,
    Default,
    Enumeration,
    Nullable,
    Object,
    Property,
    Required,
    Scalar,
    ScalarKind,
    Tag,
    Type,
    TypeId,
    Union,
)
from stubwright.types.ir_walk import parts
from stubwright.types.names import Names
from stubwright.types.package import AliasView, ClassView, EnumView, FieldView, ModelsModule


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a models module stands: its types, folder depth, and first lines."""

    types: tuple[TypeId, ...]
    depth: int
    header: str
    about: str


def models_module(api: Api, names: Names, place: Place) -> ModelsModule:
    """Plan one module that holds the types of ``place``."""
    annotator = Annotator(api=api, names=names, home=frozenset(place.types))
    types = [api.types[id_] for id_ in place.types]
    enums = [
        _enum(type_, type_.shape, names) for type_ in types if isinstance(type_.shape, Enumeration)
    ]
    classes = [
        _class(type_, type_.shape, annotator)
        for type_ in _bases_first(types)
        if isinstance(type_.shape, Object)
    ]
    aliases = [_alias(type_, annotator) for type_ in _parts_first(types, api)]
    uses = NOTHING.union(*(uses for _, uses in (*enums, *classes, *aliases)))
    return ModelsModule(
        header=place.header,
        docstring=docstring(place.about, 0),
        imports=blocks(uses, place.depth, _base_imports(types, names)),
        enums=tuple(view for view, _ in enums),
        classes=tuple(view for view, _ in classes),
        aliases=tuple(view for view, _ in aliases),
        declares=bool(enums or classes),
    )


def _base_imports(types: Iterable[Type], names: Names) -> list[tuple[str, str]]:
    own = {type_.id for type_ in types}
    bases = [type_.shape.base for type_ in types if isinstance(type_.shape, Object)]
    outside = dict.fromkeys(base for base in bases if base is not None and base not in own)
    return [(names.modules[base], names.types[base]) for base in outside]


def _bases_first(types: Sequence[Type]) -> list[Type]:
    """Order classes so that each base stands before its children, else as they are."""
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


def _parts_first(types: Sequence[Type], api: Api) -> list[Type]:
    """Order aliases so that one stands behind those it names; a cycle keeps the document's order."""
    aliases = {
        type_.id: type_ for type_ in types if not isinstance(type_.shape, Object | Enumeration)
    }
    done: dict[TypeId, Type] = {}
    for root in aliases.values():
        stack: list[tuple[Type, Iterator[TypeId]]] = [(root, iter(_aliases_in(root, api)))]
        entered = {root.id}
        while stack:
            type_, rest = stack[-1]
            follow = next((id_ for id_ in rest if id_ in aliases and id_ not in entered), None)
            if follow is None:
                done.setdefault(type_.id, type_)
                stack.pop()
            elif follow not in done:
                entered.add(follow)
                stack.append((aliases[follow], iter(_aliases_in(aliases[follow], api))))
    return list(done.values())


def _aliases_in(type_: Type, api: Api) -> list[TypeId]:
    """List the aliases that a type names when it is written out."""
    found: dict[TypeId, None] = {}
    stack = list(parts(type_.shape))
    seen: set[TypeId] = set()
    while stack:
        id_ = stack.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        inner = api.types[id_]
        if inner.hint is None:
            stack += parts(inner.shape)
        elif not isinstance(inner.shape, Object | Enumeration):
            found[id_] = None
    return list(found)


def _enum(type_: Type, shape: Enumeration, names: Names) -> tuple[EnumView, frozenset[str]]:
    base = "StrEnum" if isinstance(shape.members[0].value, str) else "IntEnum"
    text = docstring(joined(type_.title if not type_.description else "", type_.description), 4)
    members = tuple(
        FieldView(
            declaration=stable(f"{name} = {constant(member.value)}", 4),
            docstring=docstring(joined(member.description), 4),
        )
        for name, member in zip(names.members[type_.id], shape.members, strict=True)
    )
    head = class_head(names.types[type_.id], base)
    return EnumView(head=head, docstring=text, members=members, gap=bool(text)), frozenset({base})


def _class(type_: Type, shape: Object, annotator: Annotator) -> tuple[ClassView, frozenset[str]]:
    names = annotator.names
    own = names.fields[type_.id]
    inner = annotator.inside(frozenset(own.values()))
    fields = [_field(own[item.name], item, inner) for item in shape.properties]
    uses = NOTHING.union({"dataclass"}, *(uses for _, uses in fields))
    if shape.extra is not None:
        extra, extra_uses = _extra(names.extras[type_.id], shape.extra, inner)
        fields.append((extra, extra_uses))
        uses |= extra_uses
    base = annotator.named(shape.base).text.removeprefix("m.") if shape.base is not None else ""
    wire = {own[item.name]: item.name for item in shape.properties if own[item.name] != item.name}
    text = docstring(_about(type_), 4)
    view = ClassView(
        head=class_head(names.types[type_.id], base),
        docstring=text,
        wire=_wire(wire),
        fields=tuple(view for view, _ in fields),
        gap=bool(text and (fields or wire)),
        empty=not (text or fields),
    )
    return view, uses


def _about(type_: Type) -> str:
    deprecated = "Deprecated." if type_.deprecated else ""
    return joined(
        type_.description or type_.title, described("", worded(type_.constraints)), deprecated
    )


def _wire(names: Mapping[str, str]) -> str:
    if not names:
        return ""
    entries = [f"{string(python)}: {string(wire)}" for python, wire in names.items()]
    return lay(bracket("__wire__ = {", entries, "}"), 4)


def _field(name: str, item: Property, annotator: Annotator) -> tuple[FieldView, frozenset[str]]:
    annotation, default, uses = _presence(item, annotator)
    facts = _facts(annotator.api, item.type)
    if isinstance(item.presence, Default) and item.filled is None:
        facts.append(f"default: {example(item.presence.value)}")
    if item.deprecated:
        facts.append("deprecated")
    view = FieldView(
        declaration=annotated(f"{name}: ", annotation, default, 4),
        docstring=docstring(described(item.description, facts), 4),
    )
    return view, uses


def _facts(api: Api, id_: TypeId) -> list[str]:
    """Return what a field's docstring says of its type; a named type says it itself."""
    type_ = api.types[id_]
    if type_.hint is not None:
        return []
    inner = _facts(api, type_.shape.type) if isinstance(type_.shape, Nullable) else []
    return [*worded(type_.constraints), *inner]


def _presence(item: Property, annotator: Annotator) -> tuple[tuple[str, ...], str, frozenset[str]]:
    """Return a field's type and its default, from the four corners of required and nullable, and the imports."""
    held = annotator.of(item.type)
    if item.filled is not None:
        may_be_absent = not isinstance(item.presence, Required)
        members = either([held, expr("None")]).members if may_be_absent else held.members
        return members, f" = {constant(item.filled)}", held.uses
    if isinstance(item.presence, Required):
        return held.members, "", held.uses
    shape = annotator.api.types[item.type].shape
    if isinstance(shape, Nullable | Anything) or shape == Scalar(kind=ScalarKind.NULL):
        return (*held.members, "Unset"), " = UNSET", held.uses | {"Unset", "UNSET"}
    return either([held, expr("None")]).members, " = None", held.uses


def _extra(name: str, values: TypeId, annotator: Annotator) -> tuple[FieldView, frozenset[str]]:
    mapping = annotator.mapping(annotator.of(values))
    annotation = around("Annotated[", [mapping, expr("Extra")], "]", "Annotated", "Extra")
    view = FieldView(
        declaration=stable(f"{name}: {annotation.text} = Extra.field()", 4),
        docstring='"""Additional properties."""',
    )
    return view, annotation.uses


def _alias(type_: Type, annotator: Annotator) -> tuple[AliasView, frozenset[str]]:
    names = annotator.names
    whole = annotator.shape(type_)
    uses = whole.uses | {"TypeAlias"}
    head = f"{names.types[type_.id]}: TypeAlias = "
    tag = type_.shape.tag if isinstance(type_.shape, Union) else None
    doc: Doc = whole.text
    if tag is not None:
        doc = bracket("Annotated[", [whole.text, _tagged(tag, annotator)], "]")
        uses |= {"Annotated", "Tagged"}
    if _recursive(type_, annotator.api):
        statement = lay(bracket(f"{head}Annotated[", [string(flat(doc)), "Recursive()"], "]"))
        uses |= {"Annotated", "Recursive"}
    elif isinstance(doc, Bracket):
        statement = lay(doc._replace(head=head + doc.head))
    else:
        statement = annotated(head, whole.members, "")
    return AliasView(statement=stable(statement), docstring=docstring(_about(type_), 0)), uses


def _tagged(tag: Tag, annotator: Annotator) -> Bracket:
    entries = [f"{string(value)}: {annotator.of(target).text}" for value, target in tag.mapping]
    fallback = [annotator.of(tag.fallback).text] if tag.fallback is not None else []
    return bracket("Tagged(", [string(tag.property), bracket("{", entries, "}"), *fallback], ")")


def _recursive(type_: Type, api: Api) -> bool:
    """Tell whether an alias is reached from itself without a class in between."""
    seen: set[TypeId] = set()
    stack = _aliases_in(type_, api)
    while stack:
        id_ = stack.pop()
        if id_ == type_.id:
            return True
        if id_ not in seen:
            seen.add(id_)
            stack += _aliases_in(api.types[id_], api)
    return False
