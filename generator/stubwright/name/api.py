"""The function of this stage."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from unicodedata import normalize

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.records import replace
from stubwright.name.chosen import chosen_names, taken_names
from stubwright.name.identifier_words import pascal, shorten, snake
from stubwright.name.operations import (
    name_arguments,
    name_constants,
    name_groups,
    name_iterators,
    name_methods,
    name_parsers,
    with_iterators,
)
from stubwright.name.pins import pins
from stubwright.name.places import fixed_parts, fixed_types
from stubwright.name.rename import Rules
from stubwright.name.servers import name_servers
from stubwright.name.settle import AnyOf, Fixed, free
from stubwright.name.types import name_fields, name_members, name_modules, name_types
from stubwright.types.backend import Reserved
from stubwright.types.ir import Enumeration, Object, TypeId
from stubwright.types.ir_operations import Api
from stubwright.types.names import GroupName, Names
from stubwright.types.options import Options


def name(
    api: Api, options: Options, pinned: Mapping[str, str], reserved: Reserved
) -> tuple[Names, tuple[Diagnostic, ...]]:
    """Return the names of everything in ``api``, and diagnostics about the user's names.

    ``reserved`` contains the names that the back end uses, ``pinned`` those of the last run, by the text of ids. Names
    chosen by the user take precedence (``options.names``, then ``options.rename``). It is a warning if one matches
    nothing, is not an identifier, or is the name of another item, and an error if a rule matches nothing.
    """
    chosen, misnamed = chosen_names(api, options.names, reserved)
    moved, renamed, unruly = _renamed(api, options, chosen, reserved)
    fixed = Fixed(chosen=with_iterators(api, {**renamed, **chosen}), pinned=pinned)
    client = free(options.client or _client(api.title), reserved.clients, set[str]())
    types = name_types(api.types, _fixed_types(api, fixed), reserved)
    groups = _groups(api, moved, types, fixed, reserved)
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
    kept = pins(api, names)
    return replace(names, pins=kept), (*misnamed, *unruly, *taken_names(fixed, kept))


def _groups(
    api: Api,
    moved: Mapping[str, str],
    types: Mapping[TypeId, str],
    fixed: Fixed,
    reserved: Reserved,
) -> dict[str, GroupName]:
    hints = {one.group: moved.get(one.group, one.group) for one in api.operations}
    named = name_groups(hints.values(), types.values(), fixed, reserved)
    return {hint: named[new] for hint, new in hints.items()}


def _renamed(
    api: Api, options: Options, chosen: Mapping[str, str], reserved: Reserved
) -> tuple[Mapping[str, str], Mapping[str, str], tuple[Diagnostic, ...]]:
    """Return the names that the user's rules produce, for groups by hint, and for models and methods by pin key.

    The rules are applied to the names without rules and without pins.
    """
    if not options.rename:
        return {}, {}, ()
    plain, _ = name(api, replace(options, rename=()), {}, reserved)
    rules = Rules(options.rename, reserved)
    return rules.groups(plain, chosen), rules.names(api, plain, chosen), rules.faults()


def _fixed_types(api: Api, fixed: Fixed) -> Fixed:
    hinted = [type_ for type_ in api.types.values() if type_.hint is not None]
    return Fixed(
        chosen=fixed_types(hinted, fixed.chosen) if fixed.chosen else {},
        pinned=fixed_types(hinted, fixed.pinned),
    )


def _members(
    api: Api, types: Mapping[TypeId, str], fixed: Fixed, reserved: Reserved
) -> dict[TypeId, tuple[str, ...]]:
    found: dict[TypeId, tuple[str, ...]] = {}
    for id_, type_ in api.types.items():
        if isinstance(type_.shape, Enumeration):
            values = (f"={member.value}" for member in type_.shape.members)
            given = fixed_parts(type_, types[id_], values, fixed)
            found[id_] = name_members(id_, type_.shape, given, reserved)
    return found


def _package(title: str, reserved: Reserved) -> str:
    """Name the package in ASCII, as the names of projects must be (PyPA: names and normalization)."""
    letters = normalize("NFKD", snake(title)).encode("ascii", "ignore").decode()
    proposal = shorten("_".join(filter(None, letters.split("_"))), 40)
    legal = proposal if proposal.isidentifier() else f"api_{proposal}".rstrip("_")
    return free(legal, reserved.packages, set())


def _client(title: str) -> str:
    proposal = shorten(pascal(title), 60)
    return proposal if proposal.isidentifier() else f"Api{proposal}"


def _error(client: str, reserved: Reserved) -> str:
    """Name the base class of errors after the client; if that name is reserved, ``...APIError``."""
    return f"{client}APIError" if f"{client}Error" in reserved.errors else f"{client}Error"


def _bases_first(
    api: Api, id_: TypeId, shape: Object, settled: Container[TypeId]
) -> Iterator[tuple[TypeId, Object]]:
    """Yield the bases of an object that are not settled, and the object itself; a cycle of bases ends."""
    chain = [(id_, shape)]
    while (base := chain[-1][1].base) is not None and base not in settled:
        above = api.types[base].shape
        if not isinstance(above, Object) or any(base == seen for seen, _ in chain):
            break
        chain.append((base, above))
    return reversed(chain)


def _fields(
    api: Api, types: Mapping[TypeId, str], fixed: Fixed, reserved: Reserved
) -> tuple[dict[TypeId, dict[str, str]], dict[TypeId, str]]:
    """Name the fields of every object, and the field of its additional properties; bases come before their children."""
    hidden = AnyOf(reserved.fields, frozenset(types.values()))
    fields: dict[TypeId, dict[str, str]] = {}
    extras: dict[TypeId, str] = {}

    def settle(id_: TypeId, shape: Object) -> None:
        for one, own in _bases_first(api, id_, shape, fields):
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
