"""How requests are built: paths, styles of parameters, headers, bodies, forms."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias
from urllib.parse import unquote

import pytest
from sample import models as m

from stubwright.runtime._runtime.annotations import Base64, Base64Url, Tagged
from stubwright.runtime._runtime.forms import Form, Multipart, Part
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime._runtime.parameters import Cookie, Header, Path, Query
from stubwright.runtime._runtime.request import build
from stubwright.runtime._runtime.session import Api, Session
from stubwright.runtime._runtime.streaming import Events, Lines
from stubwright.runtime._runtime.styles import (
    QueryString,
    deep_object,
    label,
    matrix,
    pipe_delimited,
    space_delimited,
)
from stubwright.runtime.errors import APIError, EncodeError, InvalidRequestError
from stubwright.runtime.files import File
from stubwright.runtime.http import Request
from stubwright.runtime.values import UNSET, UnknownValue

BASE = "https://api.example/v1/"
ARRAY = ["blue", "black"]
OBJECT = {"R": 100, "G": 200}


def built(path: str, *parameters: Any, **arguments: Any) -> Request:
    """Build a GET request."""
    return build(Operation(f"GET {path}", parameters=parameters), BASE, arguments)


def sent(body: Any, value: Any, content_type: str | None = None) -> Request:
    """Build a POST request with a body."""
    session = Session(Api("x"), None, BASE, None, {})
    operation = Operation[Any]("POST /x", body=body)
    arguments = {"body": value, "content_type": content_type}
    return session.request(operation, m.__name__, arguments, {})


@pytest.mark.parametrize(
    ("parameter", "value", "path"),
    [
        (Path("p"), "a b/\u00fc?#%", "a%20b%2F%C3%BC%3F%23%25"),
        (Path("p"), ARRAY, "blue,black"),
        (Path("p"), OBJECT, "R,100,G,200"),
        (Path("p", explode=True), OBJECT, "R=100,G=200"),
        (Path("p"), ["a,b", "c"], "a%2Cb,c"),
        (Path("p", style=label), "blue", ".blue"),
        (Path("p", style=label), ARRAY, ".blue,black"),
        (Path("p", style=label, explode=True), ARRAY, ".blue.black"),
        (Path("p", style=label), OBJECT, ".R,100,G,200"),
        (Path("p", style=label, explode=True), OBJECT, ".R=100.G=200"),
        (Path("p", "color", style=matrix), "blue", ";color=blue"),
        (Path("p", "color", style=matrix), "", ";color"),
        (Path("p", "color", style=matrix), ARRAY, ";color=blue,black"),
        (Path("p", "color", style=matrix, explode=True), ARRAY, ";color=blue;color=black"),
        (Path("p", "color", style=matrix), OBJECT, ";color=R,100,G,200"),
        (Path("p", "color", style=matrix, explode=True), OBJECT, ";R=100;G=200"),
        (Path("p", "color", style=matrix, explode=True), ["", "x"], ";color;color=x"),
        (Path("p", "color", style=matrix), [""], ";color"),
        (Path("p", content="application/json"), OBJECT, "%7B%22R%22%3A100%2C%22G%22%3A200%7D"),
        (Path("p", content="text/plain"), "a b", "a%20b"),
        (Path("p", allow_reserved=True), "a/b:c?d#e[f] %2F%", "a/b:c%3Fd%23e%5Bf%5D%20%2F%25"),
    ],
)
def test_paths_follow_the_style_table(parameter: Any, value: Any, path: str) -> None:
    """Path parameters are serialised according to OpenAPI's table of styles."""
    assert built("/things/{p}/x", parameter, p=value).url == f"{BASE}things/{path}/x"


@pytest.mark.parametrize(
    ("parameter", "value", "query"),
    [
        (Query("color"), "", "color="),
        (Query("color"), "b&l=u e+", "color=b%26l%3Du%20e%2B"),
        (Query("color"), ARRAY, "color=blue&color=black"),
        (Query("color", explode=False), ARRAY, "color=blue,black"),
        (Query("color", explode=False), ["a,b", "c"], "color=a%2Cb,c"),
        (Query("color"), OBJECT, "R=100&G=200"),
        (Query("color", explode=False), OBJECT, "color=R,100,G,200"),
        (Query("color", style=space_delimited, explode=False), ARRAY, "color=blue%20black"),
        (Query("color", style=space_delimited, explode=True), ARRAY, "color=blue&color=black"),
        (Query("color", style=pipe_delimited, explode=False), ARRAY, "color=blue%7Cblack"),
        (Query("color", style=pipe_delimited, explode=False), OBJECT, "color=R%7C100%7CG%7C200"),
        (Query("color", style=deep_object), OBJECT, "color%5BR%5D=100&color%5BG%5D=200"),
        (
            Query("f", style=deep_object),
            {"a": {"b": 1}, "c": [1, 2]},
            "f%5Ba%5D%5Bb%5D=1&f%5Bc%5D=1&f%5Bc%5D=2",
        ),
        (
            Query("f", allow_reserved=True),
            "a/b?c=1&d#[x]%20%zz \u00fc",
            "f=a/b?c=1&d%23%5Bx%5D%20%25zz%20%C3%BC",
        ),
        (Query("f", content="application/json"), {"a": [1]}, "f=%7B%22a%22%3A%5B1%5D%7D"),
        (Query("f", content="application/json"), "x", "f=%22x%22"),
        (Query("f", content="text/plain"), "x y", "f=x%20y"),
        (Query("arg", "x[]"), [1, 2], "x%5B%5D=1&x%5B%5D=2"),
        (Query("flag"), True, "flag=true"),
        (Query("flag"), False, "flag=false"),
        (Query("number"), 1.5, "number=1.5"),
        (
            Query("since"),
            dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc),
            "since=2020-01-01T00%3A00%3A00Z",
        ),
        (Query("colour"), m.Colour.NAVY_BLUE, "colour=navy%20blue"),
        (Query("filter"), m.Filter(colour="red", sizes=None), "colour=red"),
        (
            Query("filter", style=deep_object),
            m.Filter(sizes=[1, 2]),
            "filter%5Bsizes%5D=1&filter%5Bsizes%5D=2",
        ),
        (Query("filter"), {"colour": "red", "sizes": None}, "colour=red"),
        (QueryString("q"), {"a": "b c", "d": [1, 2]}, "a=b%20c&d=1&d=2"),
        (QueryString("q"), {"o": {"x": 1}}, "o=%7B%22x%22%3A1%7D"),
        (QueryString("q", content="application/json"), {"a": 1}, "%7B%22a%22%3A1%7D"),
    ],
)
def test_queries_follow_the_style_table(parameter: Any, value: Any, query: str) -> None:
    """Query parameters are serialised according to OpenAPI's table of styles."""
    assert built("/x", parameter, **{parameter.argument: value}).url == f"{BASE}x?{query}"


@pytest.mark.parametrize("value", [None, UNSET, [], {}])
def test_absent_and_empty_values_are_not_in_the_query(value: Any) -> None:
    """Absent, null and empty values are not part of the query."""
    assert built("/x", Query("q"), Query("r", explode=False), q=value, r=value).url == f"{BASE}x"


@pytest.mark.parametrize("value", ["", ".", "..", None, [], [""], {}])
def test_paths_that_lead_elsewhere_are_refused(value: Any) -> None:
    """An empty path value or a dot segment is never sent."""
    with pytest.raises(ValueError, match="p must not be"):
        built("/things/{p}", Path("p"), p=value)


def test_combined_dot_segments_are_refused() -> None:
    """Several parameters in one segment cannot form a dot segment together, nor can a style."""
    assert built("/{a}-{b}", a="x", b="y").url == f"{BASE}x-y"
    for arguments in ({"a": ".", "b": "x"}, {"a": "x", "b": ".."}):
        with pytest.raises(ValueError, match="must not be"):
            built("/{a}{b}", **arguments)
    with pytest.raises(ValueError, match="must not be"):
        built("/{p}", Path("p", style=label), p=".")
    assert built("/{p}", p="%2e%2e").url == f"{BASE}%252e%252e"
    for value in ("a/../b", "a/%2E%2e/b", ".."):
        with pytest.raises(ValueError, match=r"lead to another resource|must not be"):
            built("/{p}", Path("p", allow_reserved=True), p=value)


def test_a_path_template_may_contain_a_query() -> None:
    """Parameters are added to the query of a template, in which dots have no meaning."""
    assert built("/x?action=list", Query("q"), q="a").url == BASE + "x?action=list&q=a"
    assert built("/x?up=/../", Query("q"), q="a").url == BASE + "x?up=/../&q=a"


def test_an_invalid_argument_is_named() -> None:
    """The error names the argument that cannot be sent."""
    with pytest.raises(EncodeError, match=r"^\$\.since: expected a finite number"):
        built("/x", Query("since"), Query("q"), q=1, since=math.inf)
    with pytest.raises(EncodeError, match=r"^\$\.when\[1\]: expected a finite number"):
        built("/x", Query("when"), when=[dt.date(2020, 1, 1), math.nan])


def test_bytes_of_parameters_are_encoded_by_their_type() -> None:
    """The type of the parameter determines whether bytes are sent as base64."""
    base64 = Annotated[bytes, Base64]
    request = built(
        "/x/{p}",
        Path("p", of=base64),
        Query("q", of=list[base64]),
        Header("h", of=Annotated[bytes, Base64Url]),
        p=b"\xff\xfe",
        q=[b"\xfb"],
        h=b"\xfb",
    )
    assert request.url == BASE + "x/%2F%2F4%3D?q=%2Bw%3D%3D"
    assert request.headers["h"].rstrip("=") == "-w"


def test_headers_and_cookies_are_serialised() -> None:
    """Header names are lower case, arrays are joined, cookies share one header."""
    request = built(
        "/x",
        Header("ids", "X-Ids"),
        Header("meta", "X-Meta", explode=True),
        Cookie("session"),
        Cookie("tags", explode=False),
        ids=[1, 2],
        meta={"a": 1},
        session="a==;b",
        tags=["x", "y"],
    )
    assert request.headers["x-ids"] == "1,2"
    assert request.headers["x-meta"] == "a=1"
    assert request.headers["cookie"] == "session=a==%3Bb; tags=x,y"
    assert "cookie" not in built("/x", Cookie("a"), Cookie("b"), a=[], b={}).headers


def test_escaped_cookies_are_not_escaped_again() -> None:
    """With allowReserved, or the style cookie of OpenAPI 3.2, an escape is not escaped again."""
    raw = Cookie("c", allow_reserved=True)
    assert built("/x", raw, c="a%20b=;%").headers["cookie"] == "c=a%20b=%3B%25"
    assert built("/x", Cookie("c"), c="a%20b").headers["cookie"] == "c=a%2520b"


@pytest.mark.parametrize("value", ["a\r\nb: c", "a\nb", "a\0b"])
def test_headers_cannot_be_split(value: str) -> None:
    """Control characters in a header are refused before anything is sent."""
    with pytest.raises(ValueError, match="the header 'h' is not valid in HTTP"):
        built("/x", Header("h"), h=value)


@pytest.mark.parametrize("name", ["a\r\nb", "a b", "a:", "\u00fc", ""])
def test_header_names_must_be_tokens(name: str) -> None:
    """A header name must be a token (RFC 9110, 5.1)."""
    with pytest.raises(ValueError, match="is not valid in HTTP"):
        built("/x", Header("h", name or " "), h="x")
    with pytest.raises(ValueError, match="is not valid in HTTP"):
        sent({"text/plain": "str"}, "x", f"text/plain{name}\n")


def test_headers_must_be_latin_1() -> None:
    """Other characters are refused with the header's name."""
    assert built("/x", Header("h"), h="\u00fc").headers["h"] == "\u00fc"
    with pytest.raises(ValueError, match=r"the header 'h'.* Latin-1"):
        built("/x", Header("h"), h="\u20ac")


@pytest.mark.parametrize(
    ("body", "value", "content_type", "written"),
    [
        (
            {"application/json": "Person"},
            m.Person(first="\u00e9"),
            None,
            ("application/json", '{"first":"\u00e9"}'),
        ),
        (
            {"application/json": "Person"},
            {"first": "x"},
            None,
            ("application/json", '{"first":"x"}'),
        ),
        ({"application/json": "Person | None"}, None, None, ("application/json", "null")),
        ({"application/json": "Person"}, None, None, None),
        ({"application/json": "Person | None"}, UNSET, None, None),
        ({"application/json": "str"}, "x", None, ("application/json", '"x"')),
        ({"text/plain": "str"}, "\u00e9", None, ("text/plain", "\u00e9")),
        ({"application/octet-stream": "bytes"}, b"x", None, ("application/octet-stream", "x")),
        (
            {"application/octet-stream": "bytes"},
            io.BytesIO(b"x"),
            None,
            ("application/octet-stream", "x"),
        ),
        ({"image/*": "bytes"}, b"x", "image/png", ("image/png", "x")),
        ({"*/*": "bytes"}, b"x", None, ("application/octet-stream", "x")),
        ({"application/json": "Person", "text/csv": "str"}, "a,b", "text/csv", ("text/csv", "a,b")),
        (
            {"application/merge-patch+json": "Person"},
            m.Person(first="x"),
            None,
            ("application/merge-patch+json", '{"first":"x"}'),
        ),
        (
            {"application/jsonl": Lines("Person")},
            [m.Person(first="x")],
            None,
            ("application/jsonl", '{"first":"x"}\n'),
        ),
        (
            {"text/event-stream": Events("Person")},
            [m.Person(first="x")],
            None,
            ("text/event-stream", 'data: {"first":"x"}\n\n'),
        ),
    ],
)
def test_bodies_are_encoded_by_media_type_and_type(
    body: Any, value: Any, content_type: str | None, written: Any
) -> None:
    """A body is encoded according to its media type and its type, or refused."""
    request = sent(body, value, content_type)
    if written is None:
        assert request.content is None
        assert "content-type" not in request.headers
    else:
        assert request.headers["content-type"] == written[0]
        assert whole(request) == written[1].encode()


@pytest.mark.parametrize(
    ("form", "value", "written"),
    [
        (
            Form("Filter"),
            m.Filter(colour="navy blue", sizes=[1, 2]),
            "colour=navy+blue&sizes=1&sizes=2",
        ),
        (Form("Filter", {"sizes": Part(explode=False)}), m.Filter(sizes=[1, 2]), "sizes=1,2"),
        (
            Form("Filter", {"sizes": Part(style="pipeDelimited")}),
            m.Filter(sizes=[1, 2]),
            "sizes=1%7C2",
        ),
        (
            Form("Company"),
            m.Company(title="x", employees=[m.Person(first="A")]),
            "title=x&employees=%7B%22first%22%3A%22A%22%7D",
        ),
        (
            Form("dict[str, Any]"),
            {"a": {"b": 1}, "c": None, "d": True},
            "a=%7B%22b%22%3A1%7D&d=true",
        ),
        (
            Form("dict[str, Any]", {"a": Part(style="deepObject")}),
            {"a": {"b": 1}},
            "a%5Bb%5D=1",
        ),
        (
            Form("dict[str, Any]", {"a": Part("application/json")}),
            {"a": [1, 2]},
            "a=%5B1%2C2%5D",
        ),
    ],
)
def test_url_encoded_forms(form: Form, value: Any, written: str) -> None:
    """Arrays are repeated, objects are JSON, and encodings can change that."""
    request = sent({"application/x-www-form-urlencoded": form}, value)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.content == written.encode()


def whole(request: Request) -> bytes:
    """Return a body, also one that is sent in pieces."""
    content = request.content
    assert content is not None
    if isinstance(content, bytes):
        return content
    assert request.headers["content-length"] == str(content.size)
    return b"".join(content)


def parts(request: Request) -> list[tuple[str, bytes]]:
    """Return the headers and the content of each part."""
    found = re.fullmatch(
        r"multipart/form-data; boundary=([0-9a-f]{32})", request.headers["content-type"]
    )
    assert found is not None
    mark = b"--" + found[1].encode()
    first, *inner, last = whole(request).split(mark)
    assert (first, last) == (b"", b"--\r\n")
    split = (
        part.removeprefix(b"\r\n").removesuffix(b"\r\n").split(b"\r\n\r\n", 1) for part in inner
    )
    return [(headers.decode(), content) for headers, content in split]


def test_multipart_forms() -> None:
    """Files have a name and a type, objects are JSON, arrays are repeated, absent members are omitted."""
    named = io.BytesIO(b"three")
    named.name = "/tmp/c.txt"  # type: ignore[attr-defined]
    upload = m.Upload(
        file=File(b"one", 'a"b\r\n.png', "image/png"),
        meta=m.Person(first="Ann"),
        files=[File(b"two", "b.txt"), named],  # type: ignore[list-item]
        tags=["x", "y"],
    )
    assert parts(sent({"multipart/form-data": Multipart("Upload")}, upload)) == [
        (
            'Content-Disposition: form-data; name="file"; filename="a%22b%0D%0A.png"\r\nContent-Type: image/png',
            b"one",
        ),
        (
            'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json',
            b'{"first":"Ann"}',
        ),
        (
            'Content-Disposition: form-data; name="files"; filename="b.txt"\r\nContent-Type: text/plain',
            b"two",
        ),
        (
            'Content-Disposition: form-data; name="files"; filename="c.txt"\r\nContent-Type: text/plain',
            b"three",
        ),
        ('Content-Disposition: form-data; name="tags"', b"x"),
        ('Content-Disposition: form-data; name="tags"', b"y"),
    ]


def test_multipart_encodings() -> None:
    """The content type of an encoding is used; the file name of bytes is the member's name."""
    form = Multipart("dict[str, Any]", {"doc": Part("application/json"), "pic": Part("image/png")})
    body = {"multipart/form-data": form}
    assert parts(sent(body, {"doc": [1, 2], "pic": b"x", "none": None})) == [
        ('Content-Disposition: form-data; name="doc"\r\nContent-Type: application/json', b"[1,2]"),
        (
            'Content-Disposition: form-data; name="pic"; filename="pic"\r\nContent-Type: image/png',
            b"x",
        ),
    ]
    again = sent(body, {"pic": b"x"}).headers["content-type"]
    assert again != sent(body, {"pic": b"x"}).headers["content-type"]
    with pytest.raises(EncodeError, match="a form must be an object"):
        sent(body, 3)


def test_headers_of_parts() -> None:
    """Headers of a file replace those of the form; none can be split."""
    file = File(b"a", "a.txt", "text/plain", {"Content-Language": "de"})
    other = File(b"b", headers={"content-disposition": "attachment", "X-Size": "1"})
    kind, content = Multipart("Any").write({"a": file, "b": other}, "multipart/form-data", __name__)
    boundary = kind.partition("boundary=")[2]
    assert content.decode().replace(boundary, "B").replace("\r\n", "\n") == (
        '--B\nContent-Disposition: form-data; name="a"; filename="a.txt"\n'
        "Content-Type: text/plain\nContent-Language: de\n\na\n"
        "--B\ncontent-disposition: attachment\nContent-Type: application/octet-stream\n"
        "X-Size: 1\n\nb\n--B--\n"
    )
    split = File(b"a", headers={"X": "a\r\nY: b"})
    with pytest.raises(InvalidRequestError, match="printable"):
        Multipart("Any").write({"a": split}, "multipart/form-data", __name__)


def test_unknown_values_are_not_files() -> None:
    """An unknown value whose object has a member `read` is sent as JSON, as a body and in a form."""
    value = UnknownValue({"read": True, "items": [1]})
    form = {"multipart/form-data": Multipart("dict[str, Any]")}
    assert parts(sent(form, {"a": value})) == [
        (
            'Content-Disposition: form-data; name="a"\r\nContent-Type: application/json',
            b'{"read":true,"items":[1]}',
        )
    ]
    assert sent({"text/plain": "Any"}, UnknownValue({"read": True})).content == b'{"read":true}'


def test_multipart_styles() -> None:
    """A style determines how a member of a form becomes parts, unescaped (OpenAPI 3.1.1, 4.8.15.1.2)."""
    styles = {
        "one": Part(style="form", explode=False),
        "bars": Part(style="pipeDelimited", explode=False),
        "deep": Part(style="deepObject", explode=True),
    }
    body = {"multipart/form-data": Multipart("dict", styles)}
    value = {"one": ["a b", "c%=d"], "bars": [1, 2], "deep": {"x": "\u00fc", "y": [1]}}
    assert parts(sent(body, value)) == [
        ('Content-Disposition: form-data; name="one"', b"a b,c%=d"),
        ('Content-Disposition: form-data; name="bars"', b"1|2"),
        ('Content-Disposition: form-data; name="deep[x]"', "\u00fc".encode()),
        ('Content-Disposition: form-data; name="deep[y]"', b"1"),
    ]


def test_a_part_has_one_media_type() -> None:
    """If the document allows several, a value that is not a file is JSON or plain text."""
    styles = {"a": Part("application/json, application/xml"), "b": Part("text/*")}
    body = {"multipart/form-data": Multipart("dict", styles)}
    assert parts(sent(body, {"a": {"x": 1}, "b": "y"})) == [
        ('Content-Disposition: form-data; name="a"\r\nContent-Type: application/json', b'{"x":1}'),
        ('Content-Disposition: form-data; name="b"', b"y"),
    ]


def test_text_is_sent_in_its_charset() -> None:
    """Text is encoded in the charset of the media type, if Python supports it."""
    for charset, content in (("iso-8859-1", b"\xfc"), ("utf-8", b"\xc3\xbc"), ("x-y", b"\xc3\xbc")):
        assert sent({f"text/plain; charset={charset}": "str"}, "\u00fc").content == content


def test_a_content_type_cannot_end_a_header() -> None:
    """A content type with a line break is refused."""
    with pytest.raises(ValueError, match="control characters"):
        sent(
            {"multipart/form-data": Multipart("Upload")}, m.Upload(file=File(b"", "a", "x\r\ny: z"))
        )


def test_accept_lists_the_media_types_of_successes() -> None:
    """Accept does not list those of errors; it is `*/*` if none are known."""
    operation = Operation[Any](
        "GET /x",
        responses={
            200: {"text/csv": "str", "image/*": "bytes"},
            404: "Person",
            "default": "Person",
        },
    )
    assert build(operation, BASE, {}).headers["accept"] == "text/csv, image/*"
    assert (
        build(Operation[Any]("GET /x", responses={204: "None"}), BASE, {}).headers["accept"]
        == "*/*"
    )


def test_a_request_does_not_show_its_query() -> None:
    """Neither the string nor the repr of a request contains the query or a password."""
    request = Request(
        "GET", "https://user:secret@api.example/x?key=secret", {"authorization": "secret"}
    )
    assert str(request) == "GET https://api.example/x"
    assert "secret" not in repr(request)


def test_lists_in_exploded_objects_are_repeated() -> None:
    """RFC 6570 leaves this open; servers expect repeated names instead of JSON."""
    page = {"page": 0, "sort": ["createTime,desc", "filename"], "none": [], "gone": None}
    request = built("/x", Query("pageable"), pageable=page)
    assert request.url.partition("?")[2] == "page=0&sort=createTime%2Cdesc&sort=filename"


def test_refusals_are_errors_of_the_package() -> None:
    """A request that is refused before sending raises an `EncodeError`, which is a `ValueError`."""
    for path, parameter, value in (
        ("/u/{id}", Path("id"), ""),
        ("/u/{id}", Path("id"), ".."),
        ("/u", Header("id"), "a\nb"),
        ("/u", Header("id"), "\u20ac"),
    ):
        with pytest.raises(InvalidRequestError) as caught:
            built(path, parameter, id=value)
        assert isinstance(caught.value, (EncodeError, APIError))
        assert isinstance(caught.value, ValueError)
        assert not str(caught.value).startswith("$")


def test_a_union_member_as_a_parameter_has_its_tag() -> None:
    """The type of the parameter is a name, which is resolved in the module of the group."""
    parameters = (
        Query("f", style=deep_object, of="Filter"),
        Query("j", content="application/json", of="list[Filter]"),
        Header("h", content="application/json", of="Filter"),
    )
    operation = Operation[Any]("GET /x", parameters=parameters)
    given = {"f": Before(day=1), "j": [Before(day=2), {"day": 3}], "h": Before(day=4)}
    request = build(operation, BASE, given, __name__)
    query = "f[day]=1&f[type]=before" + '&j=[{"day":2,"type":"before"},{"day":3}]'
    assert unquote(request.url.partition("?")[2]) == query
    assert request.headers["h"] == '{"day":4,"type":"before"}'


@dataclass(slots=True, kw_only=True)
class Before:
    """A member that does not declare its tag."""

    day: int


Filter: TypeAlias = Annotated[Before | UnknownValue, Tagged("type", {"before": Before})]
