"""Join drafts to one OpenAPI 3.1 document in the order of the pages, with its records."""

from __future__ import annotations

import http
import re
from collections.abc import Iterable, Sequence
from typing import cast

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, field
from stubwright.transcribe.carried import carried
from stubwright.transcribe.drafts.draft import Content, Draft, Fact, Operation, Parameter, Response
from stubwright.transcribe.placed import outline, unplaced
from stubwright.transcribe.schemas import Built, Components, escape, schema
from stubwright.types.transcript import Question, Record, Transcript

_HTTP_CODES = {str(one.value): one.phrase for one in http.HTTPStatus}
_CLASSES = {
    "1": "Informational",
    "2": "Success",
    "3": "Redirection",
    "4": "Client error",
    "5": "Server error",
}


@dataclass(slots=True, kw_only=True)
class _Document:
    built: Built
    components: Components = field(default_factory=Components)
    schemes: dict[str, Json] = field(default_factory=dict[str, Json])
    questions: list[Question] = field(default_factory=list[Question])
    descriptions: bool = False


def assemble(drafts: Sequence[Draft], *, title: str = "", descriptions: bool = False) -> Transcript:
    """Join drafts to a document. If two pages describe an operation, the first one is used."""
    whole = _Document(built=Built(tree={}), descriptions=descriptions)
    tree = whole.built.tree
    tree["openapi"] = "3.1.0"
    tree["info"] = {"title": title or _title(drafts), "version": "0"}
    servers = _servers(whole, drafts)
    paths: dict[str, dict[str, Json]] = {}
    tree["paths"] = cast("Json", paths)
    for draft in drafts:
        if draft.document is not None:
            carried(draft, whole.built, whole.components, whole.schemes)
            continue
        for operation in draft.operations:
            item = paths.setdefault(str(operation.path.value), {})
            method = str(operation.method.value)
            if method not in item:
                part = _operation(operation, draft.page, whole, servers)
                item[method] = part.tree
                whole.built.adopt(part, f"/paths/{escape(str(operation.path.value))}/{method}")
    components: dict[str, Json] = {}
    if whole.schemes:
        components["securitySchemes"] = whole.schemes
    if whole.components.schemas:
        components["schemas"] = whole.components.schemas
    known = tree.get("components")
    merged = {**known, **components} if isinstance(known, dict) else components
    tree.pop("components", None)
    if merged:
        tree["components"] = merged
    records = (*whole.built.records, *whole.components.records)
    return Transcript(tree=tree, records=_unique(records), questions=_questions(whole, drafts))


def _unique(records: Iterable[Record]) -> tuple[Record, ...]:
    seen: dict[tuple[str, str, str, str], Record] = {}
    for one in records:
        seen.setdefault((one.subject, one.predicate, repr(one.value), one.page), one)
    return tuple(seen.values())


def _title(drafts: Sequence[Draft]) -> str:
    for draft in drafts:
        info = draft.document.get("info") if draft.document else None
        if isinstance(info, dict) and isinstance(info.get("title"), str) and info["title"]:
            return str(info["title"])
        for operation in draft.operations:
            for server in operation.servers:
                host = re.match(r"https?://(?:www\.|api\.)?([\w-]+)", str(server.value))
                if host:
                    return host[1][:1].upper() + host[1][1:]
    return "API"


def _servers(whole: _Document, drafts: Sequence[Draft]) -> list[str]:
    """Add the servers of the first page that has any at the top level; return their URLs."""
    for draft in drafts:
        for operation in draft.operations:
            if not operation.servers:
                continue
            servers: list[Json] = []
            for at, server in enumerate(operation.servers):
                servers.append({"url": server.value})
                whole.built.record("url", server, draft.page, f"/servers/{at}")
            whole.built.tree["servers"] = servers
            return [str(one.value) for one in operation.servers]
    return []


def _operation(operation: Operation, page: str, whole: _Document, servers: list[str]) -> Built:
    built = Built(tree={})
    built.record("method", operation.method, page)
    built.record("path", operation.path, page)
    if operation.tag:
        built.tree["tags"] = [operation.tag.value]
        built.record("tag", operation.tag, page)
    if operation.operation_id:
        built.tree["operationId"] = operation.operation_id.value
        built.record("operationId", operation.operation_id, page)
    if whole.descriptions and operation.title:
        built.tree["summary"] = operation.title
    own = [str(one.value) for one in operation.servers]
    if own and own != servers:
        built.tree["servers"] = [{"url": url} for url in own]
        for at, server in enumerate(operation.servers):
            built.record("url", server, page, f"/servers/{at}")
    if operation.schemes:
        built.tree["security"] = _security(operation, page, whole)
    if operation.parameters:
        parts = [_parameter(one, page, whole) for one in operation.parameters]
        built.tree["parameters"] = [part.tree for part in parts]
        for at, part in enumerate(parts):
            built.adopt(part, f"/parameters/{at}")
    if operation.body is not None:
        built.put("requestBody", _body(operation.body, page, whole))
    built.tree["responses"] = {}
    for status in sorted(operation.responses, key=lambda one: (one == "default", one)):
        built.put("responses", _response(operation.responses[status], page, whole), status)
    return built


def _security(operation: Operation, page: str, whole: _Document) -> list[Json]:
    needed: dict[str, Json] = {}
    for scheme in operation.schemes:
        definition: dict[str, Json] = {key: fact.value for key, fact in scheme.facts.items()}
        if definition.get("type") == "oauth2":
            definition["flows"] = {}
        name, count = scheme.name, 1
        while name in whole.schemes and whole.schemes[name] != definition:
            count += 1
            name = f"{scheme.name}{count}"
        whole.schemes[name] = definition
        needed[name] = []
        for key, fact in scheme.facts.items():
            whole.built.record(key, fact, page, f"/components/securitySchemes/{escape(name)}")
    found: list[Json] = [{name: []} for name in needed] if operation.either else [needed]
    return [*found, {}] if operation.anonymous else found


def _parameter(parameter: Parameter, page: str, whole: _Document) -> Built:
    shape = parameter.shape
    where = str(parameter.where.value)
    built = Built(tree={"name": parameter.name, "in": where})
    if shape.found:
        built.record("name", shape.found, page)
    built.record("in", parameter.where, page)
    if shape.required is not None or where == "path":
        built.tree["required"] = True
        built.record("required", shape.required or parameter.where, page)
    deprecated = shape.facts.pop("deprecated", None)
    if deprecated:
        built.tree["deprecated"] = True
        built.record("deprecated", deprecated, page)
    built.put("schema", schema(shape, page, whole.components))
    return built


def _content(content: Content, page: str, whole: _Document, built: Built) -> None:
    if content.media is None and content.shape is None:
        return
    lines = (
        next(iter(content.shape.facts.values())).lines
        if content.shape and content.shape.facts
        else (1, 1)
    )
    media = content.media or Fact(
        value="application/json", lines=lines, rule="a JSON sample or fields", status="inferred"
    )
    part = Built(tree={})
    part.record("media", media, page)
    if content.shape is not None:
        part.put("schema", schema(content.shape, page, whole.components))
    built.put("content", part, str(media.value))


def _body(content: Content, page: str, whole: _Document) -> Built:
    built = Built(tree={})
    if content.required is not None:
        built.tree["required"] = True
        built.record("required", content.required, page)
    _content(content, page, whole, built)
    built.tree.setdefault("content", {})
    return built


def _response(response: Response, page: str, whole: _Document) -> Built:
    status = str(response.status.value)
    phrase = _HTTP_CODES.get(status) or _CLASSES.get(status[:1]) or "Any other status"
    words = response.description if whole.descriptions and response.description else phrase
    built = Built(tree={"description": words})
    built.record("status", response.status, page)
    if response.content is not None:
        _content(response.content, page, whole, built)
    return built


def _questions(whole: _Document, drafts: Sequence[Draft]) -> tuple[Question, ...]:
    found = list(whole.questions)
    servers = whole.built.tree.get("servers")
    url = "https://…"
    if isinstance(servers, list) and servers and isinstance(servers[0], dict):
        url = str(servers[0].get("url"))
    kinds = {kind for draft in drafts for one in draft.operations for kind in one.questions}
    if "server" in kinds or not servers:
        decision = f'[[server]]\nurl = "{url}"\nreason = ""\n'
        text = (
            "where does the server's URL end and the path begin?"
            if servers
            else "what is the server?"
        )
        found.append(Question(subject="/servers", text=text, decision=decision, weight=100))
    for pointer, shape in unplaced(drafts):
        decision = f"[[fields]]\nsubject = \"{pointer}\"\nplaces = '''\n{outline(shape)}\n'''\nreason = \"\"\n"
        text = f"where do {len(shape.unplaced)} fields belong? Indent each below what it is in"
        weight = 30 + min(len(shape.unplaced), 60)
        found.append(Question(subject=pointer, text=text, decision=decision, weight=weight))
    for title, other in whole.components.apart:
        found.append(
            Question(
                subject=f"/components/schemas/{escape(other)}",
                text=f"is {other} the same as {title}? What the pages say of them differs",
                decision=f'[[set]]\nsubject = "/components/schemas/{escape(other)}"\nvalue = {{}}\nreason = ""\n',
                weight=20,
            )
        )
    for pointer, tree in _open_arrays(whole.built.tree):
        found.append(
            Question(
                subject=pointer,
                text="what does the array hold?",
                decision=f'[[set]]\nsubject = "{pointer}/items"\nvalue = {{ type = "string" }}\nreason = ""\n',
                weight=10 + len(tree),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.weight, one.subject)))


def _open_arrays(tree: Json, pointer: str = "") -> Iterable[tuple[str, dict[str, Json]]]:
    if isinstance(tree, dict):
        kind = tree.get("type")
        if (
            kind == "array" or (isinstance(kind, list) and "array" in kind)
        ) and "items" not in tree:
            yield pointer, tree
        for key, value in tree.items():
            yield from _open_arrays(value, f"{pointer}/{escape(key)}")
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from _open_arrays(value, f"{pointer}/{at}")
