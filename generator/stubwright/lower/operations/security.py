"""Security schemes and requirements (OpenAPI 3.1.1, sections 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.records import replace
from stubwright.types import ir, ir_operations
from stubwright.types.spec import SecurityRequirement, SecurityScheme, Spec


def schemes_of(spec: Spec) -> tuple[tuple[ir_operations.Scheme, ...], tuple[Diagnostic, ...]]:
    """Return the supported schemes, and a note for each that requests cannot carry."""
    notes = tuple(
        Diagnostic(
            code="security-scheme-unsupported",
            severity=Severity.NOTE if scheme.type == "mutualTLS" else Severity.WARNING,
            message=f"security scheme {scheme.name} ({scheme.scheme or scheme.type}) is not supported by the client",
            hint="configure the client certificate in http_client"
            if scheme.type == "mutualTLS"
            else "calls that need it carry no credential: pass it in the client's headers",
        )
        for scheme in spec.security_schemes
        if _kind_of(scheme).kind == "none"
    )
    return tuple(_kind_of(scheme) for scheme in spec.security_schemes), notes


def _kind_of(scheme: SecurityScheme) -> ir_operations.Scheme:
    plain = ir_operations.Scheme(name=scheme.name, kind="none", description=scheme.description)
    match scheme.type, scheme.scheme:
        case ("http", "bearer") | ("oauth2" | "openIdConnect", _):
            return ir_operations.Scheme(
                name=scheme.name,
                kind="bearer",
                description=scheme.description,
                token_url=scheme.token_url,
                refresh_url=scheme.refresh_url,
                discovery_url=scheme.discovery_url,
            )
        case ("http", "basic"):
            return ir_operations.Scheme(
                name=scheme.name, kind="basic", description=scheme.description
            )
        case ("apiKey", _) if scheme.parameter and scheme.location in {"header", "query", "cookie"}:
            return ir_operations.Scheme(
                name=scheme.name,
                kind="apikey",
                location=scheme.location,
                parameter=scheme.parameter,
                description=scheme.description,
            )
        case _:
            return plain


def carried_schemes(spec: Spec) -> dict[str, bool]:
    """Return for each scheme whether a request carries it; those that the client does not support are left out.

    Mutual TLS is part of the connection.
    """
    supported = {one.name: _kind_of(one).kind != "none" for one in spec.security_schemes}
    outside = {one.name for one in spec.security_schemes if one.type == "mutualTLS"}
    return {name: known for name, known in supported.items() if known or name in outside}


def with_key_parameters(api: ir_operations.Api) -> ir_operations.Api:
    """Return the API with optional parameters where a credential that every call needs is sent under their name."""
    keys = {
        one.name: (one.location, folded(one.location, one.parameter))
        for one in api.schemes
        if one.kind == "apikey"
    }
    operations: list[ir_operations.Operation] = []
    for operation in api.operations if keys else ():
        stated = api.security if operation.security is None else operation.security
        always = set[str]().union(*stated).intersection(*stated)
        sent = {keys[name] for name in always if name in keys}
        parameters = tuple(
            replace(one, presence=ir.Optional(), filled=None)
            if (one.location, folded(one.location, one.name)) in sent
            and isinstance(one.presence, ir.Required)
            else one
            for one in operation.parameters
        )
        operations.append(replace(operation, parameters=parameters))
    return replace(api, operations=tuple(operations)) if keys else api


def folded(location: str, name: str) -> str:
    """Return a parameter's name as it is compared: headers ignore case."""
    return name.lower() if location == "header" else name


def requirements_of(
    stated: Iterable[SecurityRequirement], carried: Mapping[str, bool]
) -> tuple[tuple[str, ...], ...]:
    """Return the alternatives of which the client supports every scheme; if there are none, an anonymous one.

    ``carried`` states for each scheme whether it adds a credential to requests; others are omitted. An alternative is
    never used in part: the server would refuse the request, or grant less than it should.
    """
    known = [one for one in stated if carried.keys() >= set(one)]
    alternatives = (tuple(name for name in one if carried[name]) for one in known)
    return tuple(dict.fromkeys(alternatives)) or ((),)
