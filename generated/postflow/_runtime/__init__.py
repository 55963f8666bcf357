# ruff: noqa
# Shared by all packages that stubwright generates, and checked there. Do not edit.
"""Code shared by the modules of the package; not a public interface."""
