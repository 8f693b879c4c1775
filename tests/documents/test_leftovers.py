"""Contents that a death left without a row."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from hemvist.documents import leftovers
from hemvist.documents.actions import private_store
from hemvist.documents.leftovers import remove_leftovers
from tests.documents.making import a_file
from tests.inbox.making import a_mail, arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def _empty_store(settings, tmp_path):
    backend = "django.core.files.storage.FileSystemStorage"
    private = {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.mark.usefixtures("_empty_store")
def test_content_that_a_death_left_without_a_row_is_deleted_after_a_day(case, host):
    store, now = private_store(), timezone.now()
    kept = a_file(case, by=host)
    mail = arrive(a_mail("Hello"), sort=False)
    left = store.save("a" * 32, ContentFile(b"left"))
    foreign = store.save("lost+found", ContentFile(b"not ours"))

    assert remove_leftovers(at=now) == 0
    assert remove_leftovers(at=now + timedelta(days=2)) == 1

    there = {name: store.exists(name) for name in (kept.stored_as, mail.stored_as, left, foreign)}
    assert there == {kept.stored_as: True, mail.stored_as: True, left: False, foreign: True}


@pytest.mark.usefixtures("_empty_store")
def test_store_that_looks_as_if_rows_were_missing_is_left_to_a_person(monkeypatch, caplog):
    monkeypatch.setattr(leftovers, "MOST_IN_A_NIGHT", 1)
    for name in ("b" * 32, "mail-" + "c" * 32):
        private_store().save(name, ContentFile(b"x"))

    assert remove_leftovers(at=timezone.now() + timedelta(days=2)) == 0

    assert private_store().exists("b" * 32)
    assert "2 contents" in caplog.text
