"""Comparison of pages with documents: silent if they agree; each changed fact is reported."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from command import stubwright
from places import NO_REFERENCE, REFERENCE, REPOSITORY
from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.verify.verify import verify

PAGE = """\
List pets
GET
/
pets
curl --request GET \\
  --url https://api.shop.example/pets
200
[]

Query Parameters

limit
integer
default:20
Required range: 1 <= x <= 100
colour
enum<string>
required
Available options: red, green

Response

200 - application/json

id
string<uuid>
required
age
integer | null
"""


def made() -> dict[str, Any]:
    tree = transcribe(read_drafts([("pets.txt", PAGE)])[0]).tree
    return yaml.safe_load(json.dumps(tree))


def findings(tree: dict[str, Any]) -> list[tuple[str, str]]:
    drafts, _ = read_drafts([("pets.txt", PAGE)])
    return [(one.kind, one.message) for one in verify(drafts, tree) if one.kind != "unstated"]


def test_a_transcribed_document_agrees_with_its_pages() -> None:
    assert findings(made()) == []


GET = "/paths/~1pets/get"
MEMBERS = f"{GET}/responses/200/content/application~1json/schema/items/properties"
REMOVED = object()


@pytest.mark.parametrize(
    ("pointer", "value", "message"),
    [
        (f"{GET}/parameters/0/name", "size", "the document lacks the query parameter 'limit'"),
        (
            f"{GET}/parameters/0/in",
            "header",
            "the document has 'limit' in header, the page says in query",
        ),
        (
            f"{GET}/parameters/0/schema/maximum",
            50,
            "the document has the maximum 50 of the query parameter 'limit', the page says 100",
        ),
        (
            f"{GET}/parameters/0/schema/default",
            REMOVED,
            "the document lacks the default 20 of the query parameter 'limit'",
        ),
        (
            f"{GET}/parameters/1/schema/enum",
            ["red"],
            "the document lacks the value green of the query parameter 'colour'",
        ),
        (
            f"{GET}/parameters/1/required",
            False,
            "the document lacks that the query parameter 'colour' is required",
        ),
        (
            f"{MEMBERS}/id/type",
            "integer",
            "the document has an item of the response 200, 'id' of type integer, the page says string",
        ),
        (
            f"{MEMBERS}/id/format",
            REMOVED,
            "the document lacks the format uuid of an item of the response 200, 'id'",
        ),
        (
            f"{MEMBERS}/age/type",
            "integer",
            "the document lacks that an item of the response 200, 'age' may be null",
        ),
        (
            f"{MEMBERS}/age",
            REMOVED,
            "the document lacks the property 'age' of an item of the response 200",
        ),
        (f"{GET}/responses/200", REMOVED, "the document lacks the response 200"),
        (GET, REMOVED, "the document lacks the operation GET /pets"),
    ],
)
def test_a_changed_fact_is_reported(pointer: str, value: object, message: str) -> None:
    tree = copy.deepcopy(made())
    *above, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    holder: Any = tree
    for key in above:
        holder = holder[int(key)] if isinstance(holder, list) else holder[key]
    if value is REMOVED:
        del holder[last]
    else:
        holder[last] = value
    assert [said for _, said in findings(tree)] == [message]


def test_the_command_prints_place_and_lines_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "pets.txt").write_text(PAGE, encoding="utf-8")
    done = stubwright("transcribe", "pets.txt", "--output", "pets.yaml", cwd=tmp_path)
    assert done.code == 0
    quiet = stubwright("verify", "pets.txt", "--document", "pets.yaml", cwd=tmp_path)
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    remembered = stubwright("verify", "--document", "pets.yaml", cwd=tmp_path)
    assert remembered.code == 0
    path = tmp_path / "pets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("maximum: 100", "maximum: 50"), encoding="utf-8")
    done = stubwright("verify", "pets.txt", "--document", "pets.yaml", cwd=tmp_path)
    assert done.code == 1
    assert "page-contradicts" in done.err
    assert "pets.txt, line 15" in done.err


def test_postflow_agrees_with_its_page() -> None:
    page = REFERENCE / "postflow-get-post-group-metrics.txt"
    if not page.is_file():
        pytest.skip(NO_REFERENCE)
    drafts, refused = read_drafts([("page", page.read_text(encoding="utf-8"))])
    assert refused == []
    tree = yaml.safe_load((REPOSITORY / "spec/postflow.yaml").read_text(encoding="utf-8"))
    assert [one for one in verify(drafts, tree) if one.kind != "unstated"] == []
    score = tree["components"]["schemas"]["PostMetricData"]["properties"]["score"]
    score["type"] = ["string", "null"]
    (changed,) = [one for one in verify(drafts, tree) if one.kind != "unstated"]
    assert "'score' of type string, the page says number" in changed.message


def test_rendered_pages_agree_with_their_documents() -> None:
    map_ = REFERENCE / "pages" / "MAP.tsv"
    if not map_.is_file():
        pytest.skip(NO_REFERENCE)
    with map_.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rendered = [row for row in rows if row["kind"] == "rendered"]
    assert len(rendered) > 90
    for row in rendered:
        text = (REFERENCE / "pages/pages" / row["page"]).read_text(encoding="utf-8")
        truth = json.loads((REFERENCE / "pages/truth" / row["truth"]).read_text(encoding="utf-8"))
        found = verify(read_drafts([(row["page"], text)])[0], truth)
        assert [one.message for one in found if one.kind != "unstated"] == [], row["page"]
