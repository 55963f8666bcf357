"""The references of real documents can be resolved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from places import CORPUS, NO_CORPUS
from stubwright.base.place import Place
from stubwright.index import index, resolve, value_at
from stubwright.load import load
from stubwright.types.documents import Json
from stubwright.types.index import Unresolved

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)

# Documents whose own references are broken, with the number of broken places.
BROKEN = {"real/spotify_official.yml": 23, "apis_guru/spotifycom.yaml": 1}


def paths() -> list[str]:
    """Return vendors' documents, those first that are large."""
    if not CORPUS.is_dir():
        return []
    lines = (CORPUS / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [row[0] for row in rows if row[0].startswith(("real/", "examples/", "apis_guru/"))]


def references(tree: Json, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield every `$ref` and where it stands."""
    stack: list[tuple[Json, Place]] = [(tree, place)]
    while stack:
        node, at = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield at, str(node["$ref"])
            stack += [(value, at.child(key)) for key, value in node.items()]
        elif isinstance(node, list):
            stack += [(value, at.child(key)) for key, value in enumerate(node)]


@pytest.mark.parametrize("path", [path for path in paths() if "msgraph" not in path])
def test_references_resolve(path: str) -> None:
    """Each reference leads to a value; the broken ones are known."""
    documents = load(str(CORPUS / path), project=CORPUS)
    given = index(documents)
    broken = 0
    for uri, document in documents.by_uri.items():
        for place, ref in references(document.tree, Place(uri)):
            found = resolve(given, place, ref)
            if isinstance(found, Unresolved):
                broken += 1
            else:
                value_at(given, found)
    assert broken == BROKEN.get(path, 0)
