"""Another back end needs only a planner and templates, without any other change."""

from __future__ import annotations

from pathlib import Path

import markdown_backend
from markdown_backend import MARKDOWN
from places import REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

PAGE = """\
# PostFlow

## `GET /posts/{postId}/metrics`

Get the metrics of a post group.
- `postId`: string
"""
LINES = 200


def test_a_reference_in_markdown() -> None:
    """The library function generates a page from PostFlow's document, without names of a package."""
    documents = load(str(REPOSITORY / "spec" / "postflow.yaml"))
    result = generate(documents, Options(), {}, MARKDOWN)
    assert result.files.keys() == {"reference.md"}
    page = result.files["reference.md"]
    assert page.startswith(PAGE)
    assert "\n## PostMetricData\n- `" in page


def test_a_back_end_is_small() -> None:
    """A back end is in one folder with few lines."""
    folder = Path(markdown_backend.__file__).parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    texts = [path.read_text("utf-8") for path in files if path.suffix in {".py", ".jinja"}]
    assert sum(text.count("\n") for text in texts) <= LINES
