"""Handwritten references in Markdown."""

from __future__ import annotations

from typing import Any

import yaml

from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.transcribe.write_yaml import write_yaml

PAGE = """\
# Tasks API

Base URL: `https://api.tasks.example/v1`

| Call | Does |
| --- | --- |
| GET /nothing | is only mentioned |

## List tasks

`GET /tasks`

### Query parameters

| Name | Type | Required | Description |
| --- | --- | --- | --- |
| `limit` | integer | No | How many. Or GET /nothing |
| `state` | string | Yes | Which |

### Response

**200 OK**

```json
{"tasks": [{"id": "t1", "done": false}], "next": null}
```

**401 Unauthorized**

## Create a task

```http
POST /projects/:projectId/tasks HTTP/1.1
```

#### Parameters

- `projectId` (string, required): the project
- `title` (string, required): the title
- `notify` (boolean): whom

Status: 201

| Field | Type |
|---|---|
| id | string |
| labels | string[] |

```bash
curl -X POST https://api.tasks.example/v1/projects/p1/tasks \\
  --header 'Authorization: Bearer TOKEN'
```
"""


def made() -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    drafts, refused = read_drafts([("tasks.md", PAGE)])
    assert refused == []
    assert drafts[0].system == "markdown"
    transcript = transcribe(drafts)
    tree = yaml.safe_load(write_yaml(transcript.tree))
    assert isinstance(tree, dict)
    return tree, {(one.subject, one.predicate): one.status for one in transcript.records}


def test_each_method_with_a_path_is_an_operation_with_its_fields() -> None:
    tree, status = made()
    assert tree["servers"] == [{"url": "https://api.tasks.example/v1"}]
    assert list(tree["paths"]) == ["/tasks", "/projects/{projectId}/tasks"]
    listed = tree["paths"]["/tasks"]["get"]
    assert [(one["name"], one.get("required")) for one in listed["parameters"]] == [
        ("limit", None),
        ("state", True),
    ]
    assert list(listed["responses"]) == ["200", "401"]
    answer = listed["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["properties"]["tasks"]["items"]["properties"]["done"]["type"] == "boolean"
    where = "/paths/~1tasks/get"
    assert status[f"{where}/parameters/0", "name"] == "stated"
    assert status[f"{where}/responses/200/content/application~1json/schema", "type"] == "inferred"


def test_fields_without_a_location_belong_to_the_path_or_the_body() -> None:
    tree, _ = made()
    operation = tree["paths"]["/projects/{projectId}/tasks"]["post"]
    assert [(one["name"], one["in"]) for one in operation["parameters"]] == [("projectId", "path")]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert (list(body["properties"]), body["required"]) == (["title", "notify"], ["title"])
    answer = operation["responses"]["201"]["content"]["application/json"]["schema"]
    assert answer["properties"]["labels"] == {"type": "array", "items": {"type": "string"}}
    assert operation["security"] == [{"bearerAuth": []}]


def test_a_page_without_a_method_is_declined_with_a_hint() -> None:
    drafts, refused = read_drafts(
        [("notes.md", "# Notes\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n")]
    )
    assert drafts == []
    assert "markdown" in refused[0].hint


def paths(page: str) -> dict[str, Any]:
    drafts, refused = read_drafts([("page.md", page)])
    assert not refused
    assert drafts[0].system == "markdown"
    found: Any = transcribe(drafts).tree["paths"]
    assert isinstance(found, dict)
    return found


BOLD = """\
# Docks

## Add a dock

**POST** `/docks`

**Headers**

| Header | Required | Description |
|--------|----------|-------------|
| `X-Dock-Key` | Yes | A key |

**Request body**

| Field | Type | Required | Default |
|-------|------|----------|---------|
| `name` | string | Yes | - |
| `depth` | integer | No | 18 |
| `place` | object | No | |
| `place.city` | string | Yes | |

**Response** `201 Created`

```json
{"id": "d1"}
```

**Errors**

| Code | Meaning |
|------|---------|
| 409 | There is one |
"""


def test_a_bold_method_and_bold_headings() -> None:
    (operation,) = [one["post"] for one in paths(BOLD).values()]
    (header,) = operation["parameters"]
    assert (header["name"], header["in"], header["required"]) == ("X-Dock-Key", "header", True)
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["name"]
    assert schema["properties"]["depth"] == {"type": "integer", "default": 18}
    assert "default" not in schema["properties"]["name"]
    assert schema["properties"]["place"]["required"] == ["city"]
    assert list(operation["responses"]) == ["201", "409"]
    assert "content" in operation["responses"]["201"]


def test_a_label_before_the_call_and_tables_without_outer_bars() -> None:
    page = (
        "# Get a dock\n\nEndpoint: `GET https://api.dock.example/v2/docks/:id`\n\n"
        "#### Query Params\n\nName | Type\n--- | ---\n`deep` | boolean\n\n"
        "#### Response\n\nStatus: `200 OK`\n"
    )
    ((path, item),) = paths(page).items()
    assert path == "/v2/docks/{id}"
    assert [one["name"] for one in item["get"]["parameters"]] == ["deep", "id"]
    assert list(item["get"]["responses"]) == ["200"]


def test_parameters_without_a_column_of_types() -> None:
    page = (
        "# Docks\n\n## List docks\n\n### HTTP Request\n\n`GET /docks/<PORT>`\n\n"
        "### Query Parameters\n\nParameter | Default | Description\n--- | --- | ---\n"
        "closed | false | Closed ones too\nowner | the caller | Whose\n\n"
        "### URL Parameters\n\nParameter | Description\n--- | ---\nPORT | Where\n"
    )
    ((path, item),) = paths(page).items()
    assert path == "/docks/{PORT}"
    closed, owner, port = item["get"]["parameters"]
    assert closed["schema"] == {"type": "boolean", "default": False, "x-inferred": True}
    assert owner["schema"] == {}
    assert port["in"] == "path"
    assert port["required"] is True


def test_a_table_without_fields_adds_none() -> None:
    page = "# Docks\n\n`GET /docks`\n\n## Plans\n\n| Name | Description |\n|---|---|\n| gold | Much |\n"
    (item,) = paths(page).values()
    assert "parameters" not in item["get"]


def test_a_default_in_a_list_item_is_read() -> None:
    page = "# Docks\n\n### `GET /docks`\n\nQuery parameters:\n\n- `limit` (integer, default 20): how many\n\nResponse (200):\n\n```json\n[]\n```\n"
    (item,) = paths(page).values()
    (limit,) = item["get"]["parameters"]
    assert limit["schema"] == {"type": "integer", "default": 20}
    assert list(item["get"]["responses"]) == ["200"]
