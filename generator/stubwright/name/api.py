"""The stage's verb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.ids import key
from stubwright.base.suggest import did_you_mean
from stubwright.name.identifier_words import pascal, shorten, snake
from stubwright.name.operations import (
    argument_key,
    name_arguments,
    name_constants,
    name_groups,
    name_iterators,
    name_methods,
    name_parsers,
)
from stubwright.name.pins import pins
from stubwright.name.places import fixed_parts, fixed_types, places_of
from stubwright.name.servers import name_servers
from stubwright.name.settle import AnyOf, free
from stubwright.name.types import name_fields, name_members, name_modules, name_types
from stubwright.types.backend import Reserved
from stubwright.types.ir import Api, Enumeration, Object, TypeId
from stubwright.types.names import Names
from stubwright.types.options import Options


def name(
    api: Api, options: Options, pinned: Mapping[str, str], reserved: Reserved
) -> tuple[Names, tuple[Diagnostic, ...]]:
    """Name everything in ``api``.

    ``reserved`` are the back end's own names. ``pinned`` are the names that the last run gave, by the text of ids; they hold unless the
    user's own (``options.names``) differ. A name of the user's that names nothing, or is not an identifier, is a warning.
    """
    chosen, diagnostics = _chosen(api, options.names, reserved)
    fixed = {**pinned, **chosen} if isinstance(pinned, dict) else _Fixed(chosen, pinned)
    client = free(options.client or _client(api.title), reserved.clients, set[str]())
    types = name_types(api.types, _fixed_types(api, chosen, pinned), reserved)
    hints = (operation.group for operation in api.operations)
    groups = name_groups(hints, types.values(), fixed, reserved)
    methods = name_methods(api.operations, groups, fixed, reserved)
    fields, extras = _fields(api, types, fixed, reserved)
    arguments = {
        operation.id: name_arguments(operation, fixed, reserved)
        for operation in (*api.operations, *api.incoming)
    }
    names = Names(
        package=options.package or _package(api.title, reserved),
        client=client,
        error=_error(client, reserved),
        types=types,
        modules=name_modules(api.types, types, reserved),
        fields=fields,
        extras=extras,
        members=_members(api, types, fixed, reserved),
        groups=groups,
        methods={**methods, **name_parsers(api.incoming, fixed, reserved)},
        iterators=name_iterators(api.operations, groups, methods, fixed, reserved),
        constants=name_constants(api.operations, groups, methods, arguments, reserved),
        arguments=arguments,
        pins={},
        servers=name_servers(api.servers, reserved),
    )
    return replace(names, pins=pins(api, names)), diagnostics


def _fixed_types(
    api: Api, chosen: Mapping[str, str], pinned: Mapping[str, str]
) -> Mapping[str, str]:
    hinted = [type_ for type_ in api.types.values() if type_.hint is not None]
    return {**fixed_types(hinted, pinned), **fixed_types(hinted, chosen)}


def _members(
    api: Api, types: Mapping[TypeId, str], fixed: Mapping[str, str], reserved: Reserved
) -> dict[TypeId, tuple[str, ...]]:
    found: dict[TypeId, tuple[str, ...]] = {}
    for id_, type_ in api.types.items():
        if isinstance(type_.shape, Enumeration):
            values = (f"={member.value}" for member in type_.shape.members)
            given = fixed_parts(type_, types[id_], values, fixed)
            found[id_] = name_members(id_, type_.shape, given, reserved)
    return found


class _Fixed(Mapping[str, str]):
    """The user's names before pins that are looked up one by one."""

    def __init__(self, chosen: Mapping[str, str], pinned: Mapping[str, str]) -> None:
        self._layers = (chosen, pinned)

    def __getitem__(self, key: str) -> str:
        for layer in self._layers:
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._layers[1], **self._layers[0]})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _package(title: str, reserved: Reserved) -> str:
    proposal = shorten(snake(title), 40)
    legal = proposal if proposal.isidentifier() else f"api_{proposal}"
    return free(legal, reserved.packages, set())


def _client(title: str) -> str:
    proposal = shorten(pascal(title), 60)
    return proposal if proposal.isidentifier() else f"Api{proposal}"


def _error(client: str, reserved: Reserved) -> str:
    """Name the base of all errors after the client; where that is one of ours or Python's, ``...APIError``."""
    return f"{client}APIError" if f"{client}Error" in reserved.errors else f"{client}Error"


def _fields(
    api: Api, types: Mapping[TypeId, str], fixed: Mapping[str, str], reserved: Reserved
) -> tuple[dict[TypeId, dict[str, str]], dict[TypeId, str]]:
    """Name the fields of every object, and that of its other members; a base's before its children's."""
    hidden = AnyOf(reserved.fields, frozenset(types.values()))
    fields: dict[TypeId, dict[str, str]] = {}
    extras: dict[TypeId, str] = {}

    def settle(id_: TypeId, shape: Object) -> None:
        chain = [(id_, shape)]
        while (base := chain[-1][1].base) is not None and base not in fields:
            above = api.types[base].shape
            if not isinstance(above, Object) or any(base == seen for seen, _ in chain):
                break
            chain.append((base, above))
        for one, own in reversed(chain):
            inherited: dict[str, str] = {}
            taken: set[str] = set()
            if own.base is not None:
                inherited = fields.get(own.base, {})
                taken.update(inherited.values())
                if own.base in extras:
                    extras[one] = extras[own.base]
                    taken.add(extras[one])
            added = tuple(item for item in own.properties if item.name not in inherited)
            given = fixed_parts(api.types[one], types[one], (item.name for item in added), fixed)
            shape = replace(own, properties=added)
            fields[one] = {**inherited, **name_fields(one, shape, taken, hidden, given)}
            if own.extra is not None:
                extras[one] = free("additional_properties", (), set(fields[one].values()))

    for id_, type_ in api.types.items():
        if isinstance(type_.shape, Object) and id_ not in fields:
            settle(id_, type_.shape)
    return fields, extras


def _chosen(
    api: Api, names: Mapping[str, str], reserved: Reserved
) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Translate the user's keys (``Pet``, ``Pet.furColour``, ``getPet``, ``getPet.limit``, ``tag pets``) to ids.

    A key may also be spelled as in the lock: ``#/components/schemas/Pet``.
    """
    if not names:
        return {}, ()
    known = dict(_keys(api))
    if any(stated.startswith("#") for stated in names):
        known = {f"#{id_.partition('#')[2]}": id_ for id_ in known.values() if "#" in id_} | known
    chosen: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    for stated, value in names.items():
        if stated not in known:
            diagnostics.append(
                Diagnostic(
                    code="name-unused",
                    severity=Severity.WARNING,
                    message=f"[names] has {stated!r}, which names nothing in the document",
                    hint=did_you_mean(stated, known),
                )
            )
        elif not value.isidentifier() or value in reserved.words:
            diagnostics.append(
                Diagnostic(
                    code="name-invalid",
                    severity=Severity.WARNING,
                    message=f"[names] wants {stated!r} to be called {value!r}, which is no Python identifier",
                )
            )
        else:
            chosen[known[stated]] = value
    return chosen, tuple(diagnostics)


def _keys(api: Api) -> Iterator[tuple[str, str]]:
    for type_ in api.types.values():
        if type_.hint is None:
            continue
        for place in places_of(type_):
            label = type_.component or place.rpartition("#")[2]
            yield label, key(place)
            if isinstance(type_.shape, Object):
                for item in type_.shape.properties:
                    yield f"{label}.{item.name}", key(place, item.name)
            elif isinstance(type_.shape, Enumeration):
                for member in type_.shape.members:
                    yield f"{label}.{member.value}", key(place, f"={member.value}")
    for operation in api.operations:
        yield operation.id, operation.id
        yield operation.name, operation.id
        yield f"tag {operation.group}", key("tag", operation.group)
        for parameter in operation.parameters:
            own = argument_key(operation, parameter)
            yield f"{operation.name}.{parameter.name}", own
