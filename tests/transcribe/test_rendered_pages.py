"""Pages that five documentation renderers made of the documents beside them: exact truth.

`make pages` renders them again. The name of a page says the renderer, the document and the
operation.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from stubwright.transcribe.transcribe import read_drafts, transcribe
from stubwright.verify.verify import verify

FOLDER = Path(__file__).parent / "rendered"
PAGES = sorted(path for path in (FOLDER / "pages").iterdir())
RENDERERS = ("rapidoc", "redoc", "scalar", "stoplight", "swagger-ui")
# Stated facts that are found on all pages of a renderer together; more is welcome.
FOUND = {"rapidoc": 400, "redoc": 400, "scalar": 350, "stoplight": 450, "swagger-ui": 220}


DOCUMENTS = ("library", "depot", "kiosk", "workshop")


def name_of(page: Path) -> str:
    return next(one for one in DOCUMENTS if f"-{one}-" in page.name)


def document_of(page: Path) -> dict[str, Any]:
    text = (FOLDER / f"{name_of(page)}.yaml").read_text(encoding="utf-8")
    tree = yaml.safe_load(text)
    assert isinstance(tree, dict)
    return tree


def operation_of(page: Path, tree: dict[str, Any]) -> tuple[str, str, list[dict[str, Any]]]:
    """Return method, path and parameters of the operation that a page's name says."""
    words = page.stem.split(f"-{name_of(page)}-")[1]
    method, _, slug = words.partition("-")
    for path, item in tree["paths"].items():
        if slug == path.strip("/").replace("/", "-").replace("{", "").replace("}", ""):
            return method, path, [*item.get("parameters", []), *item[method].get("parameters", [])]
    raise AssertionError(page.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_facts_of_a_page_agree_with_the_document_it_was_rendered_from(page: Path) -> None:
    tree = document_of(page)
    drafts, refused = read_drafts([(page.name, page.read_text(encoding="utf-8"))])
    assert not refused
    assert page.name.startswith(drafts[0].system)
    (operation,) = drafts[0].operations
    method, path, parameters = operation_of(page, tree)
    found = str(operation.path.value)
    assert operation.method.value == method
    # Where the URL is on one line, nothing shows where the server ends.
    assert found == path or (operation.path.status == "inferred" and found.endswith(path))
    known = {(one["name"], one["in"]) for one in parameters}
    assert {(one.name, one.where.value) for one in operation.parameters} <= known
    wrong = [one.message for one in verify(drafts, tree) if one.kind != "unstated"]
    assert wrong == []


@pytest.mark.parametrize("renderer", RENDERERS)
def test_most_pages_of_each_renderer_are_read(renderer: str) -> None:
    statuses: Counter[str] = Counter()
    for page in PAGES:
        if page.name.startswith(renderer) and page.suffix != ".html":
            drafts, _ = read_drafts([(page.name, page.read_text(encoding="utf-8"))])
            statuses.update(one.status for one in transcribe(drafts).records)
    assert statuses["stated"] >= FOUND[renderer]


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 40
    assert {page.name.split(f"-{name_of(page)}-")[0] for page in PAGES} == set(RENDERERS)
