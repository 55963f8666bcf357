"""Crawls of ReadMe without parts of the page: headings, the method, the end of the server."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.transcribe.write_yaml import write_yaml
from stubwright.verify.verify import verify

WITHOUT_HEADINGS = """\
---
url: "https://books.readme.example/reference/listbooks"
title: "List books"
---

| time | status | user agent |  |
| :-- | :-- | :-- | :-- |
| Make a request to see history. |

#### URL Expired

The URL for this request expired after 30 days.

page

integer

≥ 1

sort\\_by

string

enum

Defaults to title

title

Allowed:

`title``author`

x-region

string

required

# `` 200      The books

object

total

integer

required

items

array of objects

items\\*

object

id

integer

required

# `` 401      Who are you

Updated 4 months ago

* * *

ShellNodeRubyPHPPython

Bearer

```

xxxxxxxxxx

1curl --request GET \\

2     --url https://api.books.example/shelves/shelf/books \\

3     --header 'x-region: eu'

```

```

{

  "total": 5,

  "items": [\\
\\
    {\\
\\
      "id": 124\\
\\
    }\\
\\
  ]

}

```
"""

WITH_FIELDS_NAMED_LIKE_HEADINGS = """\
Make a tag
put
https://yourServer.tags.example/api/v1/tags/{tagId}

Path Params
tagId
string
required
Body Params
language
string
headers
object
Response

200
Fine

Response body
object
response
string
≥ 2
"""


def document_of(text: str) -> dict[str, Any]:
    drafts, refused = read_drafts([("page.md", text)])
    assert refused == []
    tree = yaml.safe_load(write_yaml(transcribe(drafts).tree))
    assert isinstance(tree, dict)
    return tree


def test_a_crawl_without_headings_is_read_with_the_help_of_its_curl_call() -> None:
    tree = document_of(WITHOUT_HEADINGS)
    operation = tree["paths"]["/shelves/shelf/books"]["get"]
    assert [(one["name"], one["in"]) for one in operation["parameters"]] == [
        ("page", "query"),
        ("sort_by", "query"),
        ("x-region", "header"),
    ]
    assert operation["parameters"][0]["schema"] == {"type": "integer", "minimum": 1}
    assert operation["parameters"][1]["schema"]["enum"] == ["title", "author"]
    assert operation["security"] == [{"bearerAuth": []}]
    assert list(operation["responses"]) == ["200", "401"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["items"]["items"]["properties"]["id"]["type"] == "integer"


def test_fields_may_be_named_like_headings_and_a_placeholder_host_is_removed() -> None:
    tree = document_of(WITH_FIELDS_NAMED_LIKE_HEADINGS)
    assert tree["servers"] == [{"url": "/api"}]
    operation = tree["paths"]["/v1/tags/{tagId}"]["put"]
    assert [one["name"] for one in operation["parameters"]] == ["tagId"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert list(body["properties"]) == ["language", "headers"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    # `≥ 2` is a limit of the value; of a length the page says so.
    assert answer["properties"]["response"] == {"type": "string", "minimum": 2}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("put_v1-tags-tagid", "/v1/tags/{tagId}"),
        ("put_tags-tagid-1", "/tags/{tagId}"),
        ("changetag", "/v1/tags/{tagId}"),
    ],
)
def test_the_address_of_a_page_shows_where_its_path_begins(address: str, path: str) -> None:
    link = f"[Log in](/login?redirect_uri=/reference/{address})"
    text = WITH_FIELDS_NAMED_LIKE_HEADINGS.replace("/api/v1", "/v1") + f"\nCredentials\n{link}\n"
    assert list(document_of(text)["paths"]) == [path]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/api", None),
        ("https://shop.example/api", None),
        ("/rest", "the document has the URL /rest/v1/tags/{}, the page says /api/v1/tags/{}"),
    ],
)
def test_a_url_is_compared_as_a_whole(url: str, found: str | None) -> None:
    tree = document_of(WITH_FIELDS_NAMED_LIKE_HEADINGS)
    tree["servers"] = [{"url": url}]
    drafts, _ = read_drafts([("page.txt", WITH_FIELDS_NAMED_LIKE_HEADINGS)])
    findings = [one.message for one in verify(drafts, tree) if one.kind != "unstated"]
    assert findings == ([found] if found else [])
