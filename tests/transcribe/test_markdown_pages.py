"""References written by hand in Markdown."""

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


def test_fields_without_a_location_are_the_paths_or_the_bodys() -> None:
    tree, _ = made()
    operation = tree["paths"]["/projects/{projectId}/tasks"]["post"]
    assert [(one["name"], one["in"]) for one in operation["parameters"]] == [("projectId", "path")]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert (list(body["properties"]), body["required"]) == (["title", "notify"], ["title"])
    answer = operation["responses"]["201"]["content"]["application/json"]["schema"]
    assert answer["properties"]["labels"] == {"type": "array", "items": {"type": "string"}}
    assert operation["security"] == [{"bearerAuth": []}]


def test_a_page_without_a_method_is_declined_with_what_would_help() -> None:
    drafts, refused = read_drafts(
        [("notes.md", "# Notes\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n")]
    )
    assert drafts == []
    assert "markdown" in refused[0].hint
