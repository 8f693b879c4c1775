"""From a draft to a published page: who may do what, and what the worker does."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Page

from hemvist.accounts.actions import keep_groups
from hemvist.accounts.models import EDITORS, PUBLISHERS, Role
from hemvist.demo.factories import a_municipality, a_page, a_place, a_user
from hemvist.directory.models import LifeArea
from hemvist.guide.beginning import make_draft
from hemvist.guide.models import ArticlePage
from hemvist.guide.models.base import PROVISIONAL
from hemvist.guide.starting import STARTS, texts_left

pytestmark = pytest.mark.django_db
PATH = "life/leisure/swim"


@pytest.fixture(autouse=True)
def boden(db):
    a_municipality()
    LifeArea.objects.create(slug="leisure", names={"sv": "Fritid"})


@pytest.fixture
def page():
    return a_page(PATH, title="Simma")


@pytest.fixture
def drafter():
    """An editor whose pages a colleague approves."""
    return a_user("Elin Utkast", role=Role.EDITOR, needs_approval=True)


@pytest.fixture
def publisher():
    return a_user("Pia Publicerar", role=Role.EDITOR)


def groups(user):
    return sorted(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("role", "names"),
    [(Role.EDITOR, [EDITORS, PUBLISHERS]), (Role.COORDINATOR, [PUBLISHERS]), (Role.HOST, [])],
)
def test_the_groups_follow_from_the_role(role, names):
    assert groups(a_user(role=role)) == names


def test_whoever_gets_another_role_loses_the_rights_of_the_former(publisher):
    publisher.role = Role.HOST
    publisher.save()

    keep_groups(publisher)

    assert groups(publisher) == []
    assert not publisher.has_perm("wagtailadmin.access_admin")


def test_an_editor_whose_pages_are_approved_cannot_publish(page, drafter, publisher):
    may = {user.name: page.permissions_for_user(user) for user in [drafter, publisher]}

    assert {name: rights.can_edit() for name, rights in may.items()} == {
        "Elin Utkast": True,
        "Pia Publicerar": True,
    }
    assert not may["Elin Utkast"].can_publish()
    assert may["Pia Publicerar"].can_publish()
    assert not may["Elin Utkast"].can_delete()


def test_a_page_goes_from_draft_by_approval_to_the_public(client, page, drafter, publisher):
    page.title = "Simma i älven"
    page.save_revision(user=drafter)
    state = page.get_workflow().start(page, drafter)
    assert "Simma i älven" not in client.get(f"/sv/{PATH}/").content.decode()

    state.current_task_state.approve(user=publisher)

    assert "Simma i älven" in client.get(f"/sv/{PATH}/").content.decode()


def letters():
    return [
        job.args["letter"]
        for job in ProcrastinateJob.objects.filter(task_name="guide.send_letter").order_by("id")
    ]


def test_no_letter_about_approval_is_sent_in_a_request_but_by_the_worker(page, drafter, publisher):
    page.title = "Simma i älven"
    page.save_revision(user=drafter)

    state = page.get_workflow().start(page, drafter)

    assert mail.outbox == []
    assert letters() == ["task_submitted", "workflow_submitted"]
    for job in ProcrastinateJob.objects.filter(task_name="guide.send_letter"):
        app.tasks["guide.send_letter"].func(**job.args)
    assert [letter.to for letter in mail.outbox] == [[publisher.email]]
    assert "Simma i älven" in mail.outbox[0].body
    state.current_task_state.reject(user=publisher, comment="Mer om vintern")
    assert letters()[-1] == "workflow_rejected"


def test_a_page_given_a_time_is_published_by_the_worker_when_it_has_come(client, page, publisher):
    page.title = "Från och med nu"
    page.go_live_at = timezone.now() + timedelta(minutes=5)
    page.save_revision(user=publisher).publish()
    run = app.tasks["guide.publish_scheduled"].func
    run(timestamp=0)
    assert "Från och med nu" not in client.get(f"/sv/{PATH}/").content.decode()

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        run(timestamp=60)

    assert "Från och med nu" in client.get(f"/sv/{PATH}/").content.decode()


def test_a_page_given_an_end_is_taken_down_by_the_worker(client, page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    app.tasks["guide.publish_scheduled"].func(timestamp=0)

    assert client.get(f"/sv/{PATH}/").status_code == 404


def test_an_editor_puts_pages_only_where_they_belong(client, page, publisher):
    client.force_login(publisher)
    start, leisure = page.get_ancestors()[1], page.get_parent()

    here = client.get(reverse("wagtailadmin_pages:add_subpage", args=[start.pk]))
    there = client.get(reverse("wagtailadmin_pages:add_subpage", args=[leisure.pk]))

    assert "/add/guide/" not in here.content.decode()
    assert f"/add/guide/articlepage/{leisure.pk}/" in there.content.decode()
    assert "answerpage" not in there.content.decode()


def test_a_page_that_holds_others_cannot_be_taken_away(client, page, publisher):
    client.force_login(publisher)
    start = page.get_ancestors()[1]

    for deed in ["delete", "unpublish"]:
        answer = client.post(reverse(f"wagtailadmin_pages:{deed}", args=[start.pk]))
        assert answer.status_code == 302

    assert Page.objects.filter(pk=start.pk, live=True).exists()


def test_a_page_can_begin_with_a_text(client, page, publisher):
    client.force_login(publisher)
    parent = page.get_parent()

    offered = client.get(
        reverse("wagtailadmin_pages:add", args=["guide", "articlepage", parent.pk])
    )
    assert offered.url == reverse("begin", args=[parent.pk, "articlepage"])
    before = ArticlePage.objects.count()
    assert "subject" in client.get(offered.url).content.decode()
    assert ArticlePage.objects.count() == before
    made = client.post(offered.url, {"start": "subject"})

    draft = ArticlePage.objects.latest("pk")
    assert made.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, draft.owner) == (False, publisher)
    assert draft.review_on is not None  # it is looked at again, without anybody thinking of it
    assert [block.block_type for block in draft.body][:2] == ["text", "heading"]
    assert client.get(made.url).status_code == 200


def test_a_page_takes_its_address_from_its_title_once_it_has_one(client, page, publisher):
    draft = make_draft(
        page.get_parent().specific, ArticlePage, STARTS[ArticlePage][0], by=publisher
    )
    assert PROVISIONAL.fullmatch(draft.slug)

    draft.title = "Öppen förskola i Sävast"
    draft.full_clean()
    named = draft.slug
    draft.title = "Öppen förskola"
    draft.full_clean()

    assert (named, draft.slug) == ("oppen-forskola-i-savast", "oppen-forskola-i-savast")


def test_an_instruction_that_nobody_has_written_over_is_told_of(page, publisher):
    start = STARTS[ArticlePage][0]
    draft = make_draft(page.get_parent().specific, ArticlePage, start, by=publisher)
    begun = texts_left(draft)

    draft.summary = "Kom och lek."
    less = texts_left(draft)
    draft.body = []

    assert draft.summary not in begun
    assert len(begun) == len(less) + 1 > 2
    assert texts_left(draft) == []
    assert texts_left(page) == []


def test_a_place_is_found_by_a_part_of_its_name_while_one_types(client, publisher):
    there = a_place("lingonet", name="Lingonets öppna förskola")
    a_place("simhall", name="Bodens simhall")
    client.force_login(publisher)

    window = client.get(reverse("place_chooser:choose")).json()["html"]
    found = client.get(reverse("place_chooser:choose_results"), {"q": "lingon"}).content.decode()

    assert 'id="id_q"' in window  # the one box that Wagtail's script listens to
    assert there.name in found
    assert "Bodens simhall" not in found


def test_the_first_page_of_the_editor_leads_to_all_that_can_be_made(client, page, publisher):
    client.force_login(publisher)

    first = client.get(reverse("wagtailadmin_home")).content.decode()

    area = page.get_parent()
    assert reverse("begin", args=[area.pk, "articlepage"]) in first
    assert reverse("place_editor:new") in first
    assert reverse("calendar_editing:new") in first
    assert reverse("upkeep:hub") in first


def test_a_text_to_begin_with_is_given_only_to_those_who_may_add_a_page(client, page):
    client.force_login(a_user(role=Role.HOST))

    answer = client.post(
        reverse("begin", args=[page.get_parent().pk, "articlepage"]), {"start": "subject"}
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["startpage", "answerpage", "none"])
def test_there_is_no_text_for_what_does_not_belong_there(client, page, publisher, kind):
    client.force_login(publisher)

    assert client.get(reverse("begin", args=[page.get_parent().pk, kind])).status_code == 404


def test_the_preview_is_in_the_pages_own_language(client, page, publisher):
    english = a_page(PATH, language="en", title="Swim")
    client.force_login(publisher)
    client.cookies["django_language"] = "sv"

    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[english.pk]))

    assert '<html lang="en" dir="ltr">' in shown.content.decode()
    assert "Swim" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
