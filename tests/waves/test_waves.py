"""An employer falls: its households are found, written to, helped, and watched on one page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.bulk import doing
from hemvist.bulk.actions import begin_deed
from hemvist.bulk.models import BulkDeed, CaseTag, Tag
from hemvist.casework.models import Case, Need, Task
from hemvist.casework.needs import change_need
from hemvist.demo import factories as make
from hemvist.messaging.models import Delivery, Message
from hemvist.people.actions import protect_household
from hemvist.waves import watching
from hemvist.waves.models import Wave, WaveKind
from hemvist.waves.playbook import PLAYBOOKS, steps_for

pytestmark = pytest.mark.django_db
NEW = {"name": "Gruvan 2027", "kind": "employer"}
LATER = timedelta(hours=1)


@pytest.fixture
def coordinator(client):
    make.a_municipality()
    team = make.a_team("Mottagningen", is_front_door=True)
    user = make.a_user("Samira Ek", role=Role.COORDINATOR, teams=[team])
    client.force_login(user)
    return user


@pytest.fixture
def people(coordinator):
    """Two of the employer's households, one that wants to be called, and one of nobody's."""
    code = make.a_source_code()
    make.a_life_area("work")
    for name, more in {
        "Ada": {},
        "Olena": {"language": "uk"},
        "Ring": {"channels": ["phone"]},
    }.items():
        household = make.a_household(name, email=f"{name.lower()}@example.org", **more)
        make.a_case(household, source_code=code, owner=coordinator)
    make.a_case(make.a_household("Annan", email="annan@example.org"))
    return code.employer


def finish(deed, by):
    begin_deed(deed, by=by, at=timezone.now())
    while doing.do_batch(deed.pk, at=timezone.now() + LATER):
        pass


def act(client, wave, by, **posted):
    client.post(f"/desk/waves/{wave.pk}/act/", posted)
    return BulkDeed.objects.latest("pk")


@pytest.fixture
def wave(client, coordinator, people):
    client.post("/desk/waves/new/", {**NEW, "employer": people.pk})
    wave = Wave.objects.get()
    finish(wave.deeds.get(), coordinator)
    return wave


def numbers(wave, reader):
    with translation.override("en"):
        return {one.words: one.count for one in watching.numbers_of(wave, reader) if one.count}


def test_all_households_of_the_employer_are_shown_before_they_are_tagged(client, people):
    answer = client.post("/desk/waves/new/", {**NEW, "employer": people.pk})
    page = client.get(answer["Location"]).content.decode()

    assert "Ada" in page and "Annan" not in page
    assert not CaseTag.objects.exists()
    assert Tag.objects.get().name == "Gruvan 2027"
    assert Event.objects.filter(verb="wave.begun").count() == 1


def test_those_who_come_later_are_found_too(client, coordinator, people, wave):
    code = people.source_codes.get()
    make.a_case(make.a_household("Ny", email="ny@example.org"), source_code=code)

    client.post(f"/desk/waves/{wave.pk}/find/")

    assert [line.case.title for line in BulkDeed.objects.latest("pk").lines.all()] == ["Ny"]
    finish(BulkDeed.objects.latest("pk"), coordinator)
    client.post(f"/desk/waves/{wave.pk}/find/")
    assert wave.deeds.count() == 2


def test_the_playbook_prepares_and_nothing_is_done_before_somebody_says_so(
    client, coordinator, wave
):
    letter = act(client, wave, coordinator, step="write")
    assert letter.state == "ready"
    assert not Message.objects.exists() and not Need.objects.filter(life_area="work").exists()

    finish(letter, coordinator)
    finish(act(client, wave, coordinator, step="work"), coordinator)
    finish(act(client, wave, coordinator, step="call"), coordinator)

    assert Task.objects.count() == 3
    assert Need.objects.filter(life_area="work").count() == 6  # two adults in each of three
    assert Message.objects.count() + Case.objects.filter(next_step="other_channel").count() == 3


def test_the_wave_is_watched_in_numbers(client, coordinator, wave):
    letter = act(client, wave, coordinator, step="write")
    texts = {"sv": {"subject": "Hej", "body": "Hej {name}"}}
    letter.detail = {"texts": texts, "instead": "sv", "by_hand": True}
    letter.save()
    finish(letter, coordinator)
    finish(act(client, wave, coordinator, step="work"), coordinator)
    Delivery.objects.filter(message__conversation__case__title="Olena").update(state="bounced")
    ada = Case.objects.get(title="Ada")
    make.a_message(ada, body="Tack!", at=timezone.now())
    change_need(
        ada.needs.filter(life_area="work").first(), state="met", by=coordinator, at=timezone.now()
    )

    assert numbers(wave, coordinator) == {
        "households": 3,
        "have been written to": 1,
        "letters did not arrive; a host sees to it": 1,
        "cannot be written to; a host sees to it": 1,
        "have answered": 1,
        "wait for an answer from us": 3,
        "needs met, of 6": 1,
    }
    days = watching.days_of(wave, coordinator, now=timezone.now())
    assert [line.last for line in days.lines] == [2, 1, 1]
    assert client.get(f"/desk/waves/{wave.pk}/").status_code == 200


def test_what_is_said_after_a_wave_has_ended_is_no_answer_to_it(coordinator, wave):
    ada = Case.objects.get(title="Ada")
    make.a_message(ada, body="Tack!", at=wave.began_at + timedelta(days=2))

    assert numbers(wave, coordinator)["have answered"] == 1
    wave.ended_at = wave.began_at + timedelta(days=1)
    assert "have answered" not in numbers(wave, coordinator)


def test_a_protected_household_is_in_no_number_and_in_no_deed(client, coordinator, wave):
    case = Case.objects.get(title="Ada")
    protect_household(case.household, staff=[make.a_user("Invigd").pk], by=coordinator)

    assert numbers(wave, coordinator)["households"] == 2
    deed = act(client, wave, coordinator, step="call")
    assert set(deed.lines.values_list("case__title", flat=True)) == {"Olena", "Ring"}


def test_days_are_summed_to_the_last_and_no_further_back_than_two_months(coordinator, wave):
    wave.began_at = timezone.now() - timedelta(days=100)

    days = watching.days_of(wave, coordinator, now=timezone.now())

    assert len(days.days) == watching.MOST_DAYS
    assert days.days[-1][1] == [0, 0, 0]


def test_watching_costs_the_same_however_many_there_are(client, coordinator, people, wave):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/desk/waves/{wave.pk}/")
        return len(asked)

    cost()
    first = cost()
    for number in range(3):
        case = make.a_case(make.a_household(f"N{number}", email=f"n{number}@example.org"))
        CaseTag.objects.create(case=case, tag=wave.tag, added_at=timezone.now())
        wave.deeds.add(BulkDeed.objects.create(kind="tag", by=coordinator, made_at=timezone.now()))
    assert cost() == first


def test_over_is_over(client, coordinator, wave):
    for _time in range(2):
        client.post(f"/desk/waves/{wave.pk}/end/")
    client.post(f"/desk/waves/{wave.pk}/act/", {"step": "call"})

    assert wave.deeds.count() == 1
    assert Event.objects.filter(verb="wave.ended").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "employer"),
        ({"name": "Tagg"}, "name"),
        ({"kind": "x"}, "kind"),
        ({"query": "a=b"}, "employer"),
    ],
)
def test_a_wave_says_what_it_is_and_whom_it_concerns(client, people, typed, field):
    Tag.objects.create(name="tagg")

    page = client.post("/desk/waves/new/", {**NEW, **typed})

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Wave.objects.exists()


def test_a_wave_begins_from_a_filter_of_the_list(client, people):
    client.post("/desk/waves/new/", {**NEW, "kind": "homes", "query": "language=uk"})

    assert [line.case.title for line in BulkDeed.objects.get().lines.all()] == ["Olena"]


def test_every_step_of_every_playbook_makes_a_deed(client, coordinator, wave):
    for kind in WaveKind:
        Wave.objects.update(kind=kind)
        for step in steps_for(kind):
            act(client, wave, coordinator, step=step.code)

    steps = sum(len(steps) for steps in PLAYBOOKS.values())
    assert wave.deeds.count() == 1 + steps
    act(client, wave, coordinator, step="nothing")
    act(client, wave, coordinator, kind="nothing")
    assert wave.deeds.count() == 1 + steps
