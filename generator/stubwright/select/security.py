"""Security schemes that the configuration declares if the document does not."""

from __future__ import annotations

from stubwright.base.records import replace
from stubwright.types.ir_operations import Api, Scheme
from stubwright.types.options import Options


def declare(api: Api, options: Options) -> Api:
    """Return the API with the schemes of the options.

    They are alternatives for every operation for which the document states no requirement; a scheme replaces the
    document's scheme of the same name.
    """
    if not options.security:
        return api
    stated = tuple(_scheme(name, table) for name, table in options.security.items())
    kept = tuple(each for each in api.schemes if each.name not in options.security)
    security = api.security or tuple((each.name,) for each in stated)
    return replace(api, schemes=(*kept, *stated), security=security)


def _scheme(name: str, table: dict[str, str]) -> Scheme:
    match table["kind"]:
        case "bearer" | "basic" as kind:
            return Scheme(name=name, kind=kind)
        case _:
            return Scheme(name=name, kind="apikey", location=table["in"], parameter=table["name"])
