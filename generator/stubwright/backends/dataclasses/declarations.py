"""The declaration of an operation: the value that its sync and async methods share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stubwright.backends.dataclasses.annotations import Annotator
from stubwright.backends.dataclasses.formatting.expressions import NOTHING, Expr
from stubwright.backends.dataclasses.formatting.layout import (
    WIDTH,
    Doc,
    bracket,
    lay_out,
    stable,
    width,
)
from stubwright.backends.dataclasses.formatting.literals import string
from stubwright.backends.dataclasses.formatting.part_calls import named_part, part_positions
from stubwright.backends.dataclasses.formatting.security import security
from stubwright.backends.dataclasses.formatting.xml_calls import xml
from stubwright.backends.dataclasses.pages import RULES, pages
from stubwright.backends.dataclasses.results import (
    alike,
    has_switch,
    is_plain_json,
    is_single,
    marked_type,
    redirects,
    result,
    sendable,
    streamed,
    success,
    used,
)
from stubwright.base.records import dataclass
from stubwright.types.ir_operations import (
    Codec,
    Content,
    Operation,
    Parameter,
    Response,
)

#: Locations where ``explode`` is the rule (OpenAPI 3.1.1, section 4.8.12.2).
_EXPLODED = ("query", "querystring", "cookie")
#: Functions of the runtime; ``form`` and ``simple`` are built in.
_STYLES = {
    "deepObject": "deep_object",
    "label": "label",
    "matrix": "matrix",
    "pipeDelimited": "pipe_delimited",
    "spaceDelimited": "space_delimited",
    "tabDelimited": "tab_delimited",
}
#: Those of the path and of headers; only Swagger 2.0 has them there.
_SEPARATED = {"pipeDelimited": "pipes", "spaceDelimited": "spaces", "tabDelimited": "tabs"}
_CLASSES = {
    "path": "Path",
    "query": "Query",
    "querystring": "QueryString",
    "header": "Header",
    "cookie": "Cookie",
}


#: Classes that serialize contents; all other names that contents use are in strings.
_CODECS = frozenset(
    {"Events", "Form", "Lines", "Multipart", "Part", "PartList", "PartStream", "Xml", "XmlBody"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declaration, the imports it uses, and those used only in strings."""

    text: str
    uses: frozenset[str]
    in_text: frozenset[str]


def declaration(operation: Operation, annotator: Annotator) -> Declared:
    """Return ``GET_PET = Operation["m.Pet"](...)``."""
    names = annotator.names
    stream = streamed(operation)
    kind = "StreamOperation" if stream else "Operation"
    value = annotator.of(stream.type) if stream else result(operation, annotator)
    arguments = names.arguments[operation.id]
    listed = [
        (item, argument, marked_type(item, annotator))
        for item, argument in zip(operation.parameters, arguments, strict=True)
        if not _is_plain_path(item, annotator) or marked_type(item, annotator)
    ]
    described = [
        _parameter(item, argument, marked, explodes=not is_single(item.type, annotator))
        for item, argument, marked in listed
    ]
    body, body_uses = _body(operation, annotator)
    responses, response_uses = _responses(operation, annotator)
    items: list[Doc] = [
        string(f"{operation.method} {called_path(operation, arguments)}"),
        *(
            [bracket("parameters=(", described, ")" if len(described) > 1 else ",)")]
            if described
            else []
        ),
        *body,
        *responses,
        *_rest(operation, annotator),
        *pages(operation, annotator),
    ]
    head = f"{names.constants[operation.id]} = {kind}[{string(value.text)}]("
    if width(head) > WIDTH:
        head = f"{names.constants[operation.id]} = {kind}[\n    {string(value.text)}\n]("
    in_text = body_uses | response_uses
    uses = value.uses | {kind} | (in_text & _CODECS)
    styles = (_style(item) for item, _, _ in listed if _style(item) and not item.media_type)
    if operation.id in names.iterators and operation.pagination is not None:
        uses = uses | {RULES[operation.pagination.rule]}
    uses = uses.union(
        (_CLASSES[item.location] for item, _, _ in listed),
        styles,
        *(marked.uses for _, _, marked in listed if marked),
    )
    return Declared(
        text=stable(lay_out(bracket(head, items, ")"))), uses=uses, in_text=in_text - _CODECS
    )


def _is_plain_path(item: Parameter, annotator: Annotator) -> bool:
    """Return whether a parameter is a string that is sent unchanged."""
    return (
        item.location == "path"
        and item.style == "simple"
        and not item.media_type
        and not item.allow_reserved
        and is_single(item.type, annotator)
    )


def called_path(operation: Operation, arguments: tuple[str, ...]) -> str:
    """Return the path with the names of the arguments; a fragment is not sent."""
    named = {
        item.name: argument
        for item, argument in zip(operation.parameters, arguments, strict=True)
        if item.location == "path"
    }
    return re.sub(
        r"\{([^{}]*)\}",
        lambda match: f"{{{named.get(match[1], match[1])}}}",
        operation.path.partition("#")[0],
    )


def _parameter(item: Parameter, argument: str, marked: Expr | None, *, explodes: bool) -> Doc:
    style = _style(item)
    default = item.location in _EXPLODED
    words = [string(argument)]
    if item.name != argument:
        words.append(string(item.name))
    if item.media_type:
        words.append(f"content={string(item.media_type)}")
    else:
        words += [f"style={style}"] if style else []
        explodes = explodes and item.style != "deepObject"
        words += [f"explode={item.explode}"] if explodes and item.explode != default else []
    words += ["allow_reserved=True"] if item.allow_reserved or item.style == "cookie" else []
    words += [f"of={marked.text}"] if marked else []
    return bracket(f"{_CLASSES[item.location]}(", words, ")")


def _style(item: Parameter) -> str:
    """Return the runtime's function for a parameter's style; empty for the built-in ones."""
    separated = _SEPARATED if item.location in ("path", "header") else {}
    return separated.get(item.style) or _STYLES.get(item.style, "")


def _body(operation: Operation, annotator: Annotator) -> tuple[list[Doc], frozenset[str]]:
    if operation.body is None:
        return [], NOTHING
    groups = alike(operation.body.contents, annotator)
    entries = [_content(content, annotator) for group in groups for content in group]
    uses = NOTHING.union(*(uses for _, uses in entries))
    return [bracket("body={", [entry for entry, _ in entries], "}")], uses


def _content(content: Content, annotator: Annotator) -> tuple[Doc, frozenset[str]]:
    value, uses = _sent(content, annotator)
    return _keyed(string(sendable(content)), value), uses


def _sent(content: Content, annotator: Annotator) -> tuple[Doc, frozenset[str]]:
    """Return the serializer of a body: for XML with its root element, for multipart with the parts' encodings."""
    inner = annotator.of(content.type)
    items: list[Doc] = [string(inner.text)]
    match content.codec:
        case Codec.XML if content.xml is not None:
            items.append(xml(content.xml))
            return bracket("XmlBody(", items, ")"), inner.uses | {"Xml", "XmlBody"}
        case Codec.FORM | Codec.MULTIPART:
            name = "Form" if content.codec is Codec.FORM else "Multipart"
            parts = [named_part(one) for one in content.encodings]
            items += [bracket("{", parts, "}")] if parts else []
            uses = inner.uses | {name} | ({"Part"} if parts else NOTHING)
            uses |= {"Xml"} if any(one.xml for one in content.encodings) else NOTHING
            return bracket(f"{name}(", items, ")"), uses
        case Codec.PARTS | Codec.PART_STREAM:
            name = "PartList" if content.codec is Codec.PARTS else "PartStream"
            items += list(part_positions(content))
            return bracket(f"{name}(", items, ")"), inner.uses | {name} | (
                {"Part"} if items[1:] else NOTHING
            )
        case _:
            return _described(content, annotator)


def _described(content: Content, annotator: Annotator) -> tuple[Doc, frozenset[str]]:
    inner = annotator.of(content.type)
    text = string(inner.text)
    match content.codec:
        case Codec.EVENTS:
            return bracket("Events(", [text], ")"), inner.uses | {"Events"}
        case Codec.PART_STREAM:
            return bracket("PartStream(", [text], ")"), inner.uses | {"PartStream"}
        case Codec.JSON_LINES:
            return bracket("Lines(", [text], ")"), inner.uses | {"Lines"}
        case _:
            return text, inner.uses


def _responses(operation: Operation, annotator: Annotator) -> tuple[list[Doc], frozenset[str]]:
    # An error without documented content may still have some; the runtime decodes it by its media type.
    good = success(operation)
    shown = (one for one in operation.responses if one.contents or one in good)
    described = [_response(one, annotator, accepted=one in good) for one in shown]
    uses = NOTHING.union(*(uses for _, uses in described))
    entries = [entry for entry, _ in described]
    return ([bracket("responses={", entries, "}")] if entries else []), uses


def _response(
    response: Response, annotator: Annotator, *, accepted: bool
) -> tuple[Doc, frozenset[str]]:
    """Return the entry of a response; for a success, with the media types for the Accept header."""
    key = response.status if response.status.isdigit() else string(response.status)
    contents = used(response.contents)
    if not contents:
        return f'{key}: "None"', NOTHING
    entries = [
        (string(content.media_type), *_described(content, annotator)) for content in contents
    ]
    uses = NOTHING.union(*(uses for _, _, uses in entries))
    plain = not accepted or not isinstance(entries[0][1], str) or any(map(is_plain_json, contents))
    if plain and len({str(value) for _, value, _ in entries}) == 1:
        return _keyed(str(key), entries[0][1]), uses
    return bracket(f"{key}: {{", [_keyed(media, value) for media, value, _ in entries], "}"), uses


def _keyed(key: str, value: Doc) -> Doc:
    if isinstance(value, str):
        return f"{key}: {value}"
    return value._replace(head=f"{key}: {value.head}")


def _rest(operation: Operation, annotator: Annotator) -> Iterator[Doc]:
    if operation.security is not None:
        yield security(operation.security)
    if operation.server:
        yield f"server={string(operation.server)}"
    if redirects(operation) and operation.method != "HEAD":
        yield "redirects=True"
    if streamed(operation) and has_switch(operation, annotator):
        yield 'switch="stream"'
