"""Golden files: syrupy's single files, each standing once, inside the case's own folder."""

from __future__ import annotations

from pathlib import Path

from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex


class Golden(SingleFileSnapshotExtension):
    """Keep the snapshot called `a/b.py` in `<folder of the test's case>/a/b.py`.

    The test has a parameter `case` with a `folder`. What else stands in that folder is the test's to see:
    syrupy is told of no other file.
    """

    _write_mode = WriteMode.TEXT

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """Return where a snapshot stands."""
        folder: Path = test_location.item.callspec.params["case"].folder  # type: ignore[attr-defined]
        return str(folder / str(index))

    @classmethod
    def matches_test_location(
        cls, *, test_location: PyTestLocation, snapshot_location: str
    ) -> bool:
        """Accept every location: it was made from the test's own case."""
        return True

    def discover_snapshots(
        self, *, test_location: PyTestLocation, ignore_extensions: list[str] | None = None
    ) -> SnapshotCollections:
        """Find none."""
        return SnapshotCollections()


def hold_text(path: Path, text: str, golden: SnapshotAssertion, *, update: bool) -> None:
    """Hold a text against a golden file of the test's case, which stands only where there is a text."""
    if text:
        assert text == golden(name=path.name)
    elif update:
        path.unlink(missing_ok=True)
    else:
        assert not path.exists()
