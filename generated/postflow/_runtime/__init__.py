# ruff: noqa
# Every package has this code; it is checked where it is written. Do not edit.
"""Code shared by the modules of the package; not a public interface."""
