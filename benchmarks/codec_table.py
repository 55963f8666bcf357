"""Time codecs beside each other: generate their models, then run `codecs.py` with and without msgspec."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from peers import BUILD, PYTHON
from processes import spend
from tables import Table, say

CODECS = {
    "json": "json of the standard library, without types",
    "ours": "Stubwright",
    "ours, msgspec": "Stubwright, msgspec installed",
    "msgspec": "msgspec",
    "pydantic": "pydantic",
    "mashumaro": "mashumaro",
    "cattrs": "cattrs",
    "opc": "openapi-python-client",
}


def codecs() -> tuple[Table, dict[str, dict[str, float]]]:
    """Return the table of codecs and their ratios to pydantic."""
    folder = BUILD / "codecs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    document = Path(__file__).with_name("posts.yaml")
    here = Path(sys.executable)
    ours = [here, "-m", "stubwright", "generate", document, "-o", folder, "-p", "ours", "-q"]
    client = PYTHON.with_name("openapi-python-client")
    peer = [
        client,
        "generate",
        "--path",
        document,
        "--meta",
        "none",
        "--output-path",
        folder / "opc",
    ]
    models = [
        here.with_name("datamodel-codegen"),
        "--input",
        document,
        "--input-file-type",
        "openapi",
    ]
    models += ["--snake-case-field", "--output-datetime-class", "datetime", "--no-formatters"]
    for command in (
        ours,
        peer,
        [*models, "--output", folder / "pydantic_models.py"],
        [
            *models,
            "--output",
            folder / "msgspec_models.py",
            "--output-model-type",
            "msgspec.Struct",
        ],
    ):
        assert not (fault := spend(command, folder).fault), fault
    found: dict[str, dict[str, float]] = {}
    for more, own in (([], "ours, msgspec"), (["--without-msgspec"], "ours")):
        say(f"codecs: {own}")
        words = [PYTHON, Path(__file__).with_name("codecs.py"), folder, *more]
        done = subprocess.run(map(str, words), capture_output=True, text=True, check=True)
        measured = json.loads(done.stdout.splitlines()[-1])
        unit = measured["pydantic"]
        for name, spent in measured.items():
            key = own if name == "ours" else name
            found[key] = {what: spent[what] / unit[what] for what in spent}
            found[key] |= {f"{what}, ms": spent[what] for what in spent}
    head = (
        "Codec",
        "Decode ÷ pydantic",
        "ms",
        "Encode ÷ pydantic",
        "Encode ÷ openapi-python-client",
        "ms",
    )
    table = Table("Decoding and encoding", head)
    for key, name in CODECS.items():
        one, other = found[key], found["opc"]
        figures = [f"{one['decode']:.2f}", f"{one['decode, ms']:.1f}", f"{one['encode']:.2f}"]
        figures += [f"{one['encode'] / other['encode']:.2f}", f"{one['encode, ms']:.1f}"]
        table.rows.append((name, *figures))
    return table, found
