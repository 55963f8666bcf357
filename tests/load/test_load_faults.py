"""Documents that cannot be read are refused in time, with a code and a position."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest

from stubwright.base.diagnostics import FatalError, Severity
from stubwright.load import load
from stubwright.load.read_text import read_text

MEGA = 1_000_000


def refused(data: str | bytes) -> tuple[str, int | None, int | None]:
    """Return code, line and column of a refusal."""
    given = data.encode() if isinstance(data, str) else data
    with pytest.raises(FatalError) as stopped:
        read_text(given, "file:///a")
    (fault,) = stopped.value.diagnostics
    assert fault.severity is Severity.ERROR
    assert fault.message
    assert fault.hint
    return fault.code, fault.line, fault.column


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "document-empty", None, None),
        (" \n\t\n", "document-empty", None, None),
        ("# nothing\n", "document-empty", None, None),
        ("a: 1\nb: [\n", "document-syntax", 2, 5),
        ("a: b: c\n", "document-syntax", 1, 5),
        ("a:\n\tb: 1\n", "document-syntax", 2, 1),
        ("é: x\nb: '\x01'\n", "document-syntax", 2, 5),
        ('{"a": 1\n "b": 2}', "document-syntax", 2, 2),
        ('{"a": 1} x', "document-syntax", 1, 10),
        ('{"a": NaN}', "document-number", 1, 7),
        ('{"a":\n -Infinity}', "document-number", 2, 2),
        ('{"a": 1, "b": {"c": 1,\n"c": 2}}', "document-duplicate-key", 2, 1),
        ('{"a": 1, "\\u0061": 2}', "document-duplicate-key", 1, 10),
        ("a: 1\nb: 2\na: 3\n", "document-duplicate-key", 3, 1),
        ("200: a\n'200': b\n", "document-duplicate-key", 2, 1),
        ("{a: {b: 1, b: 2}}", "document-duplicate-key", 1, 12),
        ("a: {{ b }}", "document-key", 1, 5),
        ("? [a]\n: b\n", "document-key", 1, 3),
        ("a: 1\n---\nb: 2\n", "document-several", 2, 1),
        ("a: *b\n", "document-alias", 1, 4),
        ("a: &a [*a]\n", "document-alias", 1, 8),
    ],
)
def test_invalid_documents_are_refused(
    text: str, code: str, line: int | None, column: int | None
) -> None:
    """Each fault is reported at its place."""
    assert refused(text) == (code, line, column)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"a: 1\nb: \xe9\n", 2, 4),
        ("é: ".encode() + b"\xff", 1, 4),
        (b"\xff\xfea\x00\n\x00\x00\xd8", 2, 1),
        (b"a: \xc3", 1, 4),
    ],
)
def test_wrong_encoding(data: bytes, line: int, column: int) -> None:
    """The first invalid byte is reported."""
    assert refused(data) == ("document-encoding", line, column)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    """UTF-8 is read, and encodings with a byte order mark or zero bytes as in JSON."""
    assert read_text('{"é": 1}'.encode(encoding), "file:///a")[0] == {"é": 1}


HOSTILE = {
    "brackets": lambda: "[" * (50 * MEGA),
    "objects": lambda: '{"a":' * (10 * MEGA),
    "empty lists": lambda: f"[{'[],' * (16 * MEGA)}[]]",
    "deep json": lambda: "[" * 500 + "]" * 500,
    "just too deep": lambda: "[" * 201 + "]" * 201,
    "yaml brackets": lambda: f"a: {'[' * (50 * MEGA)}",
    "yaml dashes": lambda: "- " * (25 * MEGA),
    "yaml blocks": lambda: "\n".join(f"{' ' * depth}a:" for depth in range(3000)),
    "yaml questions": lambda: "? " * (25 * MEGA),
    "bomb": lambda: (
        "a0: &a0 [x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    ),
    "merge bomb": lambda: (
        f"a0: &a0 {{{', '.join(f'k{n}: 1' for n in range(2000))}}}\n"
        + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}}}\n" for n in range(1, 3000))
    ),
    "alias ladder": lambda: (
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 400))
    ),
    "long integer": lambda: f'{{"a": {"1" * (10 * MEGA)}}}',
    "long yaml integer": lambda: f"a: {'1' * (10 * MEGA)}",
    "long hexadecimal": lambda: f"a: 0x{'f' * (10 * MEGA)}",
    "zeros": lambda: "\0" * (50 * MEGA),
    "open text": lambda: '{"a": "' + "x" * (50 * MEGA),
    "long tag": lambda: f"a: !{'a' * MEGA} x\n{{",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused(name: str, tmp_path: Path) -> None:
    """A hostile text is refused within seconds, with a short message."""
    path = tmp_path / "a"
    path.write_text(HOSTILE[name](), encoding="utf-8")
    start = time.monotonic()
    with pytest.raises(FatalError) as stopped:
        load(str(path))
    assert time.monotonic() - start < 20
    assert len(str(stopped.value)) < 300


def test_the_maximum_depth_is_accepted() -> None:
    """The limit is 200 levels, and 200 are read."""
    for text in ("[" * 200 + "]" * 200, "x: " + "[" * 199 + "]" * 199):
        read_text(text.encode(), "file:///a")


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is reported, with a suggestion."""
    (tmp_path / "petstore.yaml").write_text("a: 1")
    with pytest.raises(FatalError) as stopped:
        load(str(tmp_path / "petsore.yaml"))
    (fault,) = stopped.value.diagnostics
    assert fault.code == "document-missing"
    assert fault.hint == "did you mean 'petstore.yaml'?"


@pytest.mark.parametrize("source", ["", ".", "\0", "a/b/c", "x" * 5000, "file://elsewhere/a.yaml"])
def test_any_source_results_in_a_diagnostic(source: str) -> None:
    """Any string as a path results in a diagnostic."""
    with pytest.raises(FatalError) as stopped:
        load(source)
    assert stopped.value.diagnostics[0].code in {"document-missing", "document-unreadable"}


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input; it has no folder for relative references."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{$ref: a.yaml#/b}")))
    documents = load("-")
    assert documents.by_uri[documents.root].name == "<stdin>"
    assert [fault.code for fault in documents.refused.values()] == ["ref-not-allowed"]
