"""Read a document and everything that it refers to, directly or indirectly."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from stubwright.base.diagnostics import Diagnostic, FatalError, Severity
from stubwright.base.digests import sha256
from stubwright.base.identifiers import identify, mentions_identifiers
from stubwright.base.place import Place
from stubwright.base.records import dataclass, field, replace
from stubwright.base.uris import is_web, join, origin, scheme, split
from stubwright.load.fetching import NO_HEADERS, Fetch
from stubwright.load.load_errors import unreadable
from stubwright.load.places import Rules, rules
from stubwright.load.read_bytes import read_file, read_source, read_url, uri_of
from stubwright.load.read_text import read_text
from stubwright.load.survey import survey
from stubwright.types.documents import Document, Documents, Json, Unreadable

MAX_DOCUMENTS = 10_000


def load(
    source: str,
    *,
    overlays: Sequence[str] = (),
    root: Path | None = None,
    project: Path | None = None,
    allow_urls: bool = False,
    allow_private: bool = False,
    headers: Mapping[str, str] = NO_HEADERS,
    fetch: Fetch | None = None,
) -> Documents:
    """Read a document and the documents that it refers to.

    ``source`` is a path, a URL, or ``-`` for standard input. ``overlays`` are paths and URLs of OpenAPI
    overlays, applied to its tree in this order before its references are followed. References may read files below
    ``project`` (default: the current folder), or below the document's own folder if it is outside the project, and
    below ``root``. ``headers`` are sent to the origin of ``source`` only. Raise FatalError if the document itself
    cannot be read; failures of references are recorded in ``refused``.
    """
    uri = uri_of(source)
    settled = rules(
        uri, project=project, root=root, allow_urls=allow_urls, allow_private=allow_private
    )
    reader = _Reader(root=uri, rules=settled, fetch=fetch or _fetcher(headers, uri))
    reader.begin(reader.named(source), [reader.named(overlay) for overlay in overlays])
    reader.follow()
    return reader.documents()


def _fetcher(headers: Mapping[str, str], home: str) -> Fetch:
    """Return the function that fetches URLs; it sends the user's headers only to the origin of ``home``."""

    def fetch_url(url: str, private: bool) -> bytes:
        # Start-up: importing the HTTP and TLS libraries takes longer than reading most documents.
        from stubwright.load.fetch import fetch

        return fetch(url, private, headers if origin(url) == origin(home) else NO_HEADERS)

    return fetch_url


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A document that a reference names; ``beside`` is the alternative if the base is an ``$id``."""

    uri: str
    referrer: str
    beside: str | None = None


@dataclass(slots=True, kw_only=True)
class _Reader:
    root: str
    rules: Rules
    fetch: Fetch
    by_uri: dict[str, Document] = field(default_factory=dict[str, Document])
    refused: dict[str, Diagnostic] = field(default_factory=dict[str, Diagnostic])
    notes: list[Diagnostic] = field(default_factory=list[Diagnostic])
    origins: Mapping[str, Place] = field(default_factory=dict[str, Place])
    identified: set[str] = field(default_factory=set[str])
    files: deque[_Wanted] = field(default_factory=deque[_Wanted])
    later: deque[_Wanted] = field(default_factory=deque[_Wanted])

    def documents(self) -> Documents:
        return Documents(
            root=self.root,
            by_uri=self.by_uri,
            refused=self.refused,
            diagnostics=tuple(self.notes),
            origins=self.origins,
        )

    def named(self, source: str) -> Document:
        """Read a document that the user names. Raise FatalError."""
        uri = uri_of(source)
        return self.parsed(uri, read_source(source, uri, self.rules, self.fetch))

    def parsed(self, uri: str, data: bytes) -> Document:
        """Read one document's text. Raise Unreadable."""
        document = Document(
            uri=uri,
            name=self.rules.name(uri),
            data=data,
            tree=None,
            digest=_digest(data),
        )
        with _readable(document):
            tree, notes = read_text(data, uri)
            self.notes += notes
            digest = _content_digest(tree) if is_web(uri) else document.digest
            return replace(document, tree=tree, digest=digest)

    def begin(self, root: Document, overlays: Sequence[Document]) -> None:
        """Keep the root document with its overlays applied, and queue what it refers to."""
        if not overlays:
            self.take(root)
            return
        # Start-up: imports a library for JSONPath.
        from stubwright.overlay import apply

        for overlay in overlays:
            with _readable(overlay):
                survey(overlay.tree, overlay.uri)
        whole = Documents(root=root.uri, by_uri={root.uri: root}, refused={})
        amended = apply(whole, overlays)
        self.notes += amended.diagnostics
        self.origins = amended.origins
        self.take(amended.by_uri[root.uri])
        self.by_uri |= {overlay.uri: overlay for overlay in overlays}

    def take(self, document: Document) -> None:
        """Keep a document and queue what it refers to. Raise Unreadable."""
        with _readable(document):
            references = survey(document.tree, document.uri)
        self.by_uri[document.uri] = document
        self.refused.pop(document.uri, None)
        for wanted in self.wanted(document, references):
            (self.later if is_web(wanted.uri) else self.files).append(wanted)

    def wanted(self, document: Document, references: list[str]) -> Iterator[_Wanted]:
        """Yield each document that a document refers to, once."""
        own = document.uri
        pairs = [(own, reference) for reference in references]
        if document.amended or mentions_identifiers(document.data):
            found = identify(document.tree, document.uri)
            self.identified.update(found.resources)
            pairs = found.references
        for base, uri in dict.fromkeys((base, split(reference)[0]) for base, reference in pairs):
            if uri:
                beside = join(own, uri) if base != own else None
                yield _Wanted(uri=join(base, uri), referrer=own, beside=beside)

    def follow(self) -> None:
        """Read everything in the queue: files first, because a file may have the id that a URL names."""
        while self.files or self.later:
            wanted = (self.files or self.later).popleft()
            if wanted.uri in self.by_uri or wanted.uri in self.identified:
                continue
            guesses = dict.fromkeys(filter(None, (wanted.beside, wanted.uri)))
            any(guess in self.by_uri or self.read(guess, wanted.referrer) for guess in guesses)

    def read(self, uri: str, referrer: str) -> bool:
        """Try to read a referenced document; keep the reason if it fails."""
        reason = self.rules.refusal(uri, referrer)
        if reason is not None:
            words, hint = reason
            self.refuse(
                uri, unreadable("ref-not-allowed", f"{self.rules.name(uri)}: {words}", hint=hint)
            )
            return False
        known = self.refused.get(uri)
        if known is not None and known.code != "ref-not-allowed":
            return False
        try:
            if len(self.by_uri) >= MAX_DOCUMENTS:
                raise unreadable("ref-too-many", f"more than {MAX_DOCUMENTS:,} documents were read")
            self.take(self.parsed(uri, self.data(uri)))
        except FatalError as stopped:
            self.refuse(uri, stopped)
            return False
        return True

    def data(self, uri: str) -> bytes:
        if scheme(uri) == "file":
            return read_file(uri, self.rules)
        return read_url(uri, self.rules, self.fetch)

    def refuse(self, uri: str, stopped: FatalError) -> None:
        """Keep the reason why a document was not read."""
        fault = stopped.diagnostics[0]
        message = fault.message
        if fault.place is not None:
            at = "" if fault.line is None else f":{fault.line}:{fault.column}"
            message = f"{self.rules.name(uri)}{at}: {message}"
        self.refused.setdefault(
            uri,
            Diagnostic(
                code=fault.code, severity=Severity.WARNING, message=message, hint=fault.hint
            ),
        )


def _content_digest(tree: Json) -> str:
    """Return a digest that does not depend on the order of keys, which servers may vary."""
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode())


def _digest(data: bytes) -> str:
    """Return a text's digest, independent of line endings, which git may change."""
    return sha256(data.replace(b"\r\n", b"\n"))


@contextmanager
def _readable(document: Document) -> Generator[None, None, None]:
    """Keep a text that cannot be read with its diagnostics, for the excerpts."""
    try:
        yield
    except FatalError as stopped:
        documents = Documents(root=document.uri, by_uri={document.uri: document}, refused={})
        raise Unreadable(*stopped.diagnostics, documents=documents) from None
