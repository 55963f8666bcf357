"""The reporter of each format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stubwright.cli.reporters.formats import Format
from stubwright.cli.reporters.github_reporter import GitHubReporter
from stubwright.cli.reporters.json_reporter import JsonReporter
from stubwright.cli.reporters.reporter import Reporter
from stubwright.cli.reporters.text_reporter import TextReporter

REPORTERS: Final[Mapping[Format, type[Reporter]]] = {
    "text": TextReporter,
    "json": JsonReporter,
    "github": GitHubReporter,
}
