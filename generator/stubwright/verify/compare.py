"""Comparison of pages with a document: contradictions, and missing facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Content, Fact, Operation, Parameter, Shape
from stubwright.verify.facts import kind_of, same, spelled, types_of

Kind = Literal["contradiction", "missing", "unstated"]
_LIMITS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference: what it is, the place in the document, and the page's lines."""

    kind: Kind
    subject: str
    message: str
    page: str
    lines: tuple[int, int]


def compare(page: str, stated: Operation, known: Sequence[Operation]) -> Iterator[Finding]:
    """Compare an operation of a page with the document's. Only what the page states is held."""
    said = _Page(page)
    name = f"{str(stated.method.value).upper()} {stated.path.value}"
    found = _matching(stated, known)
    if found is None:
        near = _near(stated, known)
        if near is None:
            yield said.missing("/paths", f"the operation {name}", stated.path)
            return
        yield said.contradicts(
            near.method.rule,
            f"{str(near.method.value).upper()} {near.path.value}",
            name,
            stated.path,
        )
        found = near
    pointer = found.method.rule
    yield from said.servers(stated, found, pointer)
    yield from said.schemes(stated, found, pointer)
    yield from said.parameters(stated, found, pointer)
    yield from said.body(stated, found, pointer)
    yield from said.responses(stated, found, pointer)


def _plain(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path).rstrip("/")


def _matching(stated: Operation, known: Sequence[Operation]) -> Operation | None:
    same_method = [one for one in known if one.method.value == stated.method.value]
    for one in same_method:
        if one.path.value == stated.path.value:
            return one
    if stated.path.status == "stated":
        return None
    # The page shows the whole URL: the document decides where the server ends.
    whole = (str(stated.servers[0].value) if stated.servers else "") + str(stated.path.value)
    ends = [one for one in same_method if _plain(whole).endswith(_plain(str(one.path.value)))]
    return max(ends, key=lambda one: len(str(one.path.value)), default=None)


def _near(stated: Operation, known: Sequence[Operation]) -> Operation | None:
    """Return the operation that is most likely meant: its path, or the only one of its method."""
    path = _plain(str(stated.path.value))
    same_path = [one for one in known if _plain(str(one.path.value)) == path]
    if same_path:
        return same_path[0]
    return None


@dataclass(frozen=True, slots=True)
class _Page:
    name: str

    def missing(self, subject: str, what: str, fact: Fact) -> Finding:
        return Finding(
            kind="missing",
            subject=subject,
            message=f"the document lacks {what}",
            page=self.name,
            lines=fact.lines,
        )

    def contradicts(self, subject: str, has: str, says: str, fact: Fact) -> Finding:
        return Finding(
            kind="contradiction",
            subject=subject,
            message=f"the document has {has}, the page says {says}",
            page=self.name,
            lines=fact.lines,
        )

    def servers(self, stated: Operation, found: Operation, pointer: str) -> Iterator[Finding]:
        has = [str(one.value).rstrip("/") for one in found.servers]
        for fact in stated.servers:
            url = str(fact.value).rstrip("/")
            fits = any(one == url or (one.startswith("/") and url.endswith(one)) for one in has)
            if fact.status != "stated" or not has or fits:
                continue
            where = found.servers[0].rule if found.servers else pointer
            yield self.contradicts(where, f"the server {has[0]}", f"{url}", fact)

    def schemes(self, stated: Operation, found: Operation, pointer: str) -> Iterator[Finding]:
        has = [kind_of(one) for one in found.schemes]
        for scheme in stated.schemes:
            kind = scheme.facts["type"]
            if kind.status == "stated" and kind_of(scheme) not in has:
                yield self.missing(pointer, f"the security scheme {kind_of(scheme)}", kind)

    def parameters(self, stated: Operation, found: Operation, pointer: str) -> Iterator[Finding]:
        has = {(one.name, one.where.value): one for one in found.parameters}
        for one in stated.parameters:
            fact = one.shape.found
            if fact is None or fact.status != "stated":
                continue
            where = f"the {one.where.value} parameter {one.name!r}"
            known = has.get((one.name, one.where.value))
            if known is None:
                elsewhere = [other for other in found.parameters if other.name == one.name]
                if elsewhere:
                    yield self.contradicts(
                        elsewhere[0].where.rule,
                        f"{one.name!r} in {elsewhere[0].where.value}",
                        f"in {one.where.value}",
                        fact,
                    )
                else:
                    yield self.missing(pointer, where, fact)
                continue
            yield from self.required(one.shape, known.shape, where, known.where.rule)
            yield from self.shape(one.shape, known.shape, where)
        yield from self.unstated(stated.parameters, found.parameters, stated)

    def unstated(
        self, stated: Sequence[Parameter], found: Sequence[Parameter], operation: Operation
    ) -> Iterator[Finding]:
        said = {(one.name, one.where.value) for one in stated}
        for one in found:
            if (one.name, one.where.value) not in said and one.where.value != "header":
                yield Finding(
                    kind="unstated",
                    subject=one.where.rule,
                    message=f"no page has the {one.where.value} parameter {one.name!r}",
                    page=self.name,
                    lines=operation.method.lines,
                )

    def body(self, stated: Operation, found: Operation, pointer: str) -> Iterator[Finding]:
        if stated.body is None:
            return
        fact = stated.body.media or stated.body.required or stated.method
        if found.body is None or (found.body.media is None and stated.body.shape is not None):
            yield self.missing(pointer, "the request body", fact)
            return
        if _stated(stated.body.required) and found.body.required is None and stated.body.required:
            yield self.missing(
                f"{pointer}/requestBody", "that the request body is required", stated.body.required
            )
        yield from self.content(stated.body, found.body, "the request body")

    def responses(self, stated: Operation, found: Operation, pointer: str) -> Iterator[Finding]:
        for status, one in stated.responses.items():
            known = found.responses.get(status) or found.responses.get(status.lower())
            if known is None and one.status.status != "stated":
                continue
            if known is None:
                yield self.missing(f"{pointer}/responses", f"the response {status}", one.status)
            elif one.content is not None and known.content is not None:
                yield from self.content(one.content, known.content, f"the response {status}")
        for status, one in found.responses.items():
            if status not in stated.responses and status.upper() not in stated.responses:
                yield Finding(
                    kind="unstated",
                    subject=one.status.rule,
                    message=f"no page has the response {status}",
                    page=self.name,
                    lines=stated.method.lines,
                )

    def content(self, stated: Content, found: Content, where: str) -> Iterator[Finding]:
        media = stated.media
        if media is not None and media.status == "stated":
            kinds = media.value if isinstance(media.value, list) else [media.value]
            value = found.media.value if found.media else []
            has = value if isinstance(value, list) else [value]
            for kind in kinds[:1]:
                if found.media is None:
                    continue
                if kind not in has:
                    yield self.contradicts(
                        found.media.rule, f"{where} as {', '.join(map(str, has))}", f"{kind}", media
                    )
        if stated.shape is not None and found.shape is not None:
            yield from self.shape(stated.shape, found.shape, where)

    def required(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        fact = stated.required
        if fact is not None and fact.status == "stated" and found.required is None:
            yield self.missing(pointer, f"that {where} is required", fact)

    def shape(self, stated: Shape, found: Shape, where: str) -> Iterator[Finding]:
        if found.title == "recursive":
            return
        pointer = found.facts["pointer"].rule if "pointer" in found.facts else ""
        yield from self.keywords(stated, found, where, pointer)
        # What is in alternatives may be in any of them.
        options = [found, *found.choices]
        for name, member in stated.properties.items():
            if member.found is None or member.found.status != "stated":
                continue
            inside = f"{where}, {name!r}"
            known = next((one.properties[name] for one in options if name in one.properties), None)
            if known is None or known.found is None:
                if not any(one.title == "recursive" for one in options):
                    yield self.missing(pointer, f"the property {name!r} of {where}", member.found)
                continue
            yield from self.required(member, known, inside, known.found.rule)
            yield from self.shape(member, known, inside)
        items = next((one.items for one in options if one.items is not None), None)
        if stated.items is not None and items is not None:
            yield from self.shape(stated.items, items, f"an item of {where}")
        if stated.extra is not None and found.extra is not None:
            yield from self.shape(stated.extra, found.extra, f"any member of {where}")
        for one in stated.choices:
            if one.properties and found.choices:
                yield from self.shape(Shape(properties=one.properties), found, where)

    def keywords(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        kind = stated.facts.get("type")
        if kind is not None and kind.status == "stated":
            has = types_of(found)
            if has and kind.value not in has:
                yield self.contradicts(
                    pointer, f"{where} of type {' or '.join(sorted(has))}", str(kind.value), kind
                )
            elif not has and not found.choices and not stated.properties:
                yield self.missing(pointer, f"the type {kind.value} of {where}", kind)
        null = stated.facts.get("nullable")
        if _stated(null) and null and "nullable" not in found.facts:
            yield self.missing(pointer, f"that {where} may be null", null)
        for key in ("format", "default", *_LIMITS):
            yield from self.value(key, stated, found, where, pointer)
        yield from self.values(stated, found, where, pointer)

    def value(
        self, key: str, stated: Shape, found: Shape, where: str, pointer: str
    ) -> Iterator[Finding]:
        fact = stated.facts.get(key)
        if fact is None or fact.status != "stated":
            return
        options = [found, *found.choices]
        has = [one.facts[key].value for one in options if key in one.facts]
        if not has:
            yield self.missing(pointer, f"the {key} {spelled(fact.value)} of {where}", fact)
        elif not any(same(fact.value, one) for one in has):
            yield self.contradicts(
                pointer, f"the {key} {spelled(has[0])} of {where}", spelled(fact.value), fact
            )

    def values(self, stated: Shape, found: Shape, where: str, pointer: str) -> Iterator[Finding]:
        fact = stated.facts.get("enum")
        if fact is None or fact.status != "stated" or not isinstance(fact.value, list):
            return
        has: list[Json] = []
        for one in (found, *found.choices):
            values = one.facts["enum"].value if "enum" in one.facts else []
            has += values if isinstance(values, list) else []
        for value in fact.value:
            if not any(same(value, one) for one in has):
                yield self.missing(pointer, f"the value {spelled(value)} of {where}", fact)


def _stated(fact: Fact | None) -> bool:
    return fact is not None and fact.status == "stated"
