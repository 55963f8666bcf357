"""Call the methods of an emitted client with drawn arguments and keep the requests that they build."""

from __future__ import annotations

import importlib
import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial, reduce
from operator import or_
from random import Random
from typing import Any
from urllib.parse import urljoin

from draw import PLAIN, RICH, Drawer, Node, Trees, Undrawable
from request_judge import Judge, Sent, Unjudged

HOST = "https://api.example.com"
_hole = re.compile(r"\{([^{}]*)\}")
_TRIES = 8


class Recorded(BaseException):  # not an error of the transport, which would be wrapped and repeated
    """Raised instead of sending; holds the request."""


class Recorder:
    """A transport that sends nothing."""

    def send(self, request: Any) -> Any:
        """FatalError the call."""
        raise Recorded(request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An emitted method, what it declares and what the document says of it."""

    group: type[Any]
    function: Any
    declared: Any
    path: str
    verb: str
    item: Node
    operation: Node
    names: Mapping[tuple[str, str], str]

    @property
    def template(self) -> str:
        """Return the path as it is sent: a query or a fragment in it is not part of the path."""
        return re.split("[?#]", self.path)[0]

    @property
    def id(self) -> str:
        """Return verb and path."""
        return f"{self.verb} {self.path}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one draw: ``kind`` is ``accepted``, ``refused``, ``undrawn``, ``unbuilt`` or ``unjudged``."""

    id: str
    kind: str
    reason: str = ""
    request: str = ""


def methods_of(
    package: str, root: Node, trees: Trees, report: Mapping[str, Any]
) -> Iterator[Method]:
    """Yield the methods of the sync groups with their places in the document."""
    endpoints = importlib.import_module(f"{package}.client").__dict__
    client = next(
        each
        for each in endpoints.values()
        if isinstance(each, type) and each.__name__ == report["client"]
    )
    for item in report["operations"]["items"]:
        path, verb = item["path"], item["method"].lower()
        found = _placed(root, trees, path, verb)
        if found is None:
            continue
        _, attribute, name = item["call"].split(".")
        group = typing.get_type_hints(vars(client)[attribute].func)["return"]
        function = inspect.unwrap(vars(group)[name])
        home = vars(importlib.import_module(group.__module__))
        declared = next(
            home[each]
            for each in function.__code__.co_names
            if hasattr(home.get(each), "responses")
        )
        names = {(each["in"], each["name"]): each["python"] for each in item["parameters"]}
        yield Method(
            group=group,
            function=function,
            declared=declared,
            path=path,
            verb=verb,
            item=found[0],
            operation=found[1],
            names=names,
        )


def _placed(root: Node, trees: Trees, path: str, verb: str) -> tuple[Node, Node] | None:
    stated = (root.value.get("paths") or {}).get(path)
    if not isinstance(stated, dict):
        return None
    item = trees.follow(root.child(stated))
    merged = item.child({**item.value, **{k: v for k, v in stated.items() if k != "$ref"}})
    operation = merged.value.get(verb)
    return (merged, merged.child(operation)) if isinstance(operation, dict) else None


class Caller:
    """Draws arguments for the methods of one package and lets the judge see the requests."""

    def __init__(
        self, package: str, root: Node, trees: Trees, seed: int, *, examples: bool = False
    ) -> None:
        self.examples = examples  # the document's go before what is drawn
        self.package = package
        self.root = root
        self.trees = trees
        self.random = Random(seed)
        self.derive = importlib.import_module(f"{package}._runtime.codec_compile")
        self.codec = importlib.import_module(f"{package}._runtime.codec")
        self.client = _client(package, root)

    def verdicts(self, method: Method, draws: int) -> Iterator[Verdict]:
        """Yield what becomes of each draw."""
        item = {**method.item.value, method.verb: method.operation.value}
        judge = Judge(self.root.value, self.root.uri, method.template, item)
        for number in range(draws):
            try:
                parameters = self._parameters(method)
                drawn: dict[tuple[str, str], Any] = {}
                arguments = self._arguments(method, parameters, judge, drawn, everything=number > 0)
            except Undrawable as error:
                yield Verdict(method.id, "undrawn", str(error))
                continue
            except Unjudged as error:
                yield Verdict(method.id, "unjudged", str(error)[:600])
                continue
            except Exception as error:
                yield Verdict(method.id, "unbuilt", f"argument: {type(error).__name__}: {error}")
                continue
            yield self._verdict(method, parameters, arguments, judge, drawn)

    def _verdict(
        self,
        method: Method,
        parameters: list[tuple[tuple[str | int, ...], Node]],
        arguments: dict[str, Any],
        judge: Judge,
        drawn: dict[tuple[str, str], Any],
    ) -> Verdict:
        try:
            method.function(method.group(self.client), **arguments)
        except Recorded as recorded:
            request: Any = recorded.args[0]
        except Exception as error:
            return Verdict(
                method.id, "unbuilt", f"{type(error).__name__}: {error}", repr(arguments)[:600]
            )
        else:
            return Verdict(method.id, "unbuilt", "nothing was sent")
        shown = f"{request.method} {request.url} {dict(request.headers)} {request.content!r}"[:900]
        try:
            sent = Sent(request, method.template, [node for _, node in parameters], self.trees)
            faults = judge.faults(sent)
            wrong = [] if faults else judge.misread(sent, drawn, method.template, method.verb)
        except Exception as error:
            return Verdict(method.id, "unjudged", f"{type(error).__name__}: {error}"[:600], shown)
        if faults:
            return Verdict(method.id, "refused", faults[0], shown)
        if wrong:
            return Verdict(method.id, "misread", wrong[0], shown)
        return Verdict(method.id, "accepted")

    def _parameters(self, method: Method) -> list[tuple[tuple[str | int, ...], Node]]:
        """Return the operation's parameters with their places; its own stand before the path item's."""
        found: dict[tuple[str, str], tuple[tuple[str | int, ...], Node]] = {}
        base: tuple[str | int, ...] = ("paths", method.template)
        for steps, owner in (((*base, method.verb), method.operation), (base, method.item)):
            for number, each in enumerate(owner.value.get("parameters") or ()):
                node = self.trees.follow(owner.child(each))
                if isinstance(node.value, dict) and {"name", "in"} <= node.value.keys():
                    key = node.value["in"], node.value["name"]
                    found.setdefault(key, ((*steps, "parameters", number), node))
        return list(found.values())

    def _arguments(
        self,
        method: Method,
        parameters: list[tuple[tuple[str | int, ...], Node]],
        judge: Judge,
        drawn: dict[tuple[str, str], Any],
        *,
        everything: bool,
    ) -> dict[str, Any]:
        hints = typing.get_type_hints(method.function, include_extras=True)
        made: dict[str, Any] = {}
        for steps, node in parameters:
            where, wire = node.value["in"], node.value["name"]
            argument = method.names.get((where, wire))
            if argument is None:
                if where == "header" and wire.lower() in (
                    "accept",
                    "content-type",
                    "authorization",
                ):
                    continue  # the media type and the security scheme say them (3.1.1, 4.8.12)
                if where == "path" and f"{{{wire}}}" not in method.template:
                    continue
                raise LookupError(f"no argument for the {where} parameter {wire}")
            needed = bool(node.value.get("required")) or where == "path"
            if not needed and not everything and self.random.random() < 0.5:
                continue
            try:
                value = self._parameter(node, steps, judge)
            except Undrawable:
                if needed:
                    raise
                continue
            drawn[where, wire] = value
            made[argument] = self._typed(hints[argument], value)
        for (where, wire), argument in method.names.items():
            if where == "path" and argument not in made and f"{{{wire}}}" in method.template:
                made[argument] = "undeclared"  # a hole of the path that no parameter describes
        made.update(self._body(method, judge, everything=everything))
        return made

    def _parameter(self, node: Node, steps: tuple[str | int, ...], judge: Judge) -> Any:
        if "schema" in node.value:
            at: tuple[str | int, ...] = (*steps, "schema")
            schema = node.child(node.value["schema"])
        else:
            kind = next(iter(node.value.get("content") or {}), None)
            if kind is None or "schema" not in node.value["content"][kind]:
                raise Undrawable("a parameter without a schema")
            at = (*steps, "content", kind, "schema")
            schema = node.child(node.value["content"][kind]["schema"])
        flat = self.trees.follow(schema).value
        scalar = isinstance(flat, dict) and flat.get("type") in ("string", "integer", "number")
        rich = scalar and node.value["in"] in ("query", "path")
        return self._drawn(schema, at, judge, RICH if rich else PLAIN, node)

    def _drawn(
        self,
        schema: Node,
        at: tuple[str | int, ...],
        judge: Judge,
        alphabet: str,
        around: Node,
    ) -> Any:
        for value in self._stated(around, schema):
            if judge.allows(at, value):
                return value
        for _ in range(_TRIES):
            value = Drawer(self.trees, self.random, alphabet).draw(schema)
            if value is not None and value not in ([], {}, "") and judge.allows(at, value):
                return value
        raise Undrawable("no draw is valid under the schema")

    def _stated(self, *nodes: Node) -> Iterator[Any]:
        """Yield the examples of a parameter or media type, then those of its schema, but null."""
        for node in nodes if self.examples else ():
            flat = self.trees.follow(node)
            if not isinstance(flat.value, dict):
                continue
            several = flat.value.get("examples") or []
            found = [flat.value.get("example")]
            if isinstance(several, dict):
                every = (self.trees.follow(flat.child(each)).value for each in several.values())
                found += [each.get("value") for each in every if isinstance(each, dict)]
            else:
                found += several
            yield from (each for each in found if each is not None)

    def _typed(self, hint: Any, value: Any) -> Any:
        return self.codec.decode(_decodable(hint), value)

    def _body(self, method: Method, judge: Judge, *, everything: bool) -> dict[str, Any]:
        stated = method.operation.value.get("requestBody")
        if not isinstance(stated, dict) or not method.declared.body:
            return {}
        body = self.trees.follow(method.operation.child(stated))
        if not body.value.get("required") and not everything:
            return {}
        kinds = list(method.declared.body)
        kind = self.random.choice(kinds) if everything else kinds[0]
        contents = body.value.get("content") or {}
        alike = (each for each in contents if fnmatch(kind.lower(), each.strip().lower()))
        stated_kind = kind if kind in contents else next(alike, kind)
        content = contents.get(stated_kind)
        if not isinstance(content, dict):
            raise Undrawable(f"the media type {kind} is spelt otherwise: {list(contents)}")
        at = (
            "paths",
            method.template,
            method.verb,
            "requestBody",
            "content",
            stated_kind,
            "schema",
        )
        declared = method.declared.body[kind]
        name = declared if isinstance(declared, str) else declared.type
        of = self.derive.resolve(name, method.group.__module__)
        value = self._content(declared, of, body.child(content), at, judge)
        chosen = {"content_type": kind} if len(kinds) > 1 else {}
        return {"body": value, **chosen}

    def _content(
        self, declared: Any, of: Any, content: Node, at: tuple[str, ...], judge: Judge
    ) -> Any:
        kind = at[-2]
        if of is bytes:
            return b"\x00\xffoctets"
        if of is str and "json" not in kind:
            return "<text/>" if "xml" in kind else "text"
        if "schema" not in content.value:
            raise Undrawable("a body without a schema")
        schema = content.child(content.value["schema"])
        if isinstance(declared, str) and "json" in kind:
            return self.codec.decode(of, self._drawn(schema, at, judge, RICH, content))
        value = next(filter(partial(judge.allows, at), self._stated(content, schema)), None)
        for _ in range(_TRIES if value is None else 0):
            value = Drawer(self.trees, self.random).draw(schema)
            if judge.allows(at, value):
                break
        if type(declared).__name__ == "Multipart":
            return self._form(of, value)
        return self.codec.decode(of, value)

    def _form(self, of: Any, value: Any) -> Any:
        if not (isinstance(of, type) and hasattr(of, "__dataclass_fields__")):
            return value
        made: dict[str, Any] = {}
        for wire, field, each in self.derive.members(of):
            if wire in value:
                made[field.name] = self._member(each, value[wire])
        return of(**made)

    def _member(self, of: Any, value: Any) -> Any:
        text = str(of)
        if ".File" in text:
            return [b"content"] if isinstance(value, list) else b"content"
        return self.codec.decode(of, value)


def _client(package: str, root: Node) -> Any:
    """Return a client that records, with credentials for every scheme."""
    module = importlib.import_module(f"{package}.client")
    base = importlib.import_module(f"{package}._runtime.client").Client
    kind = next(
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, base) and hasattr(each, "_api")
    )
    api = module.API
    credentials: dict[str, Any] = {
        name: ("ann", "secret") if type(each).__name__ == "Basic" else "secret"
        for name, each in api.schemes.items()
    }
    servers = root.value.get("servers") or [{"url": ""}]
    url = {} if api.base_url else {"base_url": _absolute(_filled(servers[0]))}
    return kind(credentials=credentials, http_client=Recorder(), **url)


def _absolute(url: str) -> str:
    found = urljoin(HOST, url)
    return found if found.startswith("http") else HOST


def _filled(server: Mapping[str, Any]) -> str:
    variables = server.get("variables") or {}
    return _hole.sub(lambda match: str(variables[match[1]]["default"]), server["url"])


def _decodable(hint: Any) -> Any:
    """Return a parameter's type without what is accepted for convenience: mappings and sequences."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        every = [each for each in typing.get_args(hint) if each is not type(None)]
        own = [each for each in every if typing.get_origin(each) is not Mapping]
        parts = [_decodable(each) for each in own or every]
        return reduce(or_, parts)
    name = getattr(origin, "__name__", "")
    if name == "Sequence":
        return list[_decodable(typing.get_args(hint)[0])]  # type: ignore[misc]
    if name == "Mapping":
        return dict[typing.get_args(hint)]  # type: ignore[misc]
    return hint
