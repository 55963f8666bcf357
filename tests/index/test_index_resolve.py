"""References are resolved to the places that they name."""

from __future__ import annotations

import hashlib

import pytest

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.place import Place
from stubwright.index import index, resolve, resolve_dynamic, value_at
from stubwright.load.read_text import read_text
from stubwright.types.documents import Document, Documents
from stubwright.types.index import Index, Unresolved

HERE = "file:///p/a.yaml"


def indexed(text: str, **others: str) -> Index:
    """Index a document, and others beside it by the names before their `.yaml`."""
    texts = {HERE: text, **{f"file:///p/{name}.yaml": other for name, other in others.items()}}
    documents = {
        uri: Document(
            uri=uri,
            name=uri.rpartition("/")[2],
            data=text.encode(),
            tree=read_text(text.encode(), uri)[0],
            digest=hashlib.sha256(text.encode()).hexdigest(),
        )
        for uri, text in texts.items()
    }
    refused = {
        "file:///p/gone.yaml": Diagnostic(
            code="document-missing", severity=Severity.WARNING, message="gone", hint="look"
        )
    }
    return index(Documents(root=HERE, by_uri=documents, refused=refused))


PARTS = """
components:
  schemas:
    a b: {x: 1}
    a/b~c%20d: {x: 2}
    é: {allOf: [{x: 3}, null]}
    100%: {x: 4}
    Alias: {$ref: '#/components/schemas/a b'}
    Loop: {$ref: '#/components/schemas/Loop/x'}
    Far: {$ref: 'b.yaml#/Far'}
"""


@pytest.mark.parametrize(
    ("ref", "pointer"),
    [
        ("#", ""),
        ("#/components/schemas/a%20b", "/components/schemas/a b"),
        ("#/components/schemas/a b", "/components/schemas/a b"),
        ("#%2Fcomponents%2fschemas/a b", "/components/schemas/a b"),
        ("#/components/schemas/a~1b~0c%2520d", "/components/schemas/a~1b~0c%20d"),
        ("#/components/schemas/a~1b~0c%20d", "/components/schemas/a~1b~0c%20d"),
        ("#/components/schemas/%C3%A9/allOf/0", "/components/schemas/é/allOf/0"),
        ("#/components/schemas/é/allOf/1", "/components/schemas/é/allOf/1"),
        ("#/components/schemas/100%", "/components/schemas/100%"),
        ("a.yaml#/components", "/components"),
        ("./x/../a.yaml#/components", "/components"),
        ("file:///p/a.yaml#/components", "/components"),
        ("#/components/schemas/Alias", "/components/schemas/Alias"),
        ("#/components/schemas/Alias/x", "/components/schemas/a b/x"),
    ],
)
def test_pointers_are_normalised(ref: str, pointer: str) -> None:
    """All forms of a pointer lead to the same place, which has the value."""
    given = indexed(PARTS)
    found = resolve(given, Place(HERE, "/components"), ref)
    assert found == Place(HERE, pointer)
    value_at(given, found)


def test_other_documents() -> None:
    """Whole documents, pointers into them, and pointers through references are found."""
    given = indexed(PARTS, b="Far: {x: {$ref: 'a.yaml#/components'}}")
    there = "file:///p/b.yaml"
    assert resolve(given, Place(HERE), "b.yaml") == Place(there)
    assert resolve(given, Place(HERE), "#/components/schemas/Far/x") == Place(there, "/Far/x")
    through = resolve(given, Place(HERE), "#/components/schemas/Far/x/schemas/a b")
    assert through == Place(HERE, "/components/schemas/a b")


IDS = """
$id: https://e.example/root.json
$defs:
  item:
    $id: item.json
    $anchor: top
    $defs:
      inner: {$anchor: in, type: string}
      dyn: {$dynamicAnchor: node}
    properties: {$id: {type: string}, example: {$id: x.json}}
  old: {$id: '#old'}
  data: {enum: [{$id: never.json}], const: {$anchor: never}}
  urn: {$id: 'urn:uuid:1', $anchor: u}
"""


@pytest.mark.parametrize(
    ("at", "ref", "pointer"),
    [
        ("", "item.json", "/$defs/item"),
        ("", "https://e.example/item.json#in", "/$defs/item/$defs/inner"),
        ("/$defs/item/properties", "#in", "/$defs/item/$defs/inner"),
        ("/$defs/item/$ref", "#top", "/$defs/item"),
        ("/$defs/item", "#/$defs/inner", "/$defs/item/$defs/inner"),
        ("/$defs/item", "#/$defs/item/$anchor", "/$defs/item/$anchor"),
        ("/$defs/item", "root.json#/$defs/old", "/$defs/old"),
        ("/$defs/item", "x.json", "/$defs/item/properties/example"),
        ("/$defs/item", "", "/$defs/item"),
        ("", "#old", "/$defs/old"),
        ("", "item.json#node", "/$defs/item/$defs/dyn"),
        ("", "urn:uuid:1#u", "/$defs/urn"),
        ("", "urn:uuid:1", "/$defs/urn"),
    ],
)
def test_identifiers(at: str, ref: str, pointer: str) -> None:
    """`$id` sets the base, `$anchor` names a place in it (JSON Schema 2020-12, section 8.2)."""
    given = indexed(IDS)
    assert resolve(given, Place(HERE, at), ref) == Place(HERE, pointer)
    assert resolve_dynamic(given, Place(HERE, at), ref) == Place(HERE, pointer)


def test_identifiers_in_data_are_ignored() -> None:
    """An `$id` in an example, enum, const or default is data."""
    given = indexed(IDS)
    assert isinstance(resolve(given, Place(HERE), "never.json"), Unresolved)
    assert isinstance(resolve(given, Place(HERE), "#never"), Unresolved)


def test_self_is_the_base_of_the_document() -> None:
    """`$self` of OpenAPI 3.2 is the base of the whole document, which its neighbours can refer to."""
    given = indexed("$self: https://e.example/api/a\nx: 1", b="y: 1")
    assert resolve(given, Place(HERE), "a#/x") == Place(HERE, "/x")
    assert resolve(given, Place(HERE), "b.yaml#/y") == Place("file:///p/b.yaml", "/y")


def test_a_document_without_identifiers_is_not_searched() -> None:
    """A document without identifiers sets no base."""
    given = indexed(PARTS)
    assert given.bases == {}
    assert given.anchors == {}


@pytest.mark.parametrize(
    ("ref", "code", "hint"),
    [
        ("gone.yaml#/x", "document-missing", "look"),
        ("never.yaml", "ref-not-found", "check the reference's path"),
        ("#/components/schemas/Aliass", "ref-not-found", "'#/components/schemas/Alias'"),
        ("#/components/schemas/alias", "ref-not-found", "'#/components/schemas/Alias'"),
        ("#/definitions/Alias", "ref-not-found", "'#/components/schemas/Alias'"),
        ("#/component/schemas/Alias", "ref-not-found", "'#/components/schemas/Alias'"),
        ("Alias", "ref-not-found", "'#/components/schemas/Alias'"),
        ("#components/schemas/Alias", "ref-not-found", "'#/components/schemas/Alias'"),
        ("#/components/schemas/é/allOf/2", "ref-not-found", "define it"),
        ("#/components/schemas/é/allOf/00", "ref-not-found", "define it"),
        ("#/components/schemas/é/allOf/-", "ref-not-found", "define it"),
        ("#/components/schemas/Loop/x", "ref-not-found", "define it"),
        ("#/", "ref-not-found", "define it"),
        ("#nothing", "ref-not-found", "starts with '#/'"),
        ("http://[", "ref-not-found", "check"),
        ("\0", "ref-not-found", "check"),
        ("\ud83d", "ref-not-found", "check"),
    ],
)
def test_broken_references_have_a_reason_and_a_hint(ref: str, code: str, hint: str) -> None:
    """The message has the reason, and similar names."""
    found = resolve(indexed(PARTS), Place(HERE), ref)
    assert isinstance(found, Unresolved)
    assert found.code == code
    assert hint in found.hint


def test_a_missing_value_is_an_error() -> None:
    """A place without a value is a bug."""
    with pytest.raises(KeyError):
        value_at(indexed(PARTS), Place(HERE, "/nothing"))
    with pytest.raises(KeyError):
        value_at(indexed(PARTS), Place(HERE, "/components/schemas/é/allOf/7"))
