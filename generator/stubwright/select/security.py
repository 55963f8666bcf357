"""Security schemes that the configuration declares if the document does not."""

from __future__ import annotations

from stubwright.base.diagnostics import Diagnostic
from stubwright.base.records import replace
from stubwright.types.options import Options
from stubwright.types.spec import SecurityScheme, Spec


def declare(spec: Spec, options: Options) -> Spec:
    """Return the document with the schemes of the options.

    They are alternatives for every operation for which the document states no requirement; a scheme replaces the
    document's scheme of the same name, and defines one that requirements name but the document does not define.
    """
    if not options.security:
        return spec
    stated = tuple(_scheme(name, table) for name, table in options.security.items())
    kept = tuple(each for each in spec.security_schemes if each.name not in options.security)
    return replace(
        spec,
        security_schemes=(*kept, *stated),
        security=spec.security or tuple((each.name,) for each in stated),
        diagnostics=tuple(one for one in spec.diagnostics if not _is_mended(one, options)),
    )


def _is_mended(one: Diagnostic, options: Options) -> bool:
    """Return whether a diagnostic states that a requirement names a scheme which the options define."""
    keys = one.place.keys() if one.place is not None else ()
    missing = one.code == "security-scheme-unknown" and keys[-3:-2] == ("security",)
    return missing and keys[-1] in options.security


def _scheme(name: str, table: dict[str, str]) -> SecurityScheme:
    match table["kind"]:
        case "bearer" | "basic" as kind:
            return SecurityScheme(name=name, type="http", scheme=kind)
        case _:
            location, parameter = table["in"], table["name"]
            return SecurityScheme(name=name, type="apiKey", location=location, parameter=parameter)
