"""The log in words."""

import re
from pathlib import Path

from django.apps import apps

from hemvist.audit.words import DEEDS, THINGS, actor_in_words, deed_in_words, thing_in_words

PACKAGE = Path(__file__).parents[2] / "hemvist"


def test_every_deed_that_code_writes_down_has_words():
    written = {
        verb
        for path in PACKAGE.rglob("*.py")
        if "demo" not in path.parts
        for verb in re.findall(r"record\(\s*\"([a-z]+\.[a-z_]+)\"", path.read_text())
    }

    assert written - set(DEEDS) == set()


def test_every_kind_of_thing_is_a_model():
    models = {model._meta.model_name for model in apps.get_models()}

    assert set(THINGS) - models == set()


def test_code_without_words_is_shown_as_it_is():
    said = [deed_in_words("moon.landed"), thing_in_words("moon"), actor_in_words("moon")]

    assert said == ["moon.landed", "moon", "moon"]
