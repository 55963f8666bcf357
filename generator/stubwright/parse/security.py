"""Security Scheme and Requirement Objects (OpenAPI 3.1.1, sections 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Iterable

from stubwright.base.place import Place
from stubwright.base.suggest import closest
from stubwright.parse.message_words import quoted
from stubwright.parse.objects import SECURITY_SCHEME, SECURITY_SCHEME_20
from stubwright.parse.reader import Entry, Reader, follow_object, misplaced_object
from stubwright.parse.version import Dialect
from stubwright.types.documents import Json
from stubwright.types.spec import Missing, SecurityRequirement, SecurityScheme

_TYPES = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_LOCATIONS = ("query", "header", "cookie")
_FLOWS = ("clientCredentials", "authorizationCode", "deviceAuthorization", "password")


def parse_schemes(parent: Reader, entries: Iterable[Entry]) -> tuple[SecurityScheme, ...]:
    """Return the supported schemes by component name."""
    found = (_scheme(parent, *entry) for entry in entries if not entry[0].startswith("x-"))
    return tuple(scheme for scheme in found if scheme is not None)


def _scheme(parent: Reader, name: str, place: Place, value: Json) -> SecurityScheme | None:
    reader = follow_object(parent.ctx, place, value, "a security scheme")
    if reader is None:
        return None
    old = reader.ctx.dialect_at(reader.place) is Dialect.V20
    reader.finish(SECURITY_SCHEME_20 if old else SECURITY_SCHEME)
    type_ = reader.word("type", _TYPES, "security-scheme-unknown")
    description = reader.text("description")
    if old and type_ == "basic":
        return SecurityScheme(name=name, type="http", scheme="basic", description=description)
    match type_:
        case "apiKey":
            return _api_key(reader, name, description)
        case "http":
            scheme = reader.name("scheme").strip().lower()
            return SecurityScheme(name=name, type="http", scheme=scheme, description=description)
        case "mutualTLS" | "oauth2" | "openIdConnect":
            token_url, refresh_url = _token_urls(reader) if type_ == "oauth2" else ("", "")
            return SecurityScheme(
                name=name,
                type=type_,
                description=description,
                token_url=token_url,
                refresh_url=refresh_url,
                discovery_url=_url(reader, "openIdConnectUrl") if type_ == "openIdConnect" else "",
            )
        case _:
            _report_type(reader, type_)
            return None


def _token_urls(reader: Reader) -> tuple[str, str]:
    """Return the URLs for new tokens and, if it is another one, for refreshed tokens (OpenAPI 3.1.1, section 4.8.28).

    New tokens are those of the client credentials flow, refreshed ones those of a flow in which a user gives consent.
    """
    if "flow" in reader.value:
        return _url(reader, "tokenUrl"), ""
    flows = reader.object("flows") if "flows" in reader.value else None
    if flows is None:
        return "", ""
    program, *users = (flows.object(name) for name in _FLOWS)
    first = (_url(flow, "tokenUrl") for flow in (program, *users) if flow is not None)
    token = next(filter(None, first), "")
    again = ("refreshUrl", "tokenUrl")
    other = (_url(flow, key) for flow in (*users, program) if flow is not None for key in again)
    refresh = next(filter(None, other), "")
    return token or refresh, "" if refresh == token else refresh


def _url(reader: Reader, key: str) -> str:
    value = reader.get(key)
    return value.strip() if isinstance(value, str) else ""


def _report_type(reader: Reader, type_: str) -> None:
    if type_:
        near = closest(type_, _TYPES)
        hint = f"did you mean '{near}'?" if near else f"use one of {', '.join(_TYPES)}"
        message = f"{quoted(type_)} is not a security scheme type; the scheme is skipped"
        reader.ctx.warn("security-scheme-unknown", reader.place.child("type"), message, hint)


def _api_key(reader: Reader, name: str, description: str) -> SecurityScheme | None:
    parameter = reader.name("name")
    location = reader.word("in", _LOCATIONS, "security-scheme-unknown")
    if location and location not in _LOCATIONS:
        message = f"{quoted(location)} is not a location for an API key; the scheme is skipped"
        hint = f"use one of {', '.join(_LOCATIONS)}"
        reader.ctx.warn("security-scheme-unknown", reader.place.child("in"), message, hint)
        return None
    if not parameter or not location:
        return None
    return SecurityScheme(
        name=name, type="apiKey", location=location, parameter=parameter, description=description
    )


def read_security(reader: Reader) -> tuple[SecurityRequirement, ...] | None:
    """Return the alternatives, or None if none are stated."""
    stated = reader.get("security")
    if isinstance(stated, Missing):
        return None
    if not isinstance(stated, list):
        reader.wrong("security", "a list")
        return None
    found: dict[SecurityRequirement, None] = {}
    for place, value in reader.items("security"):
        requirement = misplaced_object(reader.ctx, place, value, "a security requirement")
        if requirement is not None:
            found[_requirement(requirement)] = None
    return tuple(found)


def _requirement(reader: Reader) -> SecurityRequirement:
    known = reader.ctx.schemes
    for name in reader.value:
        if name not in known:
            near = closest(name, tuple(sorted(known)))
            hint = f"did you mean '{near}'?" if near else "define it among the security schemes"
            message = f"the security scheme {quoted(name)} is not defined; the alternatives that require it are not used"
            reader.ctx.warn("security-scheme-unknown", reader.place.child(name), message, hint)
    return tuple(reader.value)
