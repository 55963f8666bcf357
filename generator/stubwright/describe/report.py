"""The report: every operation, schema and property with its Python name."""

from __future__ import annotations

from collections.abc import Callable

from stubwright.types.documents import Json
from stubwright.types.ir import Object, Type
from stubwright.types.ir_operations import Api, Codec, Operation
from stubwright.types.names import Names

Show = Callable[[str], str]


def describe(api: Api, names: Names, show: Show) -> dict[str, Json]:
    """Return ``operations`` (``declared``, ``emitted``, ``items``), ``incoming`` and ``schemas``.

    ``declared`` and ``emitted`` count method and path pairs; one that can also stream has two ``items``.
    ``show`` converts ids to text without absolute URIs.
    """
    items: list[Json] = [_operation(one, names) for one in api.operations]
    incoming: list[Json] = [
        {"name": one.name, "python": f"webhooks.{names.methods[one.id]}"}
        for one in api.incoming
        if one.body is not None and any(each.codec is Codec.JSON for each in one.body.contents)
    ]
    schemas: list[Json] = [_schema(api.types[id_], names, show) for id_ in names.types]
    emitted = len({(one.method, one.path) for one in api.operations})
    return {
        "operations": {"declared": api.declared, "emitted": emitted, "items": items},
        "incoming": incoming,
        "package": names.package,
        "client": names.client,
        "schemas": schemas,
    }


def _operation(operation: Operation, names: Names) -> Json:
    group = names.groups[operation.group]
    return {
        "method": operation.method,
        "path": operation.path,
        "call": f"client.{group.attribute}.{names.methods[operation.id]}",
        "parameters": [
            {"in": item.location, "name": item.name, "python": argument}
            for item, argument in zip(
                operation.parameters, names.arguments[operation.id], strict=True
            )
        ],
        "pagination": _pagination(operation, names),
    }


def _pagination(operation: Operation, names: Names) -> Json:
    found = operation.pagination
    if found is None:
        return None
    group = names.groups[operation.group]
    return {
        "rule": found.rule,
        "items": found.items,
        "parameter": found.parameter or None,
        "next": found.next or None,
        "call": f"client.{group.attribute}.{names.iterators[operation.id]}",
        "why": found.why,
    }


def _schema(type_: Type, names: Names, show: Show) -> Json:
    properties: list[Json] = []
    if isinstance(type_.shape, Object):
        fields = names.fields[type_.id]
        properties = [
            {"name": item.name, "python": fields[item.name]} for item in type_.shape.properties
        ]
    return {
        "place": show(type_.place or type_.id),
        "component": type_.component,
        "python": f"models.{names.types[type_.id]}",
        "properties": properties,
    }
