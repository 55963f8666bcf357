"""Compiled templates print the same text as Jinja and are not used if they are out of date."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from places import REPOSITORY, TEMPLATES
from stubwright.backends.dataclasses import DATACLASSES, compiled_templates
from stubwright.generate import generate
from stubwright.load import load
from stubwright.render.compile_templates import compile_templates
from stubwright.types.backend import Backend
from stubwright.types.options import Options

POSTFLOW = REPOSITORY / "spec" / "postflow.yaml"


def printed(backend: Backend) -> dict[str, str]:
    """Return the files of PostFlow's package as a project."""
    return dict(generate(load(str(POSTFLOW)), Options(project=True), {}, backend).files)


def test_compiled_templates_are_up_to_date() -> None:
    """`make templates` was run after the last change of a template."""
    text = Path(compiled_templates.__file__).read_text("utf-8")
    assert text == compile_templates(TEMPLATES / "dataclasses"), "run `make templates`"


@pytest.mark.parametrize(
    "document", [POSTFLOW, REPOSITORY / "tests/cases/incoming/webhooks/openapi.yaml"]
)
def test_jinja_renders_the_same(document: Path) -> None:
    """With and without the compiled functions, every file has the same bytes."""
    documents = load(str(document))
    options = Options(project=True, testing=True)
    ahead, jinja = (
        generate(documents, options, {}, backend).files
        for backend in (DATACLASSES, replace(DATACLASSES, compiled={}))
    )
    assert ahead == jinja


def test_an_edited_template_takes_effect(tmp_path: Path) -> None:
    """An edited template takes effect at once."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES / "dataclasses", folder)
    path = folder / "client.py.jinja"
    path.write_text(path.read_text("utf-8") + "# edited\n", "utf-8")
    before, after = printed(DATACLASSES), printed(replace(DATACLASSES, templates=folder))
    assert {name for name in before if before[name] != after[name]} == {"post_flow/client.py"}
    assert after["post_flow/client.py"] == before["post_flow/client.py"] + "# edited\n"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ name }}", "does not begin with its view"),
        ("{#- view: a.B -#}{{ name | upper }}", "Filter"),
        ("{#- view: a.B -#}{% for x in y %}{{ loop.index }}{% endfor %}", "Name"),
        ("{#- view: a.B -#}{% if x %}a{% else %}b{% endif %}", "If"),
    ],
)
def test_templates_with_logic_are_refused(tmp_path: Path, template: str, said: str) -> None:
    """Templates that cannot be compiled are refused."""
    (tmp_path / "x.py.jinja").write_text(template, "utf-8")
    with pytest.raises(NotImplementedError, match=said):
        compile_templates(tmp_path)


def test_generating_needs_no_jinja(tmp_path: Path) -> None:
    """Generating does not load Jinja, which would take longer than everything else."""
    program = (
        "import sys; from stubwright.__main__ import main; code = main(sys.argv[1:]);"
        " print(code, sorted(name for name in sys.modules if name in ('jinja2', 'markupsafe')))"
    )
    words = ["generate", str(POSTFLOW), "-o", str(tmp_path / "made"), "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0 []\n"
