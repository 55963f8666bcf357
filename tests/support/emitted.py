"""PostFlow's package as the working tree emits it now."""

from __future__ import annotations

import shutil
from pathlib import Path

from cases import call
from places import REPOSITORY

CONFIGURATION = """\
document = "spec/postflow.yaml"
output = "generated"
package = "postflow"
project = true
testing = true
"""


def emit_postflow(folder: Path) -> Path:
    """Generate PostFlow's project below a folder; return the project's folder."""
    shutil.copytree(REPOSITORY / "spec", folder / "spec")
    (folder / "stubwright.toml").write_text(CONFIGURATION, "utf-8")
    code, _, talk = call(["generate"], folder=folder)
    assert code == 0, talk
    return folder / "generated"
