"""Security schemes and requirements (OpenAPI 3.1.1, sections 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.types import ir_operations
from stubwright.types.spec import SecurityRequirement, SecurityScheme, Spec


def schemes_of(spec: Spec) -> tuple[tuple[ir_operations.Scheme, ...], tuple[Diagnostic, ...]]:
    """Return the supported schemes, and a note for each that requests cannot carry."""
    notes = tuple(
        Diagnostic(
            code="security-scheme-unsupported",
            severity=Severity.NOTE,
            message=f"security scheme {scheme.name} ({scheme.scheme or scheme.type}) is not supported by the client",
            hint="pass it in the client's headers",
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


def requirements_of(
    stated: Iterable[SecurityRequirement], carried: Mapping[str, bool]
) -> tuple[tuple[str, ...], ...]:
    """Return the alternatives whose schemes all exist; if there are none, an anonymous one.

    ``carried`` states for each scheme whether it adds a credential to requests; others are omitted.
    """
    known = [one for one in stated if carried.keys() >= set(one)]
    alternatives = (tuple(name for name in one if carried[name]) for one in known)
    return tuple(dict.fromkeys(alternatives)) or ((),)
