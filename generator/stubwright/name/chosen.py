"""Names that the user chose (``[names]``), and new names for items that had them before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.ids import key, parts_of
from stubwright.base.suggest import did_you_mean
from stubwright.name.operations import argument_key, is_iterator
from stubwright.name.places import places_of
from stubwright.name.settle import Fixed
from stubwright.types.backend import Reserved
from stubwright.types.ir import Enumeration, Object
from stubwright.types.ir_operations import Api


def chosen_names(
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
            diagnostics.append(_unused(stated, did_you_mean(stated, known)))
        elif not value.isidentifier() or value in reserved.words:
            diagnostics.append(_invalid(stated, value))
        else:
            chosen[known[stated]] = value
    return chosen, tuple(diagnostics)


def _unused(stated: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="name-unused",
        severity=Severity.WARNING,
        message=f"[names] has {stated!r}, which matches nothing in the document",
        hint=hint,
    )


def _invalid(stated: str, value: str) -> Diagnostic:
    return Diagnostic(
        code="name-invalid",
        severity=Severity.WARNING,
        message=f"[names] maps {stated!r} to {value!r}, which is not a Python identifier",
    )


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


def taken_names(fixed: Fixed, given: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Report names that the user chose for two items, or that another item had.

    ``given`` contains the final names, by the keys of ``fixed``, without fields that are spelled as in the document.
    """
    chosen = {own: name for own, name in fixed.chosen.items() if not is_iterator(own)}
    holders = {name: own for own, name in chosen.items() if given.get(own) == name}
    refused = [
        _taken(name, own, holders.get(name), given.get(own, parts_of(own)[-1]))
        for own, name in chosen.items()
        if name not in (given.get(own), parts_of(own)[-1])
    ]
    displaced = [
        _displaced(before, holders[before], own, now)
        for own, now in (given.items() if holders else ())
        if own not in fixed.chosen
        and (before := fixed.pinned.get(own)) not in (None, now)
        and before in holders
    ]
    return (*refused, *displaced)


def _taken(name: str, own: str, holder: str | None, instead: str) -> Diagnostic:
    of = f"is the name of {_shown(holder)}" if holder else "cannot be used there"
    return Diagnostic(
        code="name-taken",
        severity=Severity.WARNING,
        message=f"{_shown(own)} cannot be called {name!r}, which {of}: it is called {instead!r}",
        hint="choose another name for one of them",
    )


def _displaced(name: str, holder: str, own: str, now: str) -> Diagnostic:
    return Diagnostic(
        code="name-taken",
        severity=Severity.WARNING,
        message=f"{name!r} is now the name of {_shown(holder)}; {_shown(own)}, which had it before, is now called {now!r}",
        hint="set its name in [names], or choose another name",
    )


def _shown(own: str) -> str:
    """Return a key as in ``[names]``."""
    front, _, rest = own.partition(" ")
    label = front.rpartition("/")[2] if "#/components/schemas/" in front else front
    return repr(".".join((label, *parts_of(rest)))) if rest and "#" in front else repr(own)
