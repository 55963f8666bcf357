"""The text of diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from stubwright.base.diagnostics import Diagnostic, Severity
from stubwright.base.place import Place
from stubwright.load import load
from stubwright.report import render_github, render_json, render_text
from stubwright.types.documents import Documents, Unreadable

TEXT = """\
openapi: 3.1.0
paths:
  /pets:
    get: {$ref: '#/components/Pots'}
x-日本: "tab\there"
"""


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    """Load a small document."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/a.yaml").write_text(TEXT, encoding="utf-8")
    return load(str(tmp_path / "spec/a.yaml"), project=tmp_path)


def fault(
    documents: Documents,
    pointer: str | None,
    *,
    code: str = "ref-not-found",
    severity: Severity = Severity.WARNING,
    message: str = "nothing stands at '#/components/Pots'",
    hint: str = "did you mean '#/components/Pets'?",
) -> Diagnostic:
    """Make a diagnostic."""
    place = None if pointer is None else Place(documents.root, pointer)
    return Diagnostic(code=code, severity=severity, message=message, place=place, hint=hint)


REF = "/paths/~1pets/get/$ref"


def test_diagnostics_have_an_excerpt_and_a_hint(documents: Documents) -> None:
    """File, line and column, severity and code, the line, a caret, a hint."""
    assert render_text([fault(documents, REF)], documents, color=False) == (
        "spec/a.yaml:4:11: warning[ref-not-found]: nothing stands at '#/components/Pots'\n"
        "     4 |     get: {$ref: '#/components/Pots'}\n"
        "       |           ^\n"
        "  hint: did you mean '#/components/Pets'?\n"
    )


def test_colors_only_add_escapes(documents: Documents) -> None:
    """Without its escape sequences, the coloured text equals the plain one."""
    colored = render_text([fault(documents, REF)], documents, color=True)
    assert "\x1b[1;33mwarning[ref-not-found]\x1b[0m" in colored
    for style in ("1", "1;33", "1;31", "1;32", "34", "0"):
        colored = colored.replace(f"\x1b[{style}m", "")
    assert colored == render_text([fault(documents, REF)], documents, color=False)


def test_diagnostics_are_sorted_and_limited(documents: Documents) -> None:
    """They are in the order of the text, without duplicates, five per code; notes are only counted."""
    many = [fault(documents, "/openapi", message=f"m{number}", hint="") for number in range(9)]
    first = fault(
        documents, None, code="config-wrong", severity=Severity.ERROR, message="x", hint=""
    )
    note = fault(documents, "", severity=Severity.NOTE)
    text = render_text([*many, *many, note, first], documents, color=False)
    heads = [line for line in text.splitlines() if not line.startswith(" ")]
    assert heads == [
        "error[config-wrong]: x",
        *(f"spec/a.yaml:1:1: warning[ref-not-found]: m{number}" for number in range(5)),
        "... and 4 more of ref-not-found; --show notes and --report list all",
        "1 note; --show notes lists them",
    ]


def test_terminal_is_safe(documents: Documents) -> None:
    """No control character of a document reaches the terminal."""
    evil = fault(documents, "/openapi", message="\x1b[2J\r\u202e\ud83d\u2028x", hint="\x07\x9b1m")
    text = render_text([evil], documents, color=False)
    assert "\\x1b[2J\\x0d\\u202e\\ud83d\\u2028x" in text
    assert "\\x07\\x9b1m" in text
    text.encode()
    assert all(char == "\n" or char.isprintable() for char in text)


def test_wide_characters_and_tabs(documents: Documents) -> None:
    """The caret is below its character, also after wide ones."""
    one = Diagnostic(
        code="c",
        severity=Severity.WARNING,
        message="m",
        place=Place(documents.root),
        line=5,
        column=7,
    )
    lines = render_text([one], documents, color=False).splitlines()
    assert lines[1] == '     5 | x-日本: "tab here"'
    assert lines[2] == "       |         ^"


def test_long_lines_are_truncated(tmp_path: Path) -> None:
    """Of a minified document, only the surroundings are shown."""
    path = tmp_path / "a.json"
    path.write_text(f'{{"a": "{"x" * 5000}", "b": 1, "c": "{"y" * 5000}"}}')
    documents = load(str(path), project=tmp_path)
    _, line, caret = render_text([fault(documents, "/b", hint="")], documents).splitlines()
    assert len(line) < 130
    assert line[caret.index("^") :].startswith('"b": 1')


def test_an_unreadable_document_is_quoted(tmp_path: Path) -> None:
    """A text that could not be parsed is quoted as well."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\nb: \xe9 x\n")
    with pytest.raises(Unreadable) as stopped:
        load(str(path), project=tmp_path)
    assert render_text(stopped.value.diagnostics, stopped.value.documents) == (
        "a.yaml:2:4: error[document-encoding]: the text is not UTF-8: byte 8 is 0xe9\n"
        "     2 | b: \ufffd x\n"
        "       |    ^\n"
        "  hint: save the file as UTF-8\n"
    )


def test_json(documents: Documents) -> None:
    """The JSON has every diagnostic, including notes, as an object."""
    found = render_json(
        [fault(documents, REF), fault(documents, None, severity=Severity.NOTE, hint="")], documents
    )
    assert found == [
        {
            "code": "ref-not-found",
            "severity": "note",
            "file": None,
            "pointer": None,
            "line": None,
            "column": None,
            "message": "nothing stands at '#/components/Pots'",
            "hint": None,
        },
        {
            "code": "ref-not-found",
            "severity": "warning",
            "file": "spec/a.yaml",
            "pointer": REF,
            "line": 4,
            "column": 11,
            "message": "nothing stands at '#/components/Pots'",
            "hint": "did you mean '#/components/Pets'?",
        },
    ]


def test_github(documents: Documents) -> None:
    """GitHub's workflow commands are escaped as by its toolkit."""
    one = fault(documents, REF, message="100%, a::b\nc", hint="")
    other = fault(documents, None, severity=Severity.ERROR, message="m", hint="h")
    assert render_github([one, other], documents) == (
        "::error title=ref-not-found::m%0Ah\n"
        "::warning file=spec/a.yaml,line=4,col=11,title=ref-not-found::100%25, a::b%0Ac\n"
    )


def test_notes_by_code(documents: Documents) -> None:
    """`--show notes` has each code once, the most frequent first, with its first example; the summary lists losses."""
    told = [
        ("union-approximated", "u0"),
        ("union-approximated", "u1"),
        ("union-approximated", "u2"),
    ]
    notes = [
        Diagnostic(code=code, severity=Severity.NOTE, message=message)
        for code, message in (*told, ("format-ignored", "f"))
    ]
    text = render_text(notes, documents, notes=True)
    assert text == (
        "note[union-approximated]: u0\n"
        "  ... and 2 more of union-approximated\n"
        "note[format-ignored]: f\n"
    )
    assert (
        render_text(notes, documents) == "3 unions approximated, 4 notes; --show notes lists them\n"
    )
