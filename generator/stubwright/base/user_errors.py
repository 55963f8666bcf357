"""Errors that concern no document: configuration, arguments, output."""

from __future__ import annotations

from stubwright.base.diagnostics import Diagnostic, FatalError, Severity


def user_error(code: str, message: str, hint: str = "") -> FatalError:
    """Make the exception that ends a run with exit code 2."""
    return FatalError(Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint))
