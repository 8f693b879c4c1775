"""Pages are read again in time, by those who answer for them."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.demo.factories import a_life_area, a_municipality, a_page, a_user
from hemvist.messaging.models import Delivery
from hemvist.upkeep import actions
from hemvist.upkeep.reviews import LinkIsOld, link_for, page_of, pages_to_review

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def editor():
    a_municipality()
    return a_user("Tova Redig", role=Role.EDITOR)


@pytest.fixture
def page(editor):
    a_life_area("school")
    tree = {"checked_on": TODAY, "owner": editor}
    return a_page("life/school/apply", title="Sök plats", review_months=6, **tree)


def titles(on):
    return [page.title for page in pages_to_review(on=on)]


def test_a_page_is_due_on_the_day_its_months_are_over(page):
    assert "Sök plats" not in titles(date(2027, 5, 22))
    assert "Sök plats" in titles(date(2027, 5, 23))


def test_the_end_of_a_short_month_is_the_end(page):
    type(page).objects.update(checked_on=date(2026, 8, 31))

    assert "Sök plats" not in titles(date(2027, 2, 27))
    assert "Sök plats" in titles(date(2027, 2, 28))


def test_what_was_never_checked_comes_first(page):
    assert titles(date(2027, 6, 1))[-1] == "Sök plats"
    assert "life/school" in titles(TODAY)


def test_confirming_is_for_all_languages_and_leaves_a_draft_a_draft(page, editor):
    copy = a_page("life/school/apply", title="Apply", language="en", checked_on=TODAY)
    page.title = "Ett utkast"
    page.save_revision()

    actions.confirm_page(page, on=date(2027, 6, 1), by=editor)

    page.refresh_from_db()
    copy.refresh_from_db()
    assert page.checked_on == copy.checked_on == date(2027, 6, 1)
    assert (page.title, page.has_unpublished_changes) == ("Sök plats", True)
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.checked_on) == ("Ett utkast", date(2027, 6, 1))
    assert Event.objects.get(verb="page.confirmed").actor == editor


def test_an_owner_gets_one_letter_with_a_link_for_each_page(page, editor):
    a_page("life/school/second", title="Andra sidan", owner=editor)
    a_page("life/school/third", title="Ingens sida")

    assert actions.ask_owners(on=date(2027, 6, 1)) == 1

    letter = Delivery.objects.get()
    assert letter.address == editor.email
    assert "Sök plats" in letter.body
    assert "Andra sidan" in letter.body
    assert "Ingens sida" not in letter.body
    assert len(re.findall(r"/useful/review/\S+", letter.body)) == 2


def test_a_colleague_who_has_left_is_not_written_to(page, editor):
    editor.is_active = False
    editor.save()

    assert actions.ask_owners(on=date(2027, 6, 1)) == 0


def test_the_owner_answers_by_the_link_without_signing_in(page, client):
    address = reverse("useful:review", args=[link_for(page)])
    assert "Sök plats" in client.get(address).content.decode()
    page.refresh_from_db()
    assert page.checked_on == TODAY  # looking changes nothing

    with time_machine.travel("2026-12-02 12:00", tick=False):
        client.post(address)

    page.refresh_from_db()
    assert page.checked_on == date(2026, 12, 2)
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410


@pytest.mark.parametrize("token", ["x", "x" * 5_000, "WzEsIm5vIl0:1:1"])
def test_a_made_up_link_opens_nothing(client, token, editor):
    assert client.get(reverse("useful:review", args=[token])).status_code == 410


def test_a_link_runs_out(page):
    token = link_for(page)

    with time_machine.travel(timedelta(days=61) + _now(), tick=False), pytest.raises(LinkIsOld):
        page_of(token)


def _now():
    from django.utils import timezone

    return timezone.now()


def test_an_editor_sees_their_own_first_and_confirms(client, page, editor):
    a_page("life/school/aaa", title="Aaa först i alfabetet")
    client.force_login(editor)
    with time_machine.travel("2027-06-01 12:00", tick=False):
        client.force_login(editor)
        shown = client.get(reverse("upkeep:review_list")).content.decode()
        assert shown.index("Sök plats") < shown.index("Aaa först")
        client.post(reverse("upkeep:confirm", args=[page.pk]))
        after = client.get(reverse("upkeep:review_list")).content.decode()
        assert reverse("upkeep:confirm", args=[page.pk]) not in after


def test_the_hub_counts_what_waits(client, page, editor):
    client.force_login(editor)

    shown = client.get(reverse("upkeep:hub")).content.decode()

    assert str(len(pages_to_review(on=TODAY))) in shown
