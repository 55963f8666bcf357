"""Compare operations: find contradictions and missing facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stubwright.base.records import dataclass
from stubwright.transcribe.drafts.draft import Content, Operation, Parameter
from stubwright.transcribe.reading.origin import OWN_HOST
from stubwright.verify.facts import kind_of
from stubwright.verify.finding import Finding
from stubwright.verify.schemas import Schemas, is_stated


def compare(page: str, stated: Operation, known: Sequence[Operation]) -> Iterator[Finding]:
    """Compare an operation of a page with those of the document. Only stated facts are compared."""
    comparison = _Page(page)
    name = f"{str(stated.method.value).upper()} {stated.path.value}"
    found = _matching(stated, known)
    if found is None:
        near = _near(stated, known)
        if near is None:
            yield comparison.missing("/paths", f"the operation {name}", stated.path)
            return
        yield comparison.contradicts(
            near.method.rule,
            f"{str(near.method.value).upper()} {near.path.value}",
            name,
            stated.path,
        )
        found = near
    pointer = found.method.rule
    yield from comparison.servers(stated, found, pointer)
    yield from comparison.schemes(stated, found, pointer)
    yield from comparison.parameters(stated, found, pointer)
    yield from comparison.body(stated, found, pointer)
    yield from comparison.responses(stated, found, pointer)


def _plain(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path).rstrip("/")


def _matching(stated: Operation, known: Sequence[Operation]) -> Operation | None:
    same_method = [one for one in known if one.method.value == stated.method.value]
    for one in same_method:
        if one.path.value == stated.path.value:
            return one
    if stated.path.status == "stated":
        return None
    # The page shows the whole URL: the document determines where the server ends.
    whole = (str(stated.servers[0].value) if stated.servers else "") + str(stated.path.value)
    ends = [one for one in same_method if _plain(whole).endswith(_plain(str(one.path.value)))]
    return max(ends, key=lambda one: len(str(one.path.value)), default=None)


def _near(stated: Operation, known: Sequence[Operation]) -> Operation | None:
    """Return the operation that is most likely meant: one with the same path."""
    path = _plain(str(stated.path.value))
    same_path = [one for one in known if _plain(str(one.path.value)) == path]
    if same_path:
        return same_path[0]
    return None


@dataclass(frozen=True, slots=True)
class _Page(Schemas):
    def servers(self, stated: Operation, found: Operation, pointer: str) -> Iterator[Finding]:
        has = [str(one.value).rstrip("/") for one in found.servers]
        for fact in stated.servers:
            url = str(fact.value).rstrip("/")
            fits = any(one == url or (one.startswith("/") and url.endswith(one)) for one in has)
            # If the server has the host of the page, only its path is from the document.
            shown = fact.status == "stated" or fact.rule == OWN_HOST
            fits = fits or (url.startswith("/") and any(one.endswith(url) for one in has))
            if not shown or not has or fits:
                continue
            where = found.servers[0].rule if found.servers else pointer
            yield self.contradicts(where, f"the server {has[0]}", f"{url}", fact)
        if stated.path.status == "inferred" and stated.servers:
            yield from self._url(stated, found)

    def _url(self, stated: Operation, found: Operation) -> Iterator[Finding]:
        """Compare a URL that does not show where the server ends with those of the document."""
        server = stated.servers[0]
        url = _plain(f"{str(server.value).rstrip('/')}{stated.path.value}")
        has = [_plain(f"{str(one.value).rstrip('/')}{found.path.value}") for one in found.servers]
        fits = any(
            url == one
            or (one.startswith("/") and url.endswith(one))
            or (url.startswith("/") and one.endswith(url))
            for one in has
        )
        if has and not fits:
            yield self.contradicts(found.servers[0].rule, f"the URL {has[0]}", url, server)

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
        on_page = {(one.name, one.where.value) for one in stated}
        for one in found:
            if (one.name, one.where.value) not in on_page and one.where.value != "header":
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
        if is_stated(stated.body.required) and found.body.required is None and stated.body.required:
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
