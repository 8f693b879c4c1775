"""A municipality of one's own, from a folder of files."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from hemvist.accounts.models import Team
from hemvist.core.models import Municipality, OpeningHours
from hemvist.demo.municipality import BODEN
from hemvist.directory.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(BODEN, tmp_path / "norrby")


def test_another_municipality_is_loaded_with_its_own_name_and_a_front_door(folder):
    file = folder / "municipality.toml"
    file.write_text(file.read_text().replace('name = "Boden"', 'name = "Norrby"', 1))

    call_command("load_municipality", folder)

    assert Municipality.objects.get().name == "Norrby"
    assert Team.objects.get(is_front_door=True).name == "Inflyttningsservice"
    assert (Service.objects.count() > 90, OpeningHours.objects.count()) == (True, 5)


def test_loading_again_keeps_the_front_door_that_is_there(folder):
    door = Team.objects.create(name="Receptionen", is_front_door=True)

    call_command("load_municipality", folder)

    assert Team.objects.get(is_front_door=True) == door


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("municipality.toml", None, "municipality.toml"),
        ("municipality.toml", "name = ", "fault in the files"),
        ("areas.toml", "areas = []", "fault in the files"),
    ],
)
def test_a_faulty_folder_is_said_and_nothing_is_written(folder, name, text, words):
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)

    with pytest.raises(CommandError, match=words):
        call_command("load_municipality", folder)

    assert not Municipality.objects.exists()
