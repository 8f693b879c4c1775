"""The pages of facts, tasks, mentions, and who is there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.casework.actions import add_note
from hemvist.casework.forms import named_in
from hemvist.casework.models import Doing, Mention, Presence, StickyFact, Task
from hemvist.casework.noting import add_task, finish_task, pin_fact
from hemvist.casework.presence import say_here
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def address(name, case, *more):
    return reverse(f"casework:{name}", args=[case.reference, *more])


def page_of(client, case):
    url = reverse("desk:case", args=[case.reference])
    return client.get(url, headers={"accept-language": "en"}).text


def test_a_colleague_named_or_chosen_in_a_note_finds_it_on_their_desk(client, case, colleague):
    chosen = make.a_user("Åsa Norén")

    client.post(address("note", case), {"body": "@omar, ring dem", "tell": [chosen.pk]})

    assert set(Mention.objects.values_list("colleague", flat=True)) == {colleague.pk, chosen.pk}
    client.force_login(colleague)
    home = client.get(reverse("desk:home"), headers={"accept-language": "en"}).text
    assert "Colleagues mention you" in home
    assert "@omar, ring dem" in home
    mention = colleague.mentions.get()
    client.post(address("read", case, mention.pk), {"next": reverse("desk:home")})
    assert "Colleagues mention you" not in client.get(reverse("desk:home")).text


def test_nobody_reads_a_mention_for_another(client, case, host, colleague):
    note = add_note(case, body="Se här", by=host, at=NOW, mentions=[colleague])

    answer = client.post(address("read", case, note.mentions.get().pk))

    assert (answer.status_code, Mention.objects.get().read_at) == (404, None)


def test_one_who_may_not_see_the_case_cannot_be_chosen(client, host, colleague):
    protected = make.a_case(make.a_household("Skyddad", staff=[host]), owner=host)

    answer = client.post(address("note", protected), {"body": "Hej", "tell": [colleague.pk]})

    assert answer.status_code == 422
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Omar kan du?", ["Omar Lind"]),
        ("hej @omar lind!", ["Omar Lind"]),
        ("@Anna ringer", []),
        ("(@Anna Berg) och @Anna Ek", ["Anna Berg", "Anna Ek"]),
        ("skriv till omar@omar.example", []),
        ("@Omarsson", []),
        ("@", []),
    ],
)
def test_a_first_name_is_enough_where_only_one_has_it(text, found):
    people = [make.a_user(name) for name in ("Omar Lind", "Anna Berg", "Anna Ek")]

    assert [one.name for one in named_in(text, people)] == found


def test_a_fact_stands_on_the_case_and_where_one_writes_and_calls(client, case, host):
    client.post(address("new_fact", case), {"body": "Ringer bara efter fyra"})

    for page in [
        page_of(client, case),
        *(client.get(address(n, case)).text for n in ("write", "call")),
    ]:
        assert "Ringer bara efter fyra" in page
    fact = StickyFact.objects.get()
    client.post(address("fact", case, fact.pk))
    assert "Ringer bara efter fyra" not in page_of(client, case)
    assert "Ringer bara efter fyra" in client.get(address("fact", case, fact.pk)).text
    assert client.post(address("fact", case, fact.pk)).status_code == 302


def test_a_task_comes_up_late_on_the_case_and_on_the_desk_and_is_done_there(client, case, host):
    add_task(case, what="Skicka blanketten", on=NOW.date() - timedelta(days=1), by=host, at=NOW)
    task, home = Task.objects.get(), reverse("desk:home")

    assert "Skicka blanketten" in page_of(client, case)
    assert "Late" in client.get(home, headers={"accept-language": "en"}).text
    answer = client.post(address("done", case, task.pk), {"next": home})

    assert answer.url == home
    assert "Skicka blanketten" not in client.get(home).text
    assert "Finished tasks" in page_of(client, case)
    client.post(address("undo", case, task.pk))
    assert "Skicka blanketten" in client.get(home).text


def test_a_task_is_given_to_somebody_by_a_day_that_can_be_reached(client, case, colleague):
    late = client.post(address("new_task", case), {"what": "Ring", "on": "2026-11-20"})
    client.post(
        address("new_task", case), {"what": "Ring", "on": "2026-11-30", "assignee": colleague.pk}
    )

    task = Task.objects.get()
    assert late.status_code == 422
    assert (task.what, task.on, task.assignee) == ("Ring", date(2026, 11, 30), colleague)


def test_a_task_whose_day_has_passed_can_be_given_to_somebody_else(client, case, host, colleague):
    day = NOW.date() - timedelta(days=3)
    task = add_task(case, what="Ring", on=day, by=host, at=NOW)

    client.post(
        address("task", case, task.pk),
        {"what": "Ring", "on": day.isoformat(), "assignee": colleague.pk},
    )

    task.refresh_from_db()
    assert task.assignee == colleague


def test_two_who_finish_a_task_get_a_sentence_each(client, case, host, colleague):
    task = add_task(case, what="Ring", on=NOW.date(), by=host, at=NOW)
    finish_task(task, by=colleague, at=NOW)

    answer = client.post(address("done", case, task.pk), {"next": "https://evil.example/"})

    assert answer.url == reverse("desk:case", args=[case.reference])
    assert "A colleague has done this" in page_of(client, case)


def test_a_service_point_sees_tasks_and_facts_but_no_notes_about_it(client, case, host):
    pin_fact(case, body="Ringer bara efter fyra", by=host, at=NOW)
    client.force_login(make.a_user(role=Role.SERVICE_POINT, teams=[case.team]))

    assert "Ringer bara efter fyra" in page_of(client, case)
    assert client.get(address("new_fact", case)).status_code == 403
    assert client.get(address("new_task", case)).status_code == 200


def test_who_is_writing_is_seen_by_a_colleague_who_comes_later(client, case, host, colleague):
    say_here(case, doing=Doing.WRITING, by=colleague, at=NOW)

    page = client.get(address("write", case), headers={"accept-language": "en"}).text
    assert "Omar Lind is writing to the person since" in page
    assert "Omar Lind is writing" in page_of(client, case)

    said = client.post(address("presence", case), {"doing": "noting"}).text
    assert "Omar Lind" in said
    assert Presence.objects.filter(colleague=host, doing="noting").exists()
    client.post(address("note", case), {"body": "Klart"})
    assert not Presence.objects.filter(colleague=host).exists()


@pytest.mark.parametrize("doing", ["", "sleeping", "a\0b", "x" * 5000])
def test_looking_at_a_case_is_not_told_to_anybody(client, case, doing):
    assert client.post(address("presence", case), {"doing": doing}).status_code in {200, 400}
    assert not Presence.objects.exists()
