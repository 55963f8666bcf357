"""Lines that are too long are split like black does, without black."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import black
import pytest

from stubwright.backends.dataclasses.formatting import breaking
from stubwright.backends.dataclasses.formatting.docstrings import filled
from stubwright.backends.dataclasses.formatting.layout import (
    annotated,
    bracket,
    lay_out,
    parameter,
    stable,
)
from stubwright.backends.dataclasses.formatting.literals import prose

LONG = "CodeSecurityConfigurationSecretScanningReviewersItem"
HUGE = "CustomerBalanceResourceCashBalanceResourceFundedTransactionResourceBankTransfers"


@pytest.mark.parametrize(
    "line",
    [
        f"reviewers: list[{LONG}{LONG[:20]}] | None = None",
        f"reviewers: list[m.{LONG}] | m.{LONG} | None | Unset = UNSET",
        f"rules: list[{LONG} | {LONG}Other | UnknownValue] | None = None",
        f"digests: dict[str, list[{LONG}] | {LONG}[str]]",
        f"Rules: TypeAlias = list[m.{LONG} | Literal['x'] | None]".replace("'", '"'),
        f"Rules: TypeAlias = dict[str, m.{LONG} | m.{LONG}Item]",
        "additional: Annotated[dict[str, Any], Extra] = field(default_factory=dict[str, Any], kw=1)",
        'VERIFICATION_DOCUMENT_NATIONALITY_MISMATCH = "verification_document_nationality_mismatch"',
        f"transfer: m.{HUGE[:80]}",
        f"pair: tuple[{LONG}, {LONG}]",
    ],
)
def test_lines_are_split_like_black(line: str) -> None:
    """Each known form has exactly the format of black."""
    assert breaking.width(line) > breaking.WIDTH
    laid = breaking.broken(line)
    assert f"{laid}\n" == black.format_str(f"{line}\n", mode=black.Mode())


@pytest.mark.parametrize("result", ["{0}", "Paginator[{0}, list[{0}]]", "list[{0}]"])
def test_signature_ends_are_split_like_black(result: str) -> None:
    """The end of a signature has a separate rule."""
    line = f") -> {result.format(LONG * 2 if result == '{0}' else LONG + LONG[:30])}:"
    laid = breaking.broken(line)
    whole = black.format_str(
        f"def f(\n    self,\n    x: int,\n{line}\n    pass\n", mode=black.Mode()
    )
    assert f"def f(\n    self,\n    x: int,\n{laid}\n    pass\n" == whole


@pytest.mark.parametrize("name", [60, 78, 79, 80, 81, 90])
@pytest.mark.parametrize("result", [30, 60, 74, 75, 76, 77, 86, 100])
def test_properties_are_split_like_black(name: int, result: int) -> None:
    """A name or a return type that is too long by itself changes nothing else."""
    line = f"    def {'a' * name}(self) -> e.{'B' * result}:"
    laid = f"class A:\n{breaking.broken(line)}\n        pass\n"
    assert laid == black.format_str(f"class A:\n{line}\n        pass\n", mode=black.Mode())


@pytest.mark.parametrize("line", ['x: Literal["a\\"b"]', "x: (1 + 2)", "x = [1, 2]", "x: a]"])
def test_unknown_forms_are_unchanged(line: str) -> None:
    """Unknown forms are not changed."""
    long = line + " " * 60 + "# " + "x" * 60
    assert breaking.broken(long) == long


NAMES = ["B" * 30, "m." + "B" * 30, "B" * 80, "m." + "B" * 70, "m." + "B" * 80]
TYPES = [
    *([name] for name in NAMES),
    *([f"list[{name}]"] for name in NAMES),
    *([f"Sequence[{name}]", "None"] for name in NAMES),
    ["dict[str, Any]"],
    ["m.X", "int"],
    ["m." + "B" * 40, "m." + "C" * 40],
    ["m." + "B" * 80, "None"],
    ["list[dict[str, m." + "B" * 60 + "]]", "None"],
    ["dict[str, m." + "B" * 80 + "]"],
    ["Literal[" + ", ".join(f'"{one}"' for one in ("a", "b" * 40, "c" * 40)) + "]"],
    ['Literal["' + "a" * 90 + '"]', "str", "None"],
    ["list[m." + "B" * 60 + " | m." + "C" * 30 + "]", "None"],
    ["Annotated[list[m." + "B" * 50 + '], Form("x")]', "None"],
]


def _left(text: str) -> str:
    return black.format_str(text, mode=black.Mode())


@pytest.mark.parametrize("length", [3, 70, 74])
@pytest.mark.parametrize("parts", TYPES, ids=" | ".join)
def test_aliases_have_the_format_of_black(length: int, parts: list[str]) -> None:
    """Aliases have the format of black, also if the name is nearly as long as a line."""
    head = f"{'N' * length}: TypeAlias = "
    assert f"{stable(annotated(head, parts, ''))}\n" == _left(f"{head}{' | '.join(parts)}\n")


@pytest.mark.parametrize("length", [3, 60])
@pytest.mark.parametrize("tail", ["", " = None"])
@pytest.mark.parametrize("parts", TYPES, ids=" | ".join)
def test_fields_have_the_format_of_black(length: int, tail: str, parts: list[str]) -> None:
    """Fields with and without a default have the format of black."""
    head = f"{'n' * length}: "
    laid = annotated(head, parts, tail, 4)
    assert f"class A:\n    {laid}\n" == _left(f"class A:\n    {head}{' | '.join(parts)}{tail}\n")


@pytest.mark.parametrize("length", [3, 80])
@pytest.mark.parametrize("tail", ["", " = None"])
@pytest.mark.parametrize("parts", TYPES, ids=" | ".join)
def test_parameters_have_the_format_of_black(length: int, tail: str, parts: list[str]) -> None:
    """Parameters on separate lines have the format of black."""
    if tail and "None" not in parts:
        parts = [*parts, "None"]
    name, head = "n" * length, "class A:\n    def f(\n        self,\n        "
    end = ",\n    ) -> None:\n        pass\n"
    laid = parameter(name, parts, tail, 8)
    assert f"{head}{laid}{end}" == _left(f"{head}{name}: {' | '.join(parts)}{tail}{end}")


@pytest.mark.parametrize(("start", "length"), [("def ", 5), ("async def ", 80)])
@pytest.mark.parametrize("end", [":\n        return 1", ": ..."])
@pytest.mark.parametrize("parts", TYPES, ids=" | ".join)
def test_signatures_have_the_format_of_black(
    start: str, length: int, end: str, parts: list[str]
) -> None:
    """A long name alone is never split, a long return type at its end."""
    closing = f") -> {' | '.join(parts)}{end.partition(chr(10))[0]}"
    signature = bracket(f"{start}{'n' * length}(", ["self", "a: int"], closing)
    body = end[len(end.partition("\n")[0]) :]
    laid = f"class A:\n    {stable(lay_out(signature, 4), 4)}{body}\n"
    assert laid == _left(laid)


LONG_NAMES = {
    "openapi": "3.1.0",
    "info": {"title": "Names", "version": "1"},
    "paths": {
        f"/{'metadata-' * 7}{number}": {
            "put": {
                "operationId": f"put {'metadata classification ' * 3}{number}",
                "requestBody": {
                    "content": {kind: {"schema": {"type": "object"}} for kind in kinds}
                },
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": f"#/components/schemas/{'Resource' * 9}{number}"}
                            }
                        },
                    }
                },
            }
        }
        for number, kinds in enumerate(
            (
                ["application/json"],
                ["application/json", "multipart/form-data"],
                ["application/json-patch+json", "application/merge-patch+json"],
            )
        )
    },
    "components": {
        "schemas": {
            **{
                f"{'Resource' * 9}{number}": {
                    "type": "object",
                    "properties": {
                        "bank_transfer": {"$ref": f"#/components/schemas/{'Resource' * 9}1"}
                    },
                    "required": ["bank_transfer"],
                }
                for number in range(3)
            },
            **{
                f"{'Chunking' * 9}{'s' * more}": {
                    "oneOf": [
                        {"$ref": f"#/components/schemas/{'Resource' * 9}{one}"} for one in range(3)
                    ],
                    "discriminator": {"propertyName": "type"},
                }
                for more in (0, 1, 2, 8)
            },
            f"{'Free' * 18}": {"type": "object"},
        }
    },
}

_RUN = """
import sys
from stubwright.cli.run import run
code = run(["generate", "openapi.json", "-o", "out", "--quiet"])
assert code == 0, code
assert "black" not in sys.modules
"""


def test_black_is_not_imported_to_generate(tmp_path: Path) -> None:
    """Long names of types, fields, operations and aliases are formatted without black, in the same way."""
    (tmp_path / "openapi.json").write_text(json.dumps(LONG_NAMES), encoding="utf-8")
    subprocess.run([sys.executable, "-c", _RUN], cwd=tmp_path, check=True, timeout=120)
    emitted = sorted((tmp_path / "out").rglob("*.py"))
    assert any(len(line) > 88 for path in emitted for line in path.read_text().splitlines())
    for path in emitted:
        text = path.read_text(encoding="utf-8")
        assert _left(text) == text, path


@pytest.mark.parametrize(
    "text",
    [
        "word " * 40 + "end",
        "a" * 100 + " b " + "c" * 100,
        "- an item of a list with " + "many words " * 12 + "in it",
        "two  spaces " * 20,
        " leading and trailing " * 10,
        "tab\tand " * 20,
        "\u00fcml\u00e4ut " * 30 + "x",
        "x",
    ],
)
@pytest.mark.parametrize(("room", "first", "rest"), [(40, "", ""), (30, "    ", "        ")])
def test_text_is_wrapped_like_textwrap(text: str, room: int, first: str, rest: str) -> None:
    """The fast implementation and textwrap produce the same lines."""
    wanted = textwrap.wrap(
        text,
        room,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    assert filled(text, room, first, rest) == wanted


@pytest.mark.parametrize("text", ["", " ", " x", "x ", "a  b", "a <b> c", "a\nb", "plain words."])
def test_plain_prose_is_detected(text: str) -> None:
    """Prose that needs no change is detected."""
    assert prose(text) == prose(f"{text}\n")


@pytest.mark.parametrize("of", ["m.{}", "m.{} | m.Other", "list[m.{}]"])
def test_typed_calls_of_any_length_have_the_format_of_black(of: str) -> None:
    """A parser of webhooks compiles and has the format of black, whatever the length of its name and type."""
    for name in range(10, 76, 6):
        for inner in range(10, 72, 6):
            type_ = of.format("T" * inner)
            head = f"{'p' * name}: Incoming[{type_}] = Incoming("
            text = stable(lay_out(bracket(head, [f'"{type_}"', "__name__"], ")"))) + "\n"
            assert _left(text) == text
