"""Deeds on many cases: left out and why, done once, undone where nobody has gone on."""

from datetime import date, timedelta

import pytest

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.bulk import actions, doing
from hemvist.bulk.deeds import deed_of
from hemvist.bulk.models import BulkDeed, BulkLine, CaseTag, DeedKind, DeedState
from hemvist.bulk.tagging import make_tag
from hemvist.casework.actions import add_note, close_case, set_next_step
from hemvist.casework.models import Case, CloseReason, Need, NextStep, Task
from hemvist.casework.needs import change_need
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.models import Delivery, Message
from hemvist.people.actions import protect_household
from hemvist.people.models import Person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=3)
TOO_LATE = NOW + timedelta(minutes=30)
CLOSING = {"reason": "not_moving"}
PLANNING = {"step": "call", "on": "2026-12-24", "note": "Före jul"}
TEXTS = {
    "sv": {"subject": "Om {reference}", "body": "Hej {name}, {host} hör av sig."},
    "uk": {"subject": "Про {reference}", "body": "Вітаємо, {name}!"},
}


def a_family(name, language="sv", **more):
    email = f"{name.lower()}@example.org"
    return make.a_household(name, email=email, language=language, **more)


@pytest.fixture
def cases(host):
    return [make.a_case(a_family(name), owner=host) for name in ("Ada", "Bo", "Cia")]


def chosen(kind, by, detail=None, cases=None):
    cases = Case.objects.all() if cases is None else cases
    deed = actions.choose_cases(cases, kind=DeedKind(kind), by=by, at=NOW)
    return actions.describe_deed(deed, detail=detail) if detail is not None else deed


def finish(deed, *, at=NOW):
    while doing.do_batch(deed.pk, at=at):
        pass
    deed.refresh_from_db()
    return fates(deed)


def done(kind, by, detail, *, at=NOW):
    deed = actions.begin_deed(chosen(kind, by, detail), by=by, at=NOW)
    return deed, finish(deed, at=at)


def undone(deed, by, *, at=LATER):
    actions.undo_deed(deed, by=by, at=at)
    while doing.undo_batch(deed.pk, by=by, at=at):
        pass
    return fates(deed)


def fates(deed):
    lines = deed.lines.select_related("case").order_by("pk")
    return {line.case.title: (line.state, line.reason) for line in lines}


DONE = ("done", "")


def test_undoing_keeps_what_a_colleague_changed_after_the_cases_were_read(host, cases):
    deed = chosen("close", host, CLOSING, cases=Case.objects.filter(pk=cases[0].pk))
    line, read = deed.lines.get(), cases[0]
    set_next_step(
        read, step=NextStep.MEET, on=date(2026, 12, 4), note="Stadshuset", by=host, at=NOW
    )

    deed_of(deed).do(read, line, at=NOW)
    deed_of(deed).undo(read, line, by=host, at=LATER)

    read.refresh_from_db()
    assert (read.is_open, read.next_step, read.next_step_note) == (True, "meet", "Stadshuset")


def test_the_dry_run_says_who_is_left_out_and_changes_nothing(host, cases):
    close_case(cases[1], reason=CloseReason.SETTLED, by=host, at=NOW)
    protect_household(cases[2].household, staff=[host.pk], by=host)
    events = Event.objects.count()

    deed = chosen("next_step", host, PLANNING)

    assert deed.state == DeedState.READY
    assert fates(deed) == {
        "Ada": ("waiting", ""),
        "Bo": ("left_out", "closed"),
        "Cia": ("left_out", "protected"),
    }
    assert Event.objects.count() == events
    assert Case.objects.filter(next_step=NextStep.CALL).count() == 0


def test_each_case_is_done_by_its_own_action_and_stands_in_its_own_history(host, cases):
    _deed, found = done("next_step", host, PLANNING)

    assert found == dict.fromkeys(["Ada", "Bo", "Cia"], DONE)
    assert {case.next_step_on for case in Case.objects.all()} == {date(2026, 12, 24)}
    told = Event.objects.filter(verb="case.next_step_set", actor=host)
    assert set(told.values_list("subject_id", flat=True)) == {str(case.pk) for case in cases}
    assert Event.objects.get(verb="bulkdeed.done").detail == {"done": 3}


def test_what_happens_between_looking_and_doing_is_heeded(host, cases):
    deed = actions.begin_deed(chosen("next_step", host, PLANNING), by=host, at=NOW)
    close_case(cases[0], reason=CloseReason.SETTLED, by=host, at=NOW)
    protect_household(cases[1].household, staff=[make.a_user("Annan").pk], by=host)

    assert finish(deed) == {
        "Ada": ("left_out", "closed"),
        "Bo": ("left_out", "not_allowed"),
        "Cia": DONE,
    }


def test_somebody_who_has_left_meanwhile_does_nothing_more(host, cases):
    deed = actions.begin_deed(chosen("close", host, CLOSING), by=host, at=NOW)
    host.role = Role.AUDITOR
    host.save()

    assert set(finish(deed).values()) == {("left_out", "not_allowed")}


def test_a_killed_worker_is_followed_by_one_that_does_nothing_twice(host, cases, monkeypatch):
    monkeypatch.setattr(doing, "BATCH", 2)
    deed = actions.begin_deed(
        chosen("task", host, {"what": "Ring", "on": "2026-12-01"}), by=host, at=NOW
    )
    real, calls = doing._do, []

    def die_in_the_second_batch(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(doing, "_do", die_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        finish(deed)
    assert Task.objects.count() == 2
    monkeypatch.setattr(doing, "_do", real)

    assert finish(deed) == dict.fromkeys(["Ada", "Bo", "Cia"], DONE)
    assert sorted(Task.objects.values_list("case__title", flat=True)) == ["Ada", "Bo", "Cia"]


def test_one_case_that_breaks_does_not_stop_the_others(host, cases, monkeypatch, caplog):
    from hemvist.bulk.deeds import Planning

    real = Planning.act

    def act(self, case, *, at):
        if case.title == "Bo":
            raise RuntimeError("no")
        return real(self, case, at=at)

    monkeypatch.setattr(Planning, "act", act)
    _deed, found = done("next_step", host, PLANNING)

    assert found == {"Ada": DONE, "Bo": ("failed", "error"), "Cia": DONE}
    assert "RuntimeError" in caplog.text


def test_undo_puts_back_what_nobody_has_gone_on_with(host, cases, coordinator):
    deed, _found = done("close", host, CLOSING)
    was = cases[0]
    add_note(cases[1], body="Ringde ändå", by=host, at=LATER)  # changes nothing of the case
    from hemvist.casework.actions import reopen_case

    reopen_case(cases[2], by=coordinator, at=LATER)

    found = undone(deed, host)

    assert found == {"Ada": ("undone", ""), "Bo": ("undone", ""), "Cia": ("kept", "changed")}
    now = Case.objects.get(pk=was.pk)
    assert (now.state, now.next_step, now.next_step_on, now.first_unanswered_at, now.owner) == (
        was.state,
        was.next_step,
        was.next_step_on,
        was.first_unanswered_at,
        was.owner,
    )
    assert Case.objects.get(title="Cia").owner == coordinator
    assert Event.objects.filter(verb="case.put_back", actor=host).count() == 2


def test_assigning_leaves_out_those_who_have_it_already(host, cases, team, coordinator):
    make.a_case(a_family("Dag"))
    deed, found = done("assign", coordinator, {"owner": host.pk, "team": None})

    assert found == {**dict.fromkeys(["Ada", "Bo", "Cia"], ("left_out", "already")), "Dag": DONE}
    assert undone(deed, coordinator)["Dag"] == ("undone", "")
    assert Case.objects.get(title="Dag").owner is None


def test_tags_are_put_on_closed_cases_too_and_taken_off_again(host, cases):
    close_case(cases[0], reason=CloseReason.SETTLED, by=host, at=NOW)
    tag = make_tag("Gruvan", by=host)
    deed, found = done("tag", host, {"tag": tag.pk})

    assert set(found.values()) == {DONE}
    assert CaseTag.objects.filter(tag=tag).count() == 3
    assert set(undone(deed, host).values()) == {("undone", "")}
    assert not CaseTag.objects.exists()


def test_needs_are_added_for_each_adult_or_opened_again_and_taken_back(host, cases):
    case = cases[0]
    work = make.a_life_area("work")
    adults = list(Person.objects.filter(household=case.household, is_child=False))
    from hemvist.casework.needs import add_need

    met = add_need(case, life_area=work, person=adults[0], by=host, at=NOW)
    change_need(met, state="met", by=host, at=NOW)
    untouched = Need.objects.exclude(life_area=work).count()

    deed, found = done("need", host, {"life_area": "work", "whom": "adults", "note": "Uppsagd"})

    assert set(found.values()) == {DONE}
    assert set(case.needs.filter(life_area=work).values_list("person", "state")) == {
        (adults[0].pk, "open"),
        (adults[1].pk, "open"),
    }
    assert set(undone(deed, host).values()) == {("undone", "")}
    assert list(Need.objects.filter(life_area=work).values_list("pk", "state")) == [(met.pk, "met")]
    assert Need.objects.exclude(life_area=work).count() == untouched


def tell(by, **more):
    return chosen("message", by, {"texts": TEXTS, "instead": "", "by_hand": True, **more})


@pytest.fixture
def readers(host, cases):
    """One who reads Ukrainian, one who wants to be called, one whose language has no text."""
    make.a_case(a_family("Olena", "uk"), owner=host)
    make.a_case(a_family("Ring", channels=["phone"]), owner=host)
    make.a_case(a_family("Aino", "fi"), owner=host)


def test_a_letter_goes_in_each_ones_language_and_only_where_it_may(host, readers):
    deed = actions.begin_deed(tell(host), by=host, at=NOW)
    waits = Case.objects.get(title="Ada").first_unanswered_at

    assert finish(deed, at=NOW) == {
        **dict.fromkeys(["Ada", "Bo", "Cia", "Olena"], ("waiting", "")),
        "Ring": ("waiting", "no_way"),
        "Aino": ("waiting", "no_text"),
    }
    found = finish(deed, at=TOO_LATE)

    assert found == {
        **dict.fromkeys(["Ada", "Bo", "Cia", "Olena"], DONE),
        "Ring": ("by_hand", "no_way"),
        "Aino": ("by_hand", "no_text"),
    }
    said = dict(Message.objects.values_list("conversation__case__title", "body"))
    assert said["Ada"] == "Hej Ada, Elin Bäck hör av sig."
    assert said["Olena"] == "Вітаємо, Olena!"
    assert Delivery.objects.filter(message__isnull=False).count() == 4
    assert Case.objects.get(title="Ring").next_step == NextStep.OTHER_CHANNEL
    assert Case.objects.get(title="Ada").first_unanswered_at == waits


def test_letters_go_slowly_and_never_twice(host, readers, monkeypatch):
    monkeypatch.setattr(doing, "LETTERS", 2)
    deed = actions.begin_deed(tell(host, by_hand=False), by=host, at=NOW)

    assert doing.do_batch(deed.pk, at=TOO_LATE)
    assert Message.objects.count() == 2
    BulkLine.objects.update(state="waiting")  # as if the batch had not been written down
    finish(deed, at=TOO_LATE)

    assert Message.objects.count() == 4
    assert Case.objects.get(title="Ring").next_step == NextStep.FIRST_CONTACT


def test_a_language_without_a_text_falls_back_when_told_so(host, readers):
    deed = actions.begin_deed(tell(host, instead="sv"), by=host, at=NOW)

    assert finish(deed, at=TOO_LATE)["Aino"] == DONE
    assert Message.objects.get(conversation__case__title="Aino").language == "sv"


def test_a_letter_is_stopped_in_time_and_not_afterwards(host, cases):
    deed = actions.begin_deed(tell(host), by=host, at=NOW)
    actions.undo_deed(deed, by=host, at=LATER)
    finish(deed, at=TOO_LATE)
    assert not Message.objects.exists()

    sent = actions.begin_deed(tell(host), by=host, at=NOW)
    finish(sent, at=TOO_LATE)
    with pytest.raises(actions.TooLateToUndo):
        actions.undo_deed(sent, by=host, at=TOO_LATE)


def test_what_is_done_long_ago_stays_done(host, cases):
    deed, _found = done("next_step", host, PLANNING)

    with pytest.raises(actions.TooLateToUndo):
        actions.undo_deed(deed, by=host, at=TOO_LATE)


def test_no_more_than_one_deed_takes_are_chosen(host, cases, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)

    with pytest.raises(actions.TooMany):
        chosen("close", host)
    with pytest.raises(actions.NothingChosen):
        chosen("close", host, cases=Case.objects.none())
    assert not BulkDeed.objects.exists()


def test_beginning_twice_is_beginning_once(host, cases):
    deed = chosen("close", host, CLOSING)
    for _time in range(2):
        actions.begin_deed(deed, by=host, at=NOW)

    assert Event.objects.filter(verb="bulkdeed.begun").count() == 1
    with pytest.raises(actions.NotReady):
        actions.describe_deed(deed, detail=CLOSING)


def test_drafts_nobody_came_back_to_are_removed(host, cases):
    old = chosen("close", host)
    kept, _found = done("next_step", host, PLANNING)

    actions.remove_old_drafts(at=NOW + timedelta(days=8))

    assert list(BulkDeed.objects.all()) == [kept]
    assert not BulkLine.objects.filter(deed=old.pk).exists()


def test_set_next_step_is_the_same_alone_and_among_many(host, cases):
    done("next_step", host, PLANNING)
    alone = make.a_case(a_family("Ensam"), owner=host)
    set_next_step(
        alone, step=NextStep.CALL, on=date(2026, 12, 24), note="Före jul", by=host, at=NOW
    )

    fields = ("next_step", "next_step_on", "next_step_note", "version")
    assert len(set(Case.objects.values_list(*fields))) == 1
