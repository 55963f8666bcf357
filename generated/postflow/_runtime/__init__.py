# ruff: noqa
# The same in every package that stubwright generates, and linted there. Do not edit.
"""Code shared by the modules of the package; not a public interface."""
