"""The programs of the generated README run as they are, with the committed package."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from places import REPOSITORY
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

GENERATED = REPOSITORY / "generated"
RUNNER = REPOSITORY / "tests" / "support" / "run_programs.py"


def ran(programs: list[str], answers: dict[str, Any], folder: Path) -> list[dict[str, str]]:
    """Run programs against a table of responses; the credential is in the environment."""
    (folder / "answers.json").write_text(json.dumps(answers), "utf-8")
    given = [
        {"name": f"program {number}", "folder": str(GENERATED), "code": code}
        for number, code in enumerate(programs)
    ]
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(folder / "answers.json")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "POSTFLOW_TOKEN": "t"},
    )
    results: list[dict[str, str]] = json.loads(done.stdout)
    return results


def test_the_programs_of_the_readme_run(example: Any, tmp_path: Path) -> None:
    """Each program is complete: it imports what it uses, and prints the metrics."""
    text = (GENERATED / "README.md").read_text("utf-8")
    programs = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    answer = [200, {"content-type": "application/json"}, json.dumps(example)]
    results = ran(programs, {"GET /v1/posts/post_id/metrics": answer}, tmp_path)
    assert len(results) == 4
    for each in results:
        assert not each["fault"], each["fault"]
        assert each["printed"].startswith("[PostMetricData("), each["name"]


DOCUMENT = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example"}]
paths:
  /old: {get: {operationId: old, tags: [pets], deprecated: true, responses: {"204": {description: x}}}}
  /pets:
    post: {operationId: add, tags: [pets], summary: SUMMARY, responses: {"204": {description: x}}}
    get: {operationId: all, tags: [pets], summary: LONG, responses: {"204": {description: x}}}
"""


def test_a_simple_call_and_short_summaries(tmp_path: Path) -> None:
    """The example is a current operation that reads; of a long summary, the first sentences are shown."""
    text = DOCUMENT.replace("SUMMARY", "Add a pet. " + "It is kept. " * 20)
    (tmp_path / "openapi.yaml").write_text(text.replace("LONG", "pets and " * 30), "utf-8")
    options = Options(package="shop", project=True)
    readme = generate(load(str(tmp_path / "openapi.yaml")), options, {}).files["README.md"]
    assert "    print(client.pets.all())\n" in readme
    assert "client.pets.old" not in readme
    rows = {line.split("`")[1]: line for line in readme.splitlines() if line.startswith("| `")}
    assert rows["add"] == f"| `add` | Add a pet. {'It is kept. ' * 12}|"
    assert rows["all"] == f"| `all` | {'pets and ' * 17}pets ... |"
