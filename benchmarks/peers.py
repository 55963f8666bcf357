"""The generators that are measured, and where they are installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
BUILD = REPOSITORY / "build" / "benchmarks"
VENV = BUILD / "peers"
PYTHON = VENV / "bin/python"
NODE = BUILD / "node"
NEEDS = (
    "openapi-python-client",
    "openapi-generator-cli",
    "cattrs",
    "httpx2>=2,<3",
    "mashumaro",
    "msgspec",
    "pydantic>=2",
    "python-dateutil",
)
NAMES = (
    "openapi-python-client", "openapi-generator-cli", "cattrs", "mashumaro", "msgspec", "pydantic",
)  # fmt: skip
NO_HOOKS = BUILD / "no-hooks.json"
DOTTED = ("stripe",)
"""Documents whose components have dots in their names: datamodel-code-generator wants a folder for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A generator: its command, and the Python that imports what it emits, if that is Python."""

    name: str
    command: Callable[[Path, Path], Sequence[str | Path]]
    python: Path | None = None


def install() -> None:
    """Install what is missing."""
    BUILD.mkdir(parents=True, exist_ok=True)
    NO_HOOKS.write_text(json.dumps({"post_hooks": []}), "utf-8")
    if not (VENV / ".installed").exists():
        print(f"installing {', '.join(NEEDS)}", file=sys.stderr)
        venv.create(VENV, with_pip=True, clear=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", *NEEDS], check=True)
        (VENV / ".installed").touch()
    if not (NODE / "node_modules").exists() and shutil.which("npm"):
        words = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(NODE)]
        subprocess.run([*words, "openapi-typescript@7"], check=True)


def tools() -> list[Tool]:
    """Return ours and the peers that can run here."""
    here = Path(sys.executable)
    found = [
        Tool(name="Stubwright", command=_ours, python=here),
        Tool(name="openapi-python-client, without hooks", command=_opc_plain, python=PYTHON),
        Tool(name="openapi-python-client", command=_opc, python=PYTHON),
        Tool(name="datamodel-code-generator, without formatters", command=_dcg_plain, python=here),
        Tool(name="datamodel-code-generator", command=_dcg, python=here),
    ]
    if (NODE / "node_modules").exists():
        found.append(Tool(name="openapi-typescript", command=_typescript))
    if shutil.which("java"):
        found.append(Tool(name="OpenAPI Generator, python", command=_jar))
    return found


def versions() -> str:
    """Return the versions of what is measured."""
    found: dict[str, str] = {}
    for each in (Path(sys.executable), PYTHON):
        words = [str(each), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        found.update({one["name"]: one["version"] for one in json.loads(done.stdout)})
    told = [f"{name} {found[name]}" for name in ("stubwright", "datamodel-code-generator", *NAMES)]
    package = NODE / "node_modules/openapi-typescript/package.json"
    if package.is_file():
        told.append(f"openapi-typescript {json.loads(package.read_text('utf-8'))['version']}")
    return ", ".join(told)


def _ours(document: Path, folder: Path) -> Sequence[str | Path]:
    words = ["-m", "stubwright", "generate", document, "-o", folder, "-p", "made", "--quiet"]
    return [sys.executable, *words]


def _opc(document: Path, folder: Path) -> Sequence[str | Path]:
    words = ["generate", "--path", document, "--meta", "none", "--output-path", folder / "made"]
    # Its hooks are ruff, which came with it and is looked for in PATH.
    path = f"PATH={VENV / 'bin'}:/usr/bin:/bin"
    return ["env", path, VENV / "bin/openapi-python-client", *words]


def _opc_plain(document: Path, folder: Path) -> Sequence[str | Path]:
    return [*_opc(document, folder), "--config", NO_HOOKS]


def _dcg(document: Path, folder: Path) -> Sequence[str | Path]:
    dotted = document.stem.startswith(DOTTED)
    target = folder / ("made" if dotted else "made.py")
    words = ["--input", document, "--output", target]
    words += ["--input-file-type", "openapi", "--output-model-type", "dataclasses.dataclass"]
    return [Path(sys.executable).with_name("datamodel-codegen"), *words]


def _dcg_plain(document: Path, folder: Path) -> Sequence[str | Path]:
    return [*_dcg(document, folder), "--no-formatters"]


def _typescript(document: Path, folder: Path) -> Sequence[str | Path]:
    return [NODE / "node_modules/.bin/openapi-typescript", document, "-o", folder / "made.ts"]


def _jar(document: Path, folder: Path) -> Sequence[str | Path]:
    (jar,) = VENV.glob("lib/python3*/site-packages/openapi_generator_cli/openapi-generator.jar")
    words = ["generate", "-g", "python", "-i", document, "-o", folder, "--package-name", "made"]
    return ["java", "-jar", jar, *words, "--skip-validate-spec"]
