"""Where data that several projects test with lies, on machines that have it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def shared_data():
    """The folder, or the test is skipped and says why."""
    told = os.environ.get("HEMVIST_SHARED")
    for folder in [Path(told) if told else None, ROOT.parent / "shared"]:
        if folder and (folder / "data").is_dir():
            return folder / "data"
    pytest.skip("The shared test data is not on this machine; HEMVIST_SHARED names its folder.")
