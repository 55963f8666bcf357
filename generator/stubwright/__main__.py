"""The command line: `stubwright`, or `python -m stubwright`."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if words[:1] == ["check"]:
            # Start-up: with nothing changed no other module is needed, and none is imported.
            from stubwright.cli.fast_check import check

            if (code := check(words[1:])) is not None:
                return code
        # Start-up: see above.
        from stubwright.cli.run import run

        return run(words)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
