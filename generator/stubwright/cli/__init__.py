"""The command line: arguments in, an exit code out."""

from stubwright.cli.run import run as run
