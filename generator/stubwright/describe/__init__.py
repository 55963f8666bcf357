"""The API and its names as JSON, for reports and for other tools."""

from stubwright.describe.inspect import as_json
from stubwright.describe.report import describe

__all__ = ["as_json", "describe"]
