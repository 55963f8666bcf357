"""The prose is plain English: some words are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: What is not written, and what is written instead.
WORDS = {
    r"\bmend(s|ed|ing)?\b": "fix, correct",
    r"\banew\b": "again",
    r"\bfor want of\b": "because ... is missing",
    r"\b(stands?|stood) (in|at|on|beside|behind|before|alone|there|under|where|twice)\b": "is, are",
    r"(?<!there )\bis no (folder|file|number|text|object|identifier|schema|table|fact|method|status|list)\b": "is not a ...",
    r"\b(one|a \w+|an \w+) a line\b": "... per line",
    r"\bis another: ": "... changed: A -> B",
    r"\b(counts once|(first|last) one counts)\b": "is ignored, is used",
    r"\bwhoever\b": "everybody who, the reader, the caller",
    r"\b(what|which)\b.* become[s]? of\b": "how ... is handled",
    r"\bto be (had|said)\b": "can be imported; the report",
    r"\bis heeded\b": "is respected",
    r"\bfix it by\b": "to fix it, ...",
    r"\bnothing of it\b": "not ...",
    r"\bis passed by\b": "is skipped",
    r"\bthat is none\b|\bwhat is none\b": "a value that is not a ...",
    r"\bmakes? \S+ of \S+, which\b": "turns ... into ...",
    r"\bas (it|they) came\b": "unchanged",
    r"\ball else\b": "all others",
    r"\bwithout a word\b": "silently",
    r"\bheld against\b": "compared with",
    r"\bmet (so far|on the way)\b": "found",
    r"\bknows? (no|nothing)\b": "does not depend on, does not have",
    r"\b(is|are) told\b": "is reported",
    r"\bwhat (nobody|somebody)\b": "a value that ...",
}
IGNORED = re.compile(r"\bamend(s|ed|ing)?\b")


def texts() -> Iterator[tuple[str, str]]:
    """Yield the documentation, the templates and the sources with their paths; docs/upgrading.md contains old names."""
    for folder, pattern in (
        ("docs", "*.md"),
        ("docs/codes", "*.md"),
        ("templates", "**/*.jinja"),
        ("generator/stubwright", "**/*.py"),
        (".", "*.md"),
    ):
        for path in sorted({*(ROOT / folder).glob(pattern)} - {ROOT / "docs/upgrading.md"}):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_old_words_do_not_come_back() -> None:
    """Documentation, messages, docstrings and generated code contain no refused words."""
    found = [
        f"{path}:{number}: {match[0]!r}: write {instead}"
        for path, text in texts()
        for number, line in enumerate(IGNORED.sub("", text).splitlines(), 1)
        for pattern, instead in WORDS.items()
        if (match := re.search(pattern, line, re.IGNORECASE))
    ]
    assert found == []
