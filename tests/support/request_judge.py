"""Let openapi-core judge requests against the document that they were built for."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator, V32RequestValidator
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.media_types.util import json_loads
from openapi_core.validation.schemas.exceptions import ValidateError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from draw import Node, Trees, Undrawable

VALIDATORS: Mapping[str, Any] = {
    "3.0": V30RequestValidator,
    "3.1": V31RequestValidator,
    "3.2": V32RequestValidator,
}


class Sent:
    """A request in the form that openapi-core reads.

    It expects values decoded, but for what it splits itself; an exploded object under the parameter's own name; and
    the path's parts under RFC 6570's spelling where the style has a prefix. Those are handed over so; the rest is as it was sent.
    """

    def __init__(self, request: Any, template: str, parameters: list[Node], trees: Trees) -> None:
        url = urlsplit(request.url)
        self.host_url = f"{url.scheme}://{url.netloc}"
        self.path = url.path
        self.method = request.method.lower()
        self.body = request.content
        self.content_type = request.headers.get("content-type", "")
        query = parse_qsl(url.query, keep_blank_values=True)
        every = (each.partition("=") for each in request.headers.get("cookie", "").split("; "))
        cookies = [(name, unquote(value)) for name, _, value in every if name]
        self.parameters = RequestParameters(
            query=_multi(query, parameters, trees, "query"),
            header=Headers(list(request.headers.items())),
            cookie=_multi(cookies, parameters, trees, "cookie"),
            path=_path_values(url.path, template),
        )


def _path_values(path: str, template: str) -> dict[str, str]:
    names = re.findall(r"\{([^{}]*)\}", template)
    parts = re.split(r"\{[^{}]*\}", template)
    match = re.search(f"{'([^/]*)'.join(map(re.escape, parts))}$", path)
    found: dict[str, str] = {}
    for name, value in zip(names, match.groups() if match else (), strict=False):
        for key in (name, f";{name}", f";{name}*", f".{name}", f".{name}*"):
            found[key] = unquote(value)
    return found


def _multi(
    pairs: list[tuple[str, str]], parameters: list[Node], trees: Trees, location: str
) -> ImmutableMultiDict[str, str]:
    spaced = {
        each.value["name"] for each in parameters if each.value.get("style") == "spaceDelimited"
    }
    plain = [(k, v.replace(" ", "%20") if k in spaced else v) for k, v in pairs]
    return ImmutableMultiDict([*plain, *_exploded(pairs, parameters, trees, location)])


def _exploded(
    pairs: list[tuple[str, str]], parameters: list[Node], trees: Trees, location: str
) -> Iterator[tuple[str, str]]:
    for node in parameters:
        each = node.value
        style = each.get("style", "form")
        if each["in"] != location or "schema" not in each or style != "form":
            continue
        try:
            schema = trees.follow(node.child(each["schema"])).value
        except Undrawable:
            continue
        if not isinstance(schema, dict) or schema.get("type") != "object":
            continue
        known = schema.get("properties") or {}
        others = {other.value["name"] for other in parameters}
        own = [(k, v) for k, v in pairs if k in known or k not in others]
        if own and each.get("explode", True):
            yield each["name"], "&".join(f"{k}={v}" for k, v in own)


class Unjudged(Exception):
    """openapi-core itself fails on a schema of the document."""


class Judge:
    """Validates the requests of one operation."""

    def __init__(self, tree: Mapping[str, Any], uri: str, path: str, item: Any) -> None:
        alone = {**tree, "paths": {path: item}}
        version = str(tree["openapi"])[:3]
        self.readers = _Readers(octets_as_text=version != "3.0")
        self.validator = VALIDATORS[version](
            SchemaPath.from_dict(alone, base_uri=uri),
            extra_media_type_deserializers=self.readers,
        )

    def allows(self, steps: tuple[str | int, ...], value: Any) -> bool:
        """Tell whether the schema at a place of the document accepts a value."""
        schema = self.validator.spec
        for step in steps:
            schema = schema / step
        try:
            self.validator._validate_schema(schema, value)
        except ValidateError:
            return False
        except Exception as error:
            raise Unjudged(f"{type(error).__name__}: {error}") from error
        return True

    def faults(self, sent: Sent) -> list[str]:
        """Return what openapi-core finds."""
        self.readers.sent = sent.content_type
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [_words(error) for error in self.validator.iter_errors(sent)]

    def misread(
        self, sent: Sent, drawn: Mapping[tuple[str, str], Any], path: str, verb: str
    ) -> list[str]:
        """Return the parameters that openapi-core reads as another value than was drawn."""
        spec = self.validator.spec
        item = spec / "paths" / path
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = self.validator._get_parameters(sent.parameters, item / verb, item)
        found: list[str] = []
        for (where, name), value in drawn.items():
            values = getattr(read, where)
            got = values.get(name, "nothing")
            if _comparable(value) and got != value:
                found.append(f"{where} parameter: {name} drawn {value!r} read {got!r}")
        return found


_spelt = re.compile(r"\d{4}-\d\d-\d\dT|\d\d:\d\d:\d\d|P[\dT]")


def _comparable(value: Any) -> bool:
    """Tell whether a value has one spelling only: date-times and durations have several."""
    if isinstance(value, list | dict):
        return all(map(_comparable, value.values() if isinstance(value, dict) else value))
    return not (isinstance(value, str) and _spelt.match(value))


class _Readers(dict[str, Any]):
    """What openapi-core lacks: all JSON media types, ranges of media types, and octets as 3.1 has them: a string."""

    def __init__(self, *, octets_as_text: bool) -> None:
        super().__init__()
        self.octets_as_text = octets_as_text
        self.sent = ""

    def __contains__(self, key: object) -> bool:
        name = str(key)
        octets = self.octets_as_text and not name.startswith(_READ)
        return is_json(name) or (name.endswith("/*") and is_json(self.sent)) or octets

    def __getitem__(self, key: str) -> Any:
        octets = self.octets_as_text and not is_json(key) and not key.endswith("/*")
        return _as_text if octets else json_loads


_READ = ("text/", "multipart/", "application/x-www-form", "application/json", "application/xml")


def is_json(name: str) -> bool:
    """Tell whether a media type is JSON."""
    return name.partition(";")[0].endswith(("/json", "+json"))


def _as_text(value: bytes, **_: str) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _words(error: BaseException) -> str:
    text = f"{type(error).__name__}: {error}"
    cause = error.__cause__
    inner = getattr(cause, "schema_errors", None)
    if inner is not None:
        text = " ".join(
            [type(error).__name__, getattr(error, "location", ""), getattr(error, "name", "")]
        )
        for each in list(inner)[:2]:
            text += f" < {each.message} at {'/'.join(map(str, each.path))}"
    elif cause is not None:
        text += f" < {type(cause).__name__}: {cause}"
    return text[:1000]
