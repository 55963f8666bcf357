"""`stubwright verify` as a person and a hook run it: cross-checks, changed pages, the report, speed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from command import stubwright
from stubwright.transcribe.transcribe import read_drafts
from stubwright.verify.crosscheck import inconsistencies

FOLDER = Path(__file__).parent / "rendered"
PAGE = """\
Get a pet
GET
/
pets
/
{petId}
curl --request GET \\
  --url 'https://api.shop.example/pets/{petId}?verbose=true'
  --header 'Authorization: Bearer <token>'
200
{
  "id": "<string>",
  "age": 3
}

Authorizations

Authorization
string
header
required
Bearer authentication header of the form Bearer <token>

Path Parameters

petId
string
required

Query Parameters

verbose
boolean

Response

200 - application/json

id
string
required
age
integer
"""


def messages(page: str) -> list[str]:
    drafts, refused = read_drafts([("pet.txt", page)])
    assert not refused
    return [one.message for one in inconsistencies([("pet.txt", page)], drafts)]


def test_a_page_that_agrees_with_itself_has_no_inconsistencies() -> None:
    assert messages(PAGE) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("--request GET", "--request DELETE", "the cURL call is a DELETE, the page a GET"),
        (
            "example/pets/{petId}?",
            "example/animals/{petId}?",
            "the cURL call goes to /animals/{petId}, the page's path is /pets/{petId}",
        ),
        ("?verbose=true", "?loud=true", "the cURL call has the parameter 'loud', no list has"),
        ('"age": 3', '"age": "3"', "the sample has 'age' of type string, the page says integer"),
    ],
)
def test_a_page_that_contradicts_itself_is_reported(old: str, new: str, message: str) -> None:
    assert PAGE.count(old) == 1
    assert message in messages(PAGE.replace(old, new))


def test_two_pages_of_one_operation_are_compared() -> None:
    other = PAGE.replace("age\ninteger", "age\nstring").replace('"age": 3', '"age": "3"')
    pages = [("one.txt", PAGE), ("two.txt", other)]
    found = inconsistencies(pages, read_drafts(pages)[0])
    assert [(one.page, one.message) for one in found] == [
        ("two.txt", "one.txt has the response 200, 'age' of type integer, the page says string")
    ]


@pytest.mark.parametrize("page", sorted((FOLDER / "pages").iterdir()), ids=lambda page: page.name)
def test_rendered_pages_have_no_inconsistencies(page: Path) -> None:
    pages = [(page.name, page.read_text(encoding="utf-8"))]
    assert inconsistencies(pages, read_drafts(pages)[0]) == []


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    (tmp_path / "pet.txt").write_text(PAGE, encoding="utf-8")
    done = stubwright("transcribe", "pet.txt", "--output", "shop.yaml", cwd=tmp_path)
    assert done.code == 0, done.err
    return tmp_path


def test_a_changed_page_says_what_it_changes_in_document_and_package(stored: Path) -> None:
    (stored / "new.txt").write_text(
        PAGE.replace("age\ninteger", "age\nstring").replace('"age": 3', '"age": "3"'),
        encoding="utf-8",
    )
    done = stubwright("verify", "--document", "shop.yaml", "--page", "new.txt", cwd=stored)
    assert done.code == 1, done.err
    document, package = done.out.split("package:\n")
    assert document.startswith("document:\n")
    assert "/age/type: integer -> string" in document
    assert [line.strip() for line in package.splitlines()] == [
        "~ GetPetsResponse.age: int | None -> str | None"
    ]
    same = stubwright("verify", "--document", "shop.yaml", "--page", "pet.txt", cwd=stored)
    assert (same.code, same.out) == (0, "")


def test_findings_are_said_as_json_too(stored: Path) -> None:
    text = (stored / "shop.yaml").read_text(encoding="utf-8")
    (stored / "shop.yaml").write_text(text.replace("type: boolean", "type: string"), "utf-8")
    done = stubwright("verify", "--document", "shop.yaml", "--format", "json", cwd=stored)
    assert done.code == 1
    assert "page-contradicts" in json.dumps(json.loads(done.out))


class _Rows(HTMLParser):
    """Collects the class and the text of each line of a report, and what would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, str]] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.fetched += [tag] * (tag in ("script", "link", "img", "iframe") or "src" in said)
        if tag == "li":
            self.rows.append((said.get("class") or "", ""))

    def handle_data(self, data: str) -> None:
        if self.rows and self.get_starttag_text() and self.lasttag == "li":
            name, text = self.rows[-1]
            self.rows[-1] = (name, text + data)


def test_the_report_marks_each_fact_and_holds_no_markup_of_the_page(stored: Path) -> None:
    hostile = PAGE.replace("Get a pet", "Get a pet <script>alert(1)</script>")
    (stored / "pet.txt").write_text(hostile, encoding="utf-8")
    done = stubwright("verify", "--document", "shop.yaml", "--html", "report.html", cwd=stored)
    assert done.code == 0, done.err
    text = (stored / "report.html").read_text(encoding="utf-8")
    assert "<script>" not in text
    rows = _Rows()
    rows.feed(text)
    assert rows.fetched == []
    marked = {line.strip(): name for name, line in reversed(rows.rows)}
    assert marked["verbose"] == "stated"
    assert marked["Get a pet <script>alert(1)</script>"] == "plain"
    assert marked["openapi: 3.1.0"] == "plain"
    chromium = shutil.which("chromium")
    if chromium is not None:  # where a browser is, it shows the report
        subprocess.run(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu"),
                *("--window-size=1200,800", "--screenshot=report.png", "report.html"),
            ],
            cwd=stored,
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert (stored / "report.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_pages_that_agree_need_nothing_of_what_generates_packages(stored: Path) -> None:
    code = (
        "import sys; from stubwright.__main__ import main; code = main(['verify', '--document', 'shop.yaml']);"
        "print(code, sorted(name for name in sys.modules if name in ('black', 'jinja2', 'stubwright.generate')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=stored, check=True, capture_output=True, text=True
    )
    assert done.stdout == "0 []\n"
