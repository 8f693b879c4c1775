"""The containers: what one process keeps on disk, all the others find, and an update leaves."""

from pathlib import Path

import pytest

from hemvist import settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("store", ["default", "private"])
def test_folder_of_each_store_is_a_volume_that_all_containers_share(store):
    folder = Path(settings.STORAGES[store]["OPTIONS"]["location"]).relative_to(settings.VAR)
    told = (ROOT / "compose.yaml").read_text()
    everybody, _services = told.split("\nservices:", 1)

    assert f"{folder}:/var/lib/hemvist/{folder}" in everybody
    assert f"\n  {folder}:" in told.split("\nvolumes:", 1)[1]
    assert f"/var/lib/hemvist/{folder}" in (ROOT / "Dockerfile").read_text()
