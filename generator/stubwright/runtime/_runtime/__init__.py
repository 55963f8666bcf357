"""The parts that the package shares; import its modules, not this."""
