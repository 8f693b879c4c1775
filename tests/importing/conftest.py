"""A source with a list on its way, and a worker that does at once what it is asked."""

import io

import pytest
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.demo import factories as make
from hemvist.directory.models import Category
from hemvist.importing import actions, tasks
from hemvist.importing.models import Import, Source, SourceKind
from tests.importing.tables import COLUMNS


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path):
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def editor(db):
    return make.a_user("Rut Redaktör", role=Role.EDITOR)


@pytest.fixture
def kinds(db):
    make.a_municipality()
    for code, words in [("school", "Skola"), ("preschool", "Förskola"), ("shop", "Butik")]:
        life_area = make.a_life_area("school")
        Category.objects.create(
            code=code, names={"sv": words}, plural_names={"sv": words + "r"}, life_area=life_area
        )
    make.an_area("savast", name="Sävast")


@pytest.fixture
def a_source(kinds):
    def made(kind=SourceKind.TABLE, **fields):
        number = Source.objects.count() + 1
        values = {
            "slug": f"source-{number}",
            "name": "Skolkontoret",
            "licence": "CC0 1.0",
            "page": "https://source.example/",
            **fields,
        }
        return Source.objects.create(kind=kind, **values)

    return made


class Work:
    """What a worker does, done here and now."""

    def __init__(self, by):
        self.by = by

    def give(self, source, content):
        """Give a list and let it be read, and compared if nothing has to be said first."""
        file = io.BytesIO(content.encode() if isinstance(content, str) else content)
        file.name, file.size = "lista.csv", len(file.getvalue())
        from django.core.files.base import File

        given = actions.give_list(source, by=self.by, at=timezone.now(), file=File(file, "l.csv"))
        tasks.read(given.pk)
        return self.compared(given)

    def compared(self, given):
        tasks.compare(given.pk)
        return Import.objects.select_related("source").get(pk=given.pk)

    def understand(self, given, **said):
        actions.understand_list(given, by=self.by, **said)
        return self.compared(given)

    def bring_in(self, given, *, closes_missing=False):
        actions.ask_to_bring_in(given, closes_missing=closes_missing, by=self.by)
        tasks.bring_in(given.pk, by=self.by.pk)
        return Import.objects.select_related("source").get(pk=given.pk)

    def undo(self, given):
        actions.ask_to_undo(given, by=self.by)
        tasks.undo(given.pk, by=self.by.pk)
        return Import.objects.select_related("source").get(pk=given.pk)


@pytest.fixture
def work(editor):
    return Work(editor)


@pytest.fixture
def table(a_source):
    return a_source(mapping={"columns": COLUMNS})
