# ruff: noqa
# Every package has this code; it is checked where it is written. Do not edit.
"""The parts that the package shares; import its modules, not this."""
