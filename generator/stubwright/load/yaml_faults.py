"""What libyaml refuses, in words."""

from __future__ import annotations

import yaml

from stubwright.diagnostics import Stop
from stubwright.load.faults import stop


def not_yaml(uri: str, error: yaml.MarkedYAMLError) -> Stop:
    """Say where the text stops being YAML, in libyaml's words."""
    mark = error.problem_mark or error.context_mark
    words = ", ".join(word for word in (error.context, error.problem) if word)
    tab = "'\\t'" in words or "\t" in words
    return stop(
        "document-syntax",
        f"this is not YAML: {words}",
        uri=uri,
        hint="indent with spaces, not with tabs"
        if tab
        else "look at the indentation here and above, and quote texts that hold ': ' or ' #'",
        at=(mark.line + 1, mark.column + 1) if mark else None,
    )


def unprintable(uri: str, text: str, error: yaml.reader.ReaderError) -> Stop:
    """Say which character YAML does not allow (YAML 1.2.2, section 5.1)."""
    before = text.encode("utf-8")[: error.position].decode("utf-8", "ignore")
    if not yaml.__with_libyaml__:
        before = text[: error.position]
    code = error.character if isinstance(error.character, int) else ord(error.character)
    return stop(
        "document-syntax",
        f"this is not YAML: the character U+{code:04X} is not allowed",
        uri=uri,
        hint="remove the character, or write it as an escape in double quotes",
        at=(before.count("\n") + 1, len(before) - before.rfind("\n")),
    )
