"""Docstrings: running text is reflowed, the lines of other text are preserved, and facts are not repeated."""

from __future__ import annotations

import pytest

from stubwright.backends.dataclasses.formatting.docstrings import (
    described,
    docstring,
    reflowed,
    section,
)

LONG = "A sentence that is broken where its author's editor ended the line,"

STAYS = {
    "items": f"{LONG}\n- one\n- two",
    "numbers": f"{LONG}\n1. one\n2. two",
    "a table": f"| {LONG} | b |\n| --- | --- |\n| 1 | 2 |",
    "a table without edges": f"{LONG} | b\n--- | ---\n1 | 2",
    "a fence": f"```\n{LONG}\nmore\n```",
    "indented": f"{LONG}\n    code",
    "a heading": f"{LONG}\n# Title",
    "a quotation": f"{LONG}\n> quoted",
    "short lines": "Status:\nactive\ninactive",
    "a paragraph": f"{LONG}\n\nAnother.",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_formatted_lines_are_preserved(text: str) -> None:
    """Lines with a meaning of their own are preserved."""
    assert reflowed(text) == text


def test_paragraphs_are_joined() -> None:
    """A paragraph becomes one line, and so does a list item with its continuation lines."""
    assert reflowed(f"{LONG}\ncontinues here.") == f"{LONG} continues here."
    assert reflowed(f"{LONG}\n{LONG}\nends.\n\nNext.") == f"{LONG} {LONG} ends.\n\nNext."


@pytest.mark.parametrize("end", ["  ", "\\"])
def test_hard_breaks_are_preserved(end: str) -> None:
    """Two spaces or a backslash at the end of a line are a hard break (CommonMark 0.31, section 6.7)."""
    assert reflowed(f"{LONG}{end}\nnext") == f"{LONG}\nnext"


TOLD = [
    ("Between 1 and 100.", "from 1 to 100"),
    ("A number (1-100).", "from 1 to 100"),
    ("The maximum is 5 characters.", "at most 5 characters"),
    ("Needs at least 8 characters.", "at least 8 characters"),
    ("How many. Defaults to `30`.", "default: 30"),
    ('The order (default "asc").', 'default: "asc"'),
    ("At most 5 items, please.", "at most 5 items"),
]
NOT_TOLD = [
    ("Between 1 and 1000.", "from 1 to 100"),
    ("The maximum is 50 characters.", "at most 5 characters"),
    ("Version 30 by default.", "default: 30"),
    ("Defaults to 30.5.", "default: 30"),
    ("Defaults to 300.", "default: 30"),
    ("One of many.", "at most 5 items"),
]


@pytest.mark.parametrize(("said", "fact"), TOLD)
def test_stated_facts_are_not_repeated(said: str, fact: str) -> None:
    """A fact in the description is not repeated."""
    assert described(said, [fact]) == said


@pytest.mark.parametrize(("said", "fact"), NOT_TOLD)
def test_other_facts_are_added(said: str, fact: str) -> None:
    """A similar number is a different fact."""
    assert described(said, [fact]) == f"{said} {fact[0].upper()}{fact[1:]}."


def test_a_long_word_keeps_the_indentation_of_its_argument() -> None:
    """A link that is too long for a line stays inside the section about arguments."""
    link = f"[docs](https://example.com/{'long/' * 16})"
    args = section("Args", [("page", f"Which one, see {link} for more of it.")], 8)
    text = docstring(f"List them.\n\n{args}", 8)
    inside = text.split("Args:\n")[1].split("\n")[:-1]
    assert [len(one) - len(one.lstrip()) for one in inside] == [12, 16, 16]
    assert link in text


def test_deep_indentation_leaves_room_for_words() -> None:
    """A deeply indented line that does not fit is wrapped at a third of the width, not word by word."""
    deep = (
        " " * 70
        + "defaults to general when the metadata of the model are included in what is returned"
    )
    text = docstring(f"List them.\n\nA line.\n{deep}", 8)
    wrapped = text.split("A line.\n")[1].split("\n")[:-1]
    assert [len(one) - len(one.lstrip()) for one in wrapped] == [34, 34]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>Format: </b>1 AN<br><b>Description: </b>one.", "Format: 1 AN\nDescription: one."),
        (f"{LONG}<br/>\nNext", f"{LONG}\nNext"),
        ("<p>One</p> <p>Two</p>", "One\n\nTwo"),
        ("One<p>Two", "One\n\nTwo"),
        ("<h2>Head</h2>Text", "Head\n\nText"),
        ("<div>One</div><div>Two</div>", "One\n\nTwo"),
        ("As:<ul> <li> <p>one</p> </li> <li>two</li></ul>end", "As:\n- one\n- two\nend"),
        ("One.\n<p><br /></p>\n\n> Two", "One.\n\n> Two"),
        ("A&nbsp;>&nbsp;B &lt;id&gt;", "A > B <id>"),
        ("/a?b=1&copy=2", "/a?b=1&copy=2"),
        ("1 < 2 and <id>", "1 < 2 and <id>"),
    ],
)
def test_html(html: str, text: str) -> None:
    """Elements that begin a line in a browser begin one, and words are never joined."""
    assert reflowed(html) == text
