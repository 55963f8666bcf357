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


HEAD = (
    "Codec",
    "Decode ÷ pydantic",
    "ms",
    "Encode ÷ pydantic",
    "Encode ÷ openapi-python-client",
    "ms",
)


def codecs() -> tuple[Table, dict[str, dict[str, float]]]:
    """Return the table of codecs and their ratios to pydantic."""
    folder = BUILD / "codecs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for command in generating(folder):
        assert not (fault := spend(command, folder).fault), fault
    found = measured(folder)
    table = Table("Decoding and encoding", HEAD)
    for key, name in CODECS.items():
        one, other = found[key], found["opc"]
        figures = [f"{one['decode']:.2f}", f"{one['decode, ms']:.1f}", f"{one['encode']:.2f}"]
        figures += [f"{one['encode'] / other['encode']:.2f}", f"{one['encode, ms']:.1f}"]
        table.rows.append((name, *figures))
    return table, found


def generating(folder: Path) -> list[list[str | Path]]:
    """Return the commands that generate the models of each library."""
    document = Path(__file__).with_name("posts.yaml")
    here = Path(sys.executable)
    client = PYTHON.with_name("openapi-python-client")
    peer = ["generate", "--path", document, "--meta", "none", "--output-path", folder / "opc"]
    models = [here.with_name("datamodel-codegen"), "--input", document, "--input-file-type"]
    models += ["openapi", "--snake-case-field", "--output-datetime-class", "datetime"]
    models += ["--no-formatters", "--output"]
    structs = [folder / "msgspec_models.py", "--output-model-type", "msgspec.Struct"]
    return [
        [here, "-m", "stubwright", "generate", document, "-o", folder, "-p", "ours", "-q"],
        [client, *peer],
        [*models, folder / "pydantic_models.py"],
        [*models, *structs],
    ]


def measured(folder: Path) -> dict[str, dict[str, float]]:
    """Return milliseconds and ratios to pydantic of each codec, ours with and without msgspec."""
    found: dict[str, dict[str, float]] = {}
    for more, own in (([], "ours, msgspec"), (["--without-msgspec"], "ours")):
        say(f"codecs: {own}")
        words = [PYTHON, Path(__file__).with_name("codecs.py"), folder, *more]
        done = subprocess.run(map(str, words), capture_output=True, text=True, check=True)
        spent_by = json.loads(done.stdout.splitlines()[-1])
        unit = spent_by["pydantic"]
        for name, spent in spent_by.items():
            key = own if name == "ours" else name
            found[key] = {what: spent[what] / unit[what] for what in spent}
            found[key] |= {f"{what}, ms": spent[what] for what in spent}
    return found
