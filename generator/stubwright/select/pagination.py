"""Pagination stated by the configuration, which replaces what is inferred from the document."""

from __future__ import annotations

from collections.abc import Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.records import replace
from stubwright.select.select import matches
from stubwright.types.ir_operations import Api, Codec, Operation, Pagination
from stubwright.types.options import Options


def paginate(api: Api, options: Options) -> tuple[Api, tuple[Diagnostic, ...]]:
    """Return ``api`` with the pagination that ``options.pagination`` states, and diagnostics.

    A key is an operation's id (``listPets`` or ``get /pets``) or a pattern as for a selection. Later keys take precedence.
    """
    if not options.pagination:
        return api, ()
    notes: list[Diagnostic] = []
    operations = {one.id: one for one in api.operations}
    for key, stated in options.pagination.items():
        matching = [one for one in operations.values() if _matches(one, key)]
        if not matching:
            notes.append(
                _wrong("pagination-unused", f"[pagination] has {key!r}, which matches no operation")
            )
        for one in matching:
            made, fault = _made(one, key, stated)
            if fault:
                notes.append(_wrong("pagination-invalid", f"[pagination] {key!r}: {fault}"))
            else:
                operations[one.id] = replace(one, pagination=made)
    return replace(api, operations=tuple(operations.values())), tuple(notes)


def _matches(operation: Operation, key: str) -> bool:
    return key in (operation.id, operation.name) or matches(operation, key)


def _made(
    operation: Operation, key: str, stated: Mapping[str, object] | None
) -> tuple[Pagination | None, str]:
    """Return the pagination, or the description of an error in it."""
    if stated is None:
        return None, ""
    why = f"[pagination] {key!r} in the configuration"
    found = Pagination(**{"start": 1 if stated.get("rule") == "page" else 0, **stated}, why=why)  # type: ignore[arg-type]
    changes = found.rule not in ("next-url", "link-header")
    if changes != bool(found.parameter):
        says = "needs 'parameter'" if changes else "does not allow 'parameter'"
        return None, f"the rule {found.rule} {says}"
    if found.rule in ("cursor", "next-url") and not found.next:
        return None, f"the rule {found.rule} needs 'next', a path in the response"
    queried = any(
        one.location == "query" and one.name == found.parameter for one in operation.parameters
    )
    if not changes or queried:
        return found, ""
    if operation.body and any(one.codec is Codec.JSON for one in operation.body.contents):
        return replace(found, in_body=True), ""
    return None, f"{operation.id} has no query parameter {found.parameter!r}"


def _wrong(code: str, message: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message=message)
