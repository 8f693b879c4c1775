"""Every word of the code is explained in docs/words.md, in English and in Swedish."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import TextChoices

WORDS, CHOSEN = (
    (Path(__file__).parents[2] / "docs" / "words.md")
    .read_text(encoding="utf-8")
    .split("## Choices")
)
OURS = sorted(
    (model for model in apps.get_models() if model.__module__.startswith("hemvist.")),
    key=lambda model: model._meta.label,
)
CHOICES = sorted(
    {
        found
        for config in apps.get_app_configs()
        if config.name.startswith("hemvist.") and config.models_module
        for found in vars(import_module(config.models_module.__name__)).values()
        if isinstance(found, type) and issubclass(found, TextChoices) and found is not TextChoices
    },
    key=lambda choices: choices.__name__,
)


def _rows(text):
    """The cells of every line of every table."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(line) <= set("|-: "):
            yield cells


def _explained():
    """The words of the first column, with their Swedish."""
    return {row[0].lower().replace("-", " "): row[1] for row in _rows(WORDS)}


def _chosen():
    """The choices by what they belong to, with their Swedish beside them."""
    where, chosen = "", {}
    for row in _rows(CHOSEN):
        where = row[0].lower() or where
        codes, swedish = row[1].split(", "), row[2].split(", ")
        chosen.setdefault(where, {}).update(zip(codes, swedish, strict=False))
    return chosen


def _as_words(name):
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_table_has_its_word(model):
    assert _explained().get(_as_words(model.__name__)), f"{model.__name__} is not in docs/words.md"


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: choices.__name__)
def test_every_choice_has_its_word(choices):
    chosen = _chosen().get(_as_words(choices.__name__), {})

    assert set(choices.values) == {code for code, swedish in chosen.items() if swedish}
