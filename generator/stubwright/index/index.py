"""Collect every identifier of all documents before any reference is followed."""

from __future__ import annotations

from stubwright.base.identifiers import identify, mentions_identifiers
from stubwright.base.place import Place
from stubwright.types.documents import Documents
from stubwright.types.index import Index


def index(documents: Documents) -> Index:
    """Return the targets of references. A document's own URI takes precedence over an ``$id``."""
    resources = {uri: Place(uri) for uri in documents.by_uri}
    anchors: dict[tuple[str, str], Place] = {}
    bases: dict[Place, str] = {}
    for document in documents.by_uri.values():
        if document.amended or mentions_identifiers(document.data):
            found = identify(document.tree, document.uri)
            resources = found.resources | resources
            anchors = found.anchors | anchors
            bases |= found.bases
    return Index(documents=documents, resources=resources, anchors=anchors, bases=bases)
