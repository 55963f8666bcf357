"""XML that generated packages send and decode (OpenAPI 3.2.0, XML Object)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest

from emitted_calls import client_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def echo(package: Any) -> tuple[Any, Any]:
    """Return a client whose server responds with the request's body."""
    client, port = client_of(package, b"<x/>", "application/xml")
    send = port.send

    def answer(request: Any) -> Any:
        port.answer = (200, {"content-type": "application/xml"}, request.content)
        return send(request)

    port.send = answer
    return client, port


def sent(port: Any) -> str:
    """Return the last document that was sent, without its declaration; it is well-formed."""
    text: str = port.seen[-1].content.decode()
    ElementTree.fromstring(text)
    return text.removeprefix(HEAD)


@pytest.mark.case("xml/names-and-attributes")
def test_names_attributes_and_lists(package: Any) -> None:
    """Names, namespaces, prefixes, attributes, wrapped and plain lists, in both directions."""
    client, port = echo(package)
    book = package.Book(
        id=7,
        lang="en",
        title="A & <B>",
        sub_title=None,
        tags=["a", "b"],
        notes=["n"],
        numbers=[1, 2],
        authors=[package.Author(name="N"), package.Author()],
        published=dt.date(2020, 1, 2),
        sold=False,
        price=1.5,
        colour=package.BookColour.RED,
        level=package.BookLevel(2),
        cover=b"\x00",
        more={"x": 1},
    )
    assert client.books.put(body=book) == book
    assert port.seen[-1].headers["content-type"] == "application/xml"
    assert sent(port) == (
        '<x:book xmlns:x="https://x.example/schema" id="7" xml:lang="en"><title>A &amp; &lt;B&gt;</title>'
        '<SubTitle xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
        "<tags><tag>a</tag><tag>b</tag></tags><notes><notes>n</notes></notes><number>1</number><number>2</number>"
        "<author><name>N</name></author><author/><published>2020-01-02</published><sold>false</sold>"
        '<price xmlns="https://x.example/price">1.5</price><colour>red</colour><level>2</level>'
        "<cover>AA==</cover><more><x>1</x></more></x:book>"
    )


@pytest.mark.case("xml/names-and-attributes")
def test_what_servers_write_otherwise(package: Any) -> None:
    """Other prefixes, another order, white space, comments, empty lists; a mapping is encoded like a class."""
    content = b"""<?xml version="1.0"?><!-- books -->
    <q:Book xmlns:q="https://x.example/schema" id=" 7 "><q:tags/>
      <q:number>1</q:number><q:title><![CDATA[T]]>!</q:title><q:number>2</q:number><sold>1</sold>
    </q:Book>"""
    client, _ = client_of(package, content, "application/xml; charset=utf-8")
    book = package.Book(id=7, title="T!", tags=[], numbers=[1, 2], sold=True)
    assert client.books.put(body={"id": 7, "title": "T"}) == book
    client, port = echo(package)
    client.books.put(body={"id": 7, "title": "T", "tags": ["a"]})
    assert sent(port).endswith(' id="7"><title>T</title><tags><tag>a</tag></tags></x:book>')


@pytest.mark.case("xml/names-and-attributes")
def test_lists_at_the_root(package: Any) -> None:
    """A list has an element around it, with the documented name."""
    client, port = echo(package)
    authors = [package.Author(name="N")]
    assert client.books.post(body=authors) == authors
    assert sent(port) == "<books><author><name>N</name></author></books>"
    client.books.text(body="<a/>")
    assert port.seen[-1].content == b"<a/>"


@pytest.mark.case("xml/names-and-attributes")
def test_what_is_wrong_has_a_path(package: Any) -> None:
    """Errors are decoded as their models; values that do not match are kept, or refused with their path."""
    client, _ = client_of(package, b"<e><Code>7</Code></e>", "application/xml", 404)
    with pytest.raises(package.NotFoundError) as caught:
        client.books.put(body={"id": 1, "title": ""})
    assert caught.value.body == package.Problem(code=7)
    client, _ = client_of(package, b"<b id='x'><title>t</title></b>", "application/xml")
    assert client.books.put(body={"id": 1, "title": ""}).id == "x"
    with pytest.raises(package.DecodeError, match=r"\$\.id: expected int"):
        client.books.put(body={"id": 1, "title": ""}, strict=True)
    client, port = client_of(package, b"<b/>", "application/xml")
    with pytest.raises(package.EncodeError, match=r"\$\.title: '.x00' is not allowed in XML"):
        client.books.put(body=package.Book(id=1, title="\0"))
    assert not port.seen


@pytest.mark.case("xml/names-and-attributes")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!DOCTYPE b [<!ENTITY a 'b'>]><b id='1'><title>&a;</title></b>", "document type"),
        (b"<!DOCTYPE b SYSTEM 'http://x.example/b.dtd'><b/>", "document type"),
        (b"<b>", "not XML"),
        (b"<b>" * 5000 + b"</b>" * 5000, "nested too deeply"),
        (b"", "not XML|no content"),
        (b"{}", "not XML"),
    ],
)
def test_documents_that_are_refused(package: Any, content: bytes, why: str) -> None:
    """Document type declarations, entities and unlimited depth are refused."""
    client, port = client_of(package, b"<b/>", "application/xml")
    port.answer = (200, {"content-type": "application/xml"}, content)
    with pytest.raises(package.DecodeError, match=why):
        client.books.put(body={"id": 1, "title": ""})


@pytest.mark.case("xml/node-types")
def test_node_types_of_3_2(package: Any) -> None:
    """Text beside attributes, CDATA, members without an element, components with their names."""
    client, port = echo(package)
    animals = [package.Animal(kind="Cat", name="Fluffy"), package.Animal(kind="Dog", name="Fido")]
    assert client.nodes.animals(body=animals) == animals
    assert sent(port) == (
        '<animals><animal kind="Cat">Fluffy</animal><animal kind="Dog">Fido</animal></animals>'
    )
    page = package.Documentation(content="<b>]]></b>")
    assert client.nodes.docs(body=page) == page
    assert sent(port) == ("<UpdatedDocument><![CDATA[<b>]]]]><![CDATA[></b>]]></UpdatedDocument>")
    shelf = package.Shelf(
        main=package.Documentation(content="m"), words=["a"], inside=package.ShelfInside(width=1.0)
    )
    assert client.nodes.shelf(body=shelf) == shelf
    assert sent(port) == (
        "<Shelf><Documentation><![CDATA[m]]></Documentation><words><words>a</words></words>"
        "<width>1.0</width></Shelf>"
    )


@pytest.mark.case("xml/beside-json")
def test_json_comes_first(package: Any) -> None:
    """JSON is sent unless the caller chooses XML; the Content-Type of a response decides."""
    client, port = echo(package)
    pet = package.Pet(name="P", category=package.Category(id=1), photo_urls=["u"])
    assert client.pets.put(body=pet, content_type="application/xml") == pet
    assert sent(port) == (
        "<Pet><name>P</name><Category><id>1</id></Category><photoUrl><photoUrl>u</photoUrl></photoUrl></Pet>"
    )
    client, port = client_of(package, b'{"name": "P"}')
    assert client.pets.put(body=pet) == package.Pet(name="P")
    assert port.seen[-1].headers["content-type"] == "application/json"


@pytest.mark.case("xml/unions")
def test_members_of_unions(package: Any) -> None:
    """The tag selects the member; attributes of a base are inherited."""
    client, port = echo(package)
    drawing = package.Drawing(
        shapes=[package.Circle(id=1, radius=2.0), package.Square(side=3)],
        first=package.Square(side=4),
        frame=package.Metal(width=6),
        size=5,
    )
    assert client.shapes.put(body=drawing) == drawing
    assert sent(port) == (
        '<Drawing><shape id="1"><kind>circle</kind><radius>2.0</radius></shape>'
        "<shape><kind>square</kind><side>3</side></shape>"
        "<first><kind>square</kind><side>4</side></first>"
        "<frame><width>6</width><made>metal</made></frame><size>5</size></Drawing>"
    )


@pytest.mark.case("xml/names-and-attributes")
def test_a_wrapped_answer_is_read(package: Any) -> None:
    """Servers wrap what a document describes in an element of the operation: ``<GetBookResponse><book>``."""
    book = "<book id='7'><title>T</title></book>"
    wrapped = f"<GetBookResponse>{book}<Metadata><Id>1</Id></Metadata></GetBookResponse>"
    client, port = client_of(package, wrapped.encode(), "application/xml")
    assert client.books.put(body=package.Book(id=1, title="x")) == package.Book(id=7, title="T")
    port.answer = (200, {"content-type": "application/xml"}, f"<all>{book}{book}</all>".encode())
    with pytest.raises(package.errors.DecodeError):
        client.books.put(body=package.Book(id=1, title="x"), strict=True)
