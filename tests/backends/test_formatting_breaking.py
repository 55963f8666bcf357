"""Lines that are too long are broken as black breaks them, and black is asked where that is not known."""

from __future__ import annotations

import textwrap

import black
import pytest

from stubwright.backends.dataclasses.formatting import breaking
from stubwright.backends.dataclasses.formatting.docstrings import filled
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
def test_a_line_is_broken_as_black_does(line: str) -> None:
    """Each known form is laid out to the letter."""
    assert breaking.width(line) > breaking.WIDTH
    laid = breaking.broken(line)
    assert laid is not None
    assert f"{laid}\n" == black.format_str(f"{line}\n", mode=black.Mode())


@pytest.mark.parametrize("result", ["{0}", "Paginator[{0}, list[{0}]]", "list[{0}]"])
def test_a_result_is_broken_as_black_does(result: str) -> None:
    """The end of a signature has its own rule."""
    line = f") -> {result.format(LONG * 2 if result == '{0}' else LONG + LONG[:30])}:"
    laid = breaking.broken(line)
    whole = black.format_str(
        f"def f(\n    self,\n    x: int,\n{line}\n    pass\n", mode=black.Mode()
    )
    if laid is not None:
        assert f"def f(\n    self,\n    x: int,\n{laid}\n    pass\n" == whole
    else:
        assert result == "{0}"


@pytest.mark.parametrize("line", ['x: Literal["a\\"b"]', "x: (1 + 2)", "x = [1, 2]", "x: a]"])
def test_what_is_not_known_is_left_to_black(line: str) -> None:
    """Nothing is guessed."""
    assert breaking.broken(line + " " * 60 + "# " + "x" * 60) is None


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
def test_words_are_filled_as_textwrap_does(text: str, room: int, first: str, rest: str) -> None:
    """The short way and the long way give the same lines."""
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
def test_prose_that_is_plain_stays(text: str) -> None:
    """What needs no change is told apart from what does."""
    assert prose(text) == prose(f"{text}\n")
