"""Truncated, concatenated, foreign, huge or hostile pages are read or declined in bounded time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from stubwright.transcribe.transcribe import Refusal, read_drafts, transcribe
from stubwright.transcribe.write_yaml import write_yaml
from stubwright.verify.verify import verify

FOLDER = Path(__file__).parent / "rendered" / "pages"
SYSTEMS = ("rapidoc", "redoc", "scalar", "stoplight", "swagger-ui")
ROOT = {"openapi", "info", "servers", "security", "paths", "components", "tags"}
ITEM = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
MOST_SECONDS = 20.0
"""Far above what any of them takes (3 s of the processor): only a search without bounds needs more."""


def stored(system: str, form: str) -> str:
    """Return the largest stored page of a system in a form."""
    found = sorted(FOLDER.glob(f"{system}-*.{form}"), key=lambda path: path.stat().st_size)
    return found[-1].read_text(encoding="utf-8")


def cut_in_a_tag() -> str:
    page = stored("redoc", "html")
    return page[: page.rindex("<td") + 2]


def two_operations() -> str:
    pages = sorted(FOLDER.glob("swagger-ui-*.txt"))
    return pages[0].read_text(encoding="utf-8") + pages[-1].read_text(encoding="utf-8")


def two_systems() -> str:
    return stored("redoc", "txt") + "\n" + stored("stoplight", "txt")


def login_wall() -> str:
    return (
        "<!doctype html><html><head><title>Sign in</title></head><body><form method=post"
        " action=/login><h1>Sign in to see the API reference</h1><label>Email<input name=email>"
        "</label><label>Password required<input name=password></label><button>POST</button>"
        "</form></body></html>"
    )


def consent_over_a_page() -> str:
    return "We value your privacy\nAccept all\nReject\nGET\nPOST\n" * 40 + stored("scalar", "txt")


def an_error_of_a_proxy() -> str:
    return "<html><body><h1>502 Bad Gateway</h1><hr>nginx<p>GET /v1/pets 200 OK</p></body></html>"


def a_page_many_times() -> str:
    return stored("rapidoc", "txt") * 300


def a_row_many_times() -> str:
    return stored("redoc", "txt").replace("Responses\n", "x\t\nstring\n\n" * 10_000, 1)


def five_megabytes_in_one_line() -> str:
    return "GET /pets 200 string required " * 170_000


def deep_markup() -> str:
    return "<html><body>" + "<div><ul><li>" * 30_000 + "GET /pets"


def deep_objects() -> str:
    rows = "".join(f"f{at}\t\nobject\n\n\n" for at in range(3_000))
    return stored("redoc", "txt").replace("Responses\n", "Responses\n200\n\nOK\n" + rows, 1)


def deep_samples() -> str:
    return stored("stoplight", "txt") + "\n200\napplication/json\n" + '{"a":[' * 20_000


def names_of_yaml() -> str:
    page = stored("scalar", "txt")
    for word, name in (
        ("string", "&a"),
        ("integer", "*a"),
        ("Responses", "!!python/name:os.system"),
    ):
        page = page.replace(f"\n{word}\n", f"\n{name}\n{word}\n")
    return page


def markers_of_yaml() -> str:
    return "\n---\n...\n%YAML 1.1\n".join(stored("swagger-ui", "txt").split("\n\n"))


def markers_of_merges() -> str:
    return "\n<<<<<<< HEAD\n".join(stored("rapidoc", "md").split("\n\n"))


def code_in_names() -> str:
    name = "x');import os;os.system('true')#"
    return stored("redoc", "md").replace("| --- |", f"| --- |\n| {name}<br>required | string |", 4)


def names_of_python() -> str:
    page = stored("stoplight", "txt")
    return page.replace("\nstring\n", "\nstring\n__class__\nstring\n__init__\nobject\n")


def directions_and_controls() -> str:
    marks = "\u202e\u2066\x1b]8;;x\x07\x9b31m\u2028\x85\ufeff"
    return stored("scalar", "md").replace("string", f"st{marks}ring").replace("\n", f"{marks}\n")


def half_characters() -> str:
    return stored("swagger-ui", "md").replace("a", "\ud83d", 50).replace("e", "\udc00a\u0301", 50)


def scripts_and_documents() -> str:
    broken = '<script>const a = {"openapi": "3.0.3", "paths": {"/x": ' * 400
    return stored("redoc", "html").replace("</body>", broken + "</body>")


def references_in_circles() -> str:
    schema = {"$ref": "#/components/schemas/A"}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"get": {"parameters": [schema], "responses": {"200": schema}}}},
        "components": {"schemas": {"A": {"allOf": [schema, {"items": schema}]}}},
    }
    return f"# A\n\n````json openapi.json get /a\n{json.dumps(tree)}\n````\n"


def front_matter_of_others() -> str:
    return "---\napi: [get, *a]\nopenapi: 3.1.0\n<<: {paths: {}}\n---\n" + stored("rapidoc", "md")


PAGES: tuple[Callable[[], str], ...] = (
    cut_in_a_tag,
    two_operations,
    two_systems,
    login_wall,
    consent_over_a_page,
    an_error_of_a_proxy,
    a_page_many_times,
    a_row_many_times,
    five_megabytes_in_one_line,
    deep_markup,
    deep_objects,
    deep_samples,
    names_of_yaml,
    markers_of_yaml,
    markers_of_merges,
    code_in_names,
    names_of_python,
    directions_and_controls,
    half_characters,
    scripts_and_documents,
    references_in_circles,
    front_matter_of_others,
)
NOTHING = (login_wall, an_error_of_a_proxy, five_megabytes_in_one_line, deep_markup)
"""Pages that describe no operation."""


def read(page: str) -> tuple[dict[str, Any] | None, list[Refusal]]:
    """Transcribe a page and check the result, and the page against it."""
    drafts, refused = read_drafts([("page", page)])
    if not drafts:
        return None, refused
    tree = transcribe(drafts).tree
    written = write_yaml(tree)
    written.encode("utf-8")
    loaded = yaml.safe_load(written)
    assert loaded == tree
    verify(drafts, loaded)
    return loaded, refused


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_an_adversarial_page_is_read_or_declined(make: Callable[[], str]) -> None:
    page = make()
    began = time.process_time()
    tree, refused = read(page)
    assert time.process_time() - began < MOST_SECONDS
    assert all(one.reason and one.hint and one.line > 0 for one in refused)
    if tree is None:
        assert refused
        return
    assert make not in NOTHING
    assert {"openapi", "info", "paths"} <= set(tree) <= ROOT
    for path, item in tree["paths"].items():
        assert path.startswith("/")
        assert "\n" not in path
        assert set(item) <= ITEM | {"parameters"}


@pytest.mark.parametrize("first", SYSTEMS)
@pytest.mark.parametrize("second", SYSTEMS)
def test_a_page_of_another_system_below_adds_no_parameter(first: str, second: str) -> None:
    pages = [stored(first, "txt"), stored(second, "txt")]
    apart: dict[tuple[str, str], set[str]] = {}
    for page in pages:
        apart |= parameters(read(page)[0])
    for operation, names in parameters(read("\n".join(pages))[0]).items():
        assert names <= apart.get(operation, set())


def parameters(tree: dict[str, Any] | None) -> dict[tuple[str, str], set[str]]:
    """Return the names of the parameters by path and method."""
    return {
        (path, method): {one["name"] for one in operation.get("parameters", [])}
        for path, item in (tree or {"paths": {}})["paths"].items()
        for method, operation in item.items()
    }


def test_operations_of_concatenated_pages_are_not_mixed() -> None:
    tree, _ = read(two_operations())
    assert tree is not None
    methods = [(path, method) for path, item in tree["paths"].items() for method in item]
    assert len(methods) == 2
