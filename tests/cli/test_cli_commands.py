"""Other commands: output, reports and exit codes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import stubwright as public
from command import DOCUMENT, INTERRUPTED, process, stubwright
from stubwright import Options, Result, __version__


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    return tmp_path


def test_public_names() -> None:
    """Each public name can be imported, and `generate` is a function."""
    for name in dir(public):
        assert getattr(public, name) is not None
    assert callable(public.generate)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = public.nothing  # type: ignore[attr-defined]  # that is what is tested
    assert (Options().layout, Result.__name__) == ("auto", "Result")


def test_version_and_help(folder: Path) -> None:
    """The version and the help are printed to standard output, with exit code 0."""
    ran = stubwright("--version", cwd=folder)
    assert (ran.code, ran.out) == (0, f"stubwright {__version__}\n")
    for words in (["--help"], ["generate", "--help"], ["check", "--help"]):
        ran = stubwright(*words, cwd=folder)
        assert (ran.code, "usage: stubwright" in ran.out) == (0, True)


def test_standard_input(folder: Path) -> None:
    """A document can be read from standard input."""
    for command, code in (("check", 1), ("generate", 0), ("check", 0)):
        done = subprocess.run(
            [sys.executable, "-m", "stubwright", command, "-", "--output", "out"],
            cwd=folder,
            input=DOCUMENT,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
    assert (folder / "out" / "shop" / "models.py").is_file()


def test_inspect(folder: Path) -> None:
    """`inspect` prints the schemas and operations as JSON."""
    ran = stubwright("inspect", "shop.yaml", cwd=folder)
    facts = json.loads(ran.out)
    assert ran.code == 0
    assert len(facts["operations"]) == 1
    assert facts["schemas"]
    assert str(folder) not in ran.out


def test_explain(folder: Path) -> None:
    """`explain` prints a code's page, the list of codes, or a suggestion."""
    ran = stubwright("explain", "config-unknown-key", cwd=folder)
    assert ran.out.startswith("# config-unknown-key: ")
    assert "config-unknown-key: " in stubwright("explain", cwd=folder).out
    ran = stubwright("explain", "config-unknown-kay", cwd=folder)
    assert (ran.code, "did you mean 'config-unknown-key'?" in ran.err) == (2, True)


def test_report(folder: Path) -> None:
    """The report contains the number of operations and all diagnostics, also if the run fails."""
    (folder / "shop.yaml").write_text(DOCUMENT.replace("schemas/Pet'", "schemas/Pot'"))
    assert stubwright("generate", "shop.yaml", "--report", "r.json", cwd=folder).code == 0
    report = json.loads((folder / "r.json").read_text())
    assert (report["operations"]["declared"], report["operations"]["emitted"]) == (1, 1)
    assert "ref-not-found" in {one["code"] for one in report["diagnostics"]}
    assert stubwright("generate", "none.yaml", "--report", "r.json", cwd=folder).code == 2
    report = json.loads((folder / "r.json").read_text())
    assert [one["code"] for one in report["diagnostics"]] == ["document-missing"]


def test_quiet(folder: Path) -> None:
    """With --quiet, only errors are printed."""
    (folder / "shop.yaml").write_text(DOCUMENT.replace("schemas/Pet'", "schemas/Pot'"))
    ran = stubwright("generate", "shop.yaml", "--quiet", cwd=folder)
    assert (ran.code, ran.err, ran.out) == (0, "", "")
    assert stubwright("check", "shop.yaml", "-q", cwd=folder).err == ""
    assert "document-missing" in stubwright("generate", "none.yaml", "-q", cwd=folder).err


def test_color(folder: Path) -> None:
    """Colours are used on terminals or on request."""
    assert "\x1b[" not in stubwright("generate", "none.yaml", cwd=folder).err
    assert "\x1b[" in stubwright("generate", "none.yaml", "--color=always", cwd=folder).err
    ran = stubwright("diff", "shop.yaml", "--color", "always", cwd=folder)
    assert "\x1b[32m+" in ran.out


def test_errors_in_formats(folder: Path) -> None:
    """Errors have the requested format, including those in the arguments."""
    ran = stubwright("generate", "none.yaml", "--format", "json", cwd=folder)
    assert json.loads(ran.out)["diagnostics"][0]["code"] == "document-missing"
    ran = stubwright("generate", "--nonsense", "--format=json", cwd=folder)
    assert json.loads(ran.out)["diagnostics"][0]["code"] == "wrong-arguments"
    ran = stubwright("generate", "none.yaml", "--format", "github", cwd=folder)
    assert ran.out.startswith("::error ")


def test_bug(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug ends with exit code 3 and a request for a report; the traceback is printed on request."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr("stubwright.workflow.generate_target.generate", broken)
    ran = stubwright("generate", "shop.yaml", cwd=folder)
    assert ran.code == 3
    assert ran.err.startswith("internal error: RuntimeError at test_cli_commands.py")
    assert "Traceback" not in ran.err
    assert "Traceback" in stubwright("generate", "shop.yaml", "--debug", cwd=folder).err


def test_interrupt(folder: Path) -> None:
    """An interrupt ends with exit code 130 and one word."""
    with subprocess.Popen(
        [*INTERRUPTED, "generate", "-"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin
        assert running.stderr
        # It waits for its input once the pipe has been opened and everything was imported.
        time.sleep(2)
        running.send_signal(signal.SIGINT)
        words = running.stderr.read()
        running.stdin.close()
        assert running.wait() == 130
    assert words == b"interrupted\n"


def test_closed_pipe(folder: Path) -> None:
    """A pipe that is closed early ends the run without a message."""
    assert stubwright("generate", "shop.yaml", "--output", "old", cwd=folder).code == 0
    with subprocess.Popen(
        [sys.executable, "-m", "stubwright", "diff", "shop.yaml", "--output", "new"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


def test_narrow_terminal_encoding(folder: Path) -> None:
    """A character that the terminal cannot show is escaped."""
    (folder / "shop.yaml").write_text(
        DOCUMENT.replace("getPet", "getPet\n      summary: Ein Kätzchen")
    )
    ran = process("diff", "shop.yaml", cwd=folder, PYTHONIOENCODING="ascii")
    assert ran.code == 1
    assert "K\\xe4tzchen" in ran.out


def test_without_standard_input(folder: Path) -> None:
    """A process without standard input reads an empty document."""
    words = [sys.executable, "-m", "stubwright", "generate", "-"]
    # Only a shell can start it so.
    ran = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *words], cwd=folder, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (
        2,
        b"<stdin>:1:1: error[document-empty]: the document is empty",
    )


@pytest.mark.parametrize("command", ["inspect", "diff"])
def test_standard_output_that_cannot_be_written(folder: Path, command: str) -> None:
    """A full device is the user's error, whether the output is buffered or not."""
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "stubwright", command, "shop.yaml"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (
        2,
        b"error: standard output cannot be written: No space left on device\n",
    )


@pytest.mark.parametrize("closed", ["1", "2"])
def test_without_standard_output_or_standard_error(folder: Path, closed: str) -> None:
    """A process without a stream runs as if nobody read it."""
    words = [sys.executable, "-m", "stubwright", "generate", "shop.yaml"]
    ran = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *words],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, b"Traceback" in ran.stderr) == (0, False)
    assert (folder / "shop" / "client.py").is_file()


def test_report_of_inspect(folder: Path) -> None:
    """The report of `inspect` lists what its output only counts."""
    (folder / "shop.yaml").write_text(DOCUMENT + "x-a: &a {b: 1}\nx-c: {<<: *a}\n")
    ran = stubwright("inspect", "shop.yaml", "--report", "report.json", cwd=folder)
    assert (ran.code, ran.err) == (0, "1 note; --show notes lists them\n")
    (note,) = json.loads((folder / "report.json").read_text())["diagnostics"]
    assert note["code"] == "yaml-merge"


def test_explain_says_whether_and_why_an_operation_paginates(tmp_path: Path) -> None:
    """An operation is found by its id, its method and path, or its call; without pagination, the reason is shown."""
    page = {"schema": {"type": "object", "properties": {"data": {"type": "array"}}}}
    page["schema"]["properties"]["next_cursor"] = {"type": "string"}  # type: ignore[index]
    responses = {"200": {"description": "x", "content": {"application/json": page}}}

    def listing(name: str, parameter: str, kind: str) -> dict[str, object]:
        parameters = [{"name": parameter, "in": "query", "schema": {"type": kind}}]
        return {"get": {"operationId": name, "parameters": parameters, "responses": responses}}

    paths = {
        "/pets": listing("listPets", "cursor", "string"),
        "/cats": listing("listCats", "page", "integer"),
    }
    info = {"title": "shop", "version": "1"}
    document = tmp_path / "shop.json"
    document.write_text(json.dumps({"openapi": "3.1.0", "info": info, "paths": paths}))
    for asked in ("listPets", "GET /pets", "client.pets.list_pets", "pets.list_pets"):
        ran = stubwright("explain", asked, "shop.json", cwd=tmp_path)
        assert ran.code == 0, ran.err
        assert "iterate: client.pets.iter_pets" in ran.out
        assert "pagination: cursor, by the parameter cursor and the member next_cursor" in ran.out
    ran = stubwright("explain", "get /cats", "shop.json", cwd=tmp_path)
    assert "does not paginate: the parameter page does not document the number" in ran.out
    assert "the member next_cursor of the response (string) matches no parameter" in ran.out
    ran = stubwright("explain", "GET /dogs", "shop.json", cwd=tmp_path)
    assert (ran.code, "no message code or operation is called" in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == [document]
