"""What the public reads has changed: noticed by every process, and by it alone."""

import pytest
from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Page

from hemvist.accounts.models import User
from hemvist.core import editions, kept
from hemvist.core.making_anew import MakingAnew
from hemvist.core.models import Edition, Municipality
from hemvist.demo.factories import a_municipality, a_place
from hemvist.directory.models import Service
from hemvist.guide.models import FormerAddress

START = "/en/"


@pytest.fixture(autouse=True)
def keeping(settings, monkeypatch):
    """Pages are kept, and made anew only when the test says so."""
    settings.KEEP_PAGES_SECONDS = 30
    monkeypatch.setattr(kept, "making_anew", MakingAnew(in_thread=False))
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def later(monkeypatch):
    """Let seconds pass."""

    def pass_by(seconds):
        now = kept.time.monotonic()
        monkeypatch.setattr(kept.time, "monotonic", lambda: now + seconds)

    return pass_by


def rename(name):
    Municipality.objects.update(name=name)


@pytest.mark.django_db(transaction=True)
def test_a_change_is_read_a_second_later_and_what_did_not_change_is_kept(client, later):
    a_municipality()
    first = client.get(START)
    later(5)
    assert client.get(START).content == first.content
    rename("Nyby")
    later(5)

    assert "Nyby" in client.get(START).content.decode()


@pytest.mark.django_db(transaction=True)
def test_after_a_change_a_reader_gets_the_page_as_it_was_and_the_next_one_the_new(
    client, settings, later, monkeypatch
):
    settings.KEEP_OLD_PAGES_SECONDS = 10
    a_municipality()
    behind = MakingAnew(in_thread=False)
    monkeypatch.setattr(kept, "making_anew", behind)
    client.get(START)
    rename("Nyby")
    later(2)

    first = client.get(START).content.decode()
    behind.make_one()
    second = client.get(START).content.decode()

    assert ("Nyby" in first, "Nyby" in second) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_ten_seconds_after_a_change_nobody_gets_an_old_page(client, settings, later):
    settings.KEEP_OLD_PAGES_SECONDS = 10
    a_municipality()
    client.get(START)
    rename("Nyby")
    later(2)
    client.get("/sv/")  # somebody notices
    later(12.1)

    assert "Nyby" in client.get(START).content.decode()


@pytest.mark.django_db(transaction=True)
def test_while_others_wait_an_old_page_is_given_as_long_as_the_installation_says(
    client, settings, later
):
    settings.KEEP_OLD_PAGES_SECONDS, settings.KEEP_PAGES_SECONDS = 10, 300
    settings.KEEP_OLD_PAGES_IN_A_CROWD_SECONDS = 60
    a_municipality()
    client.get(START)
    rename("Nyby")
    later(2)
    client.get("/sv/")  # somebody notices
    later(12.1)
    with kept.waiting.one_more():
        among_others = client.get(START).content.decode()
        later(60.1)
        after_a_minute = client.get(START).content.decode()

    assert ("Nyby" in among_others, "Nyby" in after_a_minute) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_fails_leaves_nobody_waiting(client):
    a_municipality()
    client.get("/en/places/nowhere/")

    assert not kept.waiting.there_are_some


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_gone_is_given_to_nobody_once_that_is_found_out(
    client, settings, later, monkeypatch
):
    settings.KEEP_OLD_PAGES_SECONDS = 10
    behind = MakingAnew(in_thread=False)
    monkeypatch.setattr(kept, "making_anew", behind)
    a_municipality()
    place = a_place()
    address = f"/en/places/{place.slug}/"
    client.get(address)
    Service.objects.filter(pk=place.pk).update(status="defunct")
    later(2)

    before = client.get(address).status_code
    behind.make_one()

    assert (before, client.get(address).status_code) == (200, 404)


@pytest.mark.django_db(transaction=True)
def test_what_another_table_says_leaves_the_pages_alone(client, later, django_assert_num_queries):
    a_municipality()
    client.get(START)
    User.objects.create_user("elin@boden.example", name="Elin", role="host")
    later(5)

    with django_assert_num_queries(1):  # for the edition
        client.get(START)


@pytest.mark.django_db(transaction=True)
def test_an_edition_is_one_transaction_and_is_seen_when_that_ends():
    a_municipality()
    before = Edition.objects.count()
    with transaction.atomic():
        rename("Nyby")
        rename("Gammelby")

    assert Edition.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_the_number_of_a_transaction_that_comes_again_is_a_new_edition():
    a_municipality()
    with connection.cursor() as cursor:  # as after a restore
        cursor.execute(
            "INSERT INTO core_edition (number, app, made_at)"
            " SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + n, 'core',"
            " '2020-01-01' FROM generate_series(0, 50) n"
        )
    before = editions.current_edition()
    rename("Nyby")

    assert editions.current_edition() != before


def test_every_table_that_the_public_reads_is_watched(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'core_new_edition'"
        )
        watched = {name for (name,) in cursor.fetchall()}

    assert watched == set(editions.watched_tables())
    assert {"core_municipality", "directory_service"} <= watched


@pytest.mark.django_db(transaction=True)
def test_what_changes_in_an_app_that_a_page_does_not_read_leaves_it_as_it_is(
    client, later, django_assert_num_queries
):
    a_municipality()
    place = a_place()
    address = f"/en/places/{place.slug}/"
    page = client.get(address).content
    FormerAddress.objects.create(path="/old/", page=Page.objects.first())
    later(5)

    with django_assert_num_queries(1):  # for the edition
        assert client.get(address).content == page
    Service.objects.filter(pk=place.pk).update(name="Storskolan")
    later(10)
    assert "Storskolan" in client.get(address).content.decode()


def test_an_edition_tells_which_app_has_changed(db):
    before = editions.current_edition()
    a_municipality()
    after = editions.current_edition()

    assert {app for app, *_state in before ^ after} == {"core"}
    assert {app for app, *_state in after} >= set(settings.EDITION_APPS)
    guide = frozenset({"guide"})
    assert editions.part_of(before, guide) == editions.part_of(after, guide)


def test_a_database_from_before_gets_the_triggers_as_they_are_to_be_now(db):
    before = editions.TRIGGER.format(
        events=editions.WHOLE, table="directory_service", app="'directory'"
    )
    with connection.cursor() as cursor:
        cursor.execute(before)
        editions.watch()
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname = 'core_new_edition' AND tgrelid = 'directory_service'::regclass"
        )
        [(now,)] = cursor.fetchall()

    assert f" AFTER {editions.GONE} ON " in now
