"""The command line: runs a command and returns its exit code."""
