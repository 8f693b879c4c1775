"""Mentions, facts on top of a case, tasks, and who is there."""

from datetime import date, timedelta

import pytest

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework import noting, presence
from hemvist.casework.actions import add_note, close_case
from hemvist.casework.models import Case, CloseReason, Doing, Mention, Presence, Task
from hemvist.casework.rules import colleagues_who_read, colleagues_who_see
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


def last_verb(case):
    events = Event.objects.filter(subject_type="case", subject_id=str(case.pk))
    return events.order_by("-pk").values_list("verb", flat=True).first()


def test_those_who_may_see_a_case_are_those_it_is_visible_to(case):
    village, other = make.a_team("Råbäcken"), make.a_team("Storbyn")
    case.team = village
    case.save()
    for role in Role:
        make.a_user(role=role, teams=[village])
        make.a_user(role=role, teams=[other])
        make.a_user(role=role, is_active=False)
    protected = make.a_case(make.a_household("Skyddad", staff=[make.a_user("Invigd")]))
    from hemvist.accounts.models import User

    for one in (case, protected):
        visible = {
            user
            for user in User.objects.filter(is_active=True)
            if Case.objects.visible_to(user).filter(pk=one.pk).exists()
        }
        assert set(colleagues_who_see(one)) == visible
    assert {user.role for user in colleagues_who_read(case)} == {
        Role.HOST,
        Role.COORDINATOR,
        Role.CITIZEN_SERVICES,
    }


def test_a_note_stands_on_the_desk_of_those_mentioned_who_may_read_it(host, colleague):
    protected = make.a_case(make.a_household("Skyddad", staff=[host]))

    note = add_note(protected, body="@Omar, se här", by=host, at=NOW, mentions=[host, colleague])

    assert [mention.colleague for mention in note.mentions.all()] == [host]


def test_a_mention_is_read_once_and_by_the_one_it_is_for(case, host, colleague):
    note = add_note(case, body="Se här", by=host, at=NOW, mentions=[colleague])
    mention = note.mentions.get()

    noting.read_mention(mention, by=host, at=NOW)
    assert Mention.objects.get().read_at is None
    noting.read_mention(mention, by=colleague, at=NOW)
    noting.read_mention(mention, by=colleague, at=NOW + timedelta(hours=1))

    assert Mention.objects.get().read_at == NOW
    assert Event.objects.filter(verb="mention.read").count() == 1


def test_a_fact_is_taken_down_once_and_kept(case, host, colleague):
    fact = noting.pin_fact(case, body="Ringer bara efter fyra", by=host, at=NOW)
    assert last_verb(case) == "fact.pinned"

    noting.take_down_fact(fact, by=colleague, at=NOW)

    fact.refresh_from_db()
    assert (fact.body, fact.removed_by, fact.removed_at) == (
        "Ringer bara efter fyra",
        colleague,
        NOW,
    )
    assert last_verb(case) == "fact.taken_down"
    with pytest.raises(noting.DoneAlready):
        noting.take_down_fact(fact, by=host, at=NOW)


def a_task(case, host, **fields):
    values = {"what": "Skicka blanketten", "on": date(2026, 12, 1), **fields}
    return noting.add_task(case, **values, by=host, at=NOW)


def test_a_task_is_given_done_and_put_back(case, host, colleague):
    task = a_task(case, host, assignee=colleague)
    assert list(Task.objects.open().of(colleague)) == [task]

    noting.finish_task(task, by=host, at=NOW)
    with pytest.raises(noting.DoneAlready):
        noting.finish_task(task, by=colleague, at=NOW)
    task.refresh_from_db()
    assert (task.is_done, task.done_by, last_verb(case)) == (True, host, "task.done")

    noting.undo_task(task, by=host, at=NOW)
    task.refresh_from_db()
    assert (task.is_done, task.done_by, last_verb(case)) == (False, None, "task.undone")


def test_a_task_given_to_nobody_is_for_whoever_has_the_case(case, host, colleague):
    task = a_task(case, host)

    assert list(Task.objects.open().of(host)) == [task]
    assert list(Task.objects.open().of(colleague)) == []


def test_nobody_gets_a_task_in_a_case_they_may_not_see(host, colleague):
    protected = make.a_case(make.a_household("Skyddad", staff=[host]))

    with pytest.raises(noting.CannotSeeCase):
        a_task(protected, host, assignee=colleague)


def test_a_done_task_is_not_changed(case, host):
    task = noting.finish_task(a_task(case, host), by=host, at=NOW)

    with pytest.raises(noting.DoneAlready):
        noting.change_task(task, what="x", on=task.on, assignee=None, by=host, at=NOW)


def test_tasks_of_one_who_leaves_go_to_whoever_has_the_cases(case, host, colleague):
    task = a_task(case, host, assignee=colleague)

    assert noting.hand_over_tasks(colleague, by=host, at=NOW) == 1

    task.refresh_from_db()
    assert task.assignee is None


def test_tasks_outlive_the_end_of_a_case(case, host):
    task = a_task(case, host)
    close_case(case, reason=CloseReason.SETTLED, by=host, at=NOW)

    assert noting.finish_task(task, by=host, at=NOW).is_done


def test_who_is_there_is_seen_by_the_others_until_a_minute_of_silence(case, host, colleague):
    presence.say_here(case, doing=Doing.WRITING, by=colleague, at=NOW)
    presence.say_here(case, doing=Doing.WRITING, by=colleague, at=NOW + timedelta(seconds=50))

    later = NOW + timedelta(seconds=100)
    here = presence.others_here(case, besides=host, at=later)
    assert [(one.colleague, one.doing, one.since) for one in here] == [(colleague, "writing", NOW)]
    assert presence.others_here(case, besides=colleague, at=later) == []
    assert presence.others_here(case, besides=host, at=later + timedelta(seconds=20)) == []


def test_who_comes_back_after_a_silence_has_come_anew(case, colleague):
    presence.say_here(case, doing=Doing.WRITING, by=colleague, at=NOW)
    presence.say_here(case, doing=Doing.WRITING, by=colleague, at=NOW + timedelta(hours=1))

    assert Presence.objects.get().since == NOW + timedelta(hours=1)


def test_who_has_saved_is_gone_and_the_rest_is_forgotten(case, host, colleague):
    presence.say_here(case, doing=Doing.WRITING, by=colleague, at=NOW)
    presence.say_here(case, doing=Doing.NOTING, by=host, at=NOW)

    presence.say_gone(case, doing=Doing.WRITING, by=colleague)

    assert [one.colleague for one in Presence.objects.all()] == [host]
    assert presence.forget_who_was_here(at=NOW + timedelta(hours=2)) == 1
