"""The command line: `stubwright`, or `python -m stubwright`."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if sys.stdout is None or sys.stderr is None:
        # Python does this if the process was started without them.
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - pathlib is not needed otherwise
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    try:
        if words == ["--version"]:
            # Start-up: hooks and scripts often request only the version.
            from stubwright.version import __version__

            sys.stdout.write(f"stubwright {__version__}\n")
            return 0
        if (code := _fast_answer(words)) is not None:
            return code
        # Start-up: see above.
        from stubwright.cli.run import run

        code = run(words)
        if arguments is None:
            import gc

            gc.freeze()  # the process ends, so a last collection would only take time
        return code
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130


def _fast_answer(words: list[str]) -> int | None:
    """Return the exit code of a command if nothing changed, None if the whole program must run."""
    if words[:1] in (["check"], ["generate"]):
        # Start-up: if nothing changed, no other module is needed.
        from stubwright.cli.fast_check import check, generate

        answer = check if words[0] == "check" else generate
        return answer(words[1:])
    if words[:1] == ["verify"]:
        # Start-up: if the pages agree, the generator is not needed.
        from stubwright.cli.fast_verify import verify

        return verify(words)
    return None


if __name__ == "__main__":
    sys.exit(main())
