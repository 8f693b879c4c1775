"""Two people who change the same thing lose nothing of what either wrote."""

import json
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hemvist.casework.models import NeedState, NextStep
from hemvist.casework.needs import change_need
from hemvist.casework.noting import add_task, change_task
from hemvist.casework.side_by_side import BothChanged, merged
from hemvist.casework.together import merge_next_step, next_step_now
from hemvist.demo.factories import NOW

FIELDS = ("a", "b", "c")
VALUES = st.sampled_from(["", "x", "y", "z"])
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["open", "save"]),
        st.sampled_from([0, 1]),
        st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3),
    ),
    max_size=20,
)


@given(moves=MOVES)
def test_no_interleaving_of_two_editors_loses_a_value_unseen(moves):
    now = dict.fromkeys(FIELDS, "")
    shown = [dict(now), dict(now)]
    for move, who, typed in moves:
        if move == "open":
            shown[who] = dict(now)
            continue
        was, mine, before = shown[who], {**shown[who], **typed}, dict(now)
        try:
            now = merged(was=was, mine=mine, now=before)
        except BothChanged as clash:
            assert now == before
            for field in clash.fields:
                # Both texts are there to choose from: theirs in `now`, mine in what I typed.
                assert len({clash.now[field], mine[field], was[field]}) == 3
            shown[who] = dict(now)
            continue
        for field in FIELDS:
            # What I wrote is there, and what was there is gone only if I had seen it.
            assert mine[field] == was[field] or now[field] == mine[field]
            assert now[field] == before[field] or before[field] == was[field]
        shown[who] = dict(now)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def fields_of(response):
    """What the page would send, untouched."""
    form = response.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()}


def test_what_only_one_of_two_changed_in_a_need_is_kept_from_both(client, case, colleague):
    need = case.needs.get()
    url = reverse("casework:need", args=[case.reference, need.pk])
    mine = fields_of(client.get(url)) | {"note": "Helst nära sjön"}
    change_need(need, state=NeedState.IN_PROGRESS, desired="I augusti", by=colleague, at=NOW)

    assert client.post(url, mine).status_code == 302

    need.refresh_from_db()
    assert (need.note, need.desired, need.state) == ("Helst nära sjön", "I augusti", "in_progress")


@pytest.mark.parametrize(("pick", "kept"), [("mine", "Helst i mars"), ("theirs", "I augusti")])
def test_what_both_changed_stands_side_by_side_to_choose(client, case, colleague, pick, kept):
    need = case.needs.get()
    url = reverse("casework:need", args=[case.reference, need.pk])
    mine = fields_of(client.get(url)) | {"desired": "Helst i mars"}
    change_need(need, state=NeedState.MET, desired="I augusti", by=colleague, at=NOW)

    refused = client.post(url, mine, headers={"accept-language": "en"})

    assert refused.status_code == 422
    assert "What you wrote: Helst i mars" in refused.text
    assert "What stands there now: I augusti" in refused.text
    again = fields_of(refused)
    assert (again["state"], again["desired"]) == ("met", "Helst i mars")
    assert client.post(url, again | {"pick_desired": pick}).status_code == 302
    need.refresh_from_db()
    assert (need.desired, need.state) == (kept, "met")


def test_a_third_change_while_one_chooses_is_not_lost_either(client, case, colleague):
    need = case.needs.get()
    url = reverse("casework:need", args=[case.reference, need.pk])
    mine = fields_of(client.get(url)) | {"desired": "Helst i mars"}
    change_need(need, state=NeedState.OPEN, desired="I augusti", by=colleague, at=NOW)
    again = fields_of(client.post(url, mine))
    change_need(need, state=NeedState.OPEN, desired="I juni", by=colleague, at=NOW)

    refused = client.post(url, again)

    need.refresh_from_db()
    assert (refused.status_code, need.desired) == (422, "I juni")


def test_two_who_set_the_next_step_keep_day_and_words_of_each(client, case, colleague):
    url = reverse("casework:next_step", args=[case.reference])
    mine = fields_of(client.get(url)) | {"note": "Fråga om båten"}
    merge_next_step(
        case,
        merge=lambda now: {**now, "on": date(2026, 12, 4)},
        by=colleague,
        at=NOW,
    )

    assert client.post(url, mine).status_code == 302

    case.refresh_from_db()
    assert next_step_now(case) == {
        "step": NextStep.FIRST_CONTACT,
        "note": "Fråga om båten",
        "on": date(2026, 12, 4),
    }


def test_two_days_for_one_step_stand_side_by_side(client, case, colleague):
    url = reverse("casework:next_step", args=[case.reference])
    mine = fields_of(client.get(url)) | {"when": "on", "on": "2026-12-01"}
    merge_next_step(case, merge=lambda now: {**now, "on": date(2026, 12, 4)}, by=colleague, at=NOW)

    refused = client.post(url, mine)
    again = fields_of(refused) | {"pick_on": "theirs"}
    client.post(url, again)

    case.refresh_from_db()
    assert (refused.status_code, case.next_step_on) == (422, date(2026, 12, 4))


def test_a_task_changed_by_two_is_merged_field_by_field(client, case, host, colleague):
    task = add_task(case, what="Ring skolan", on=date(2026, 12, 1), by=host, at=NOW)
    url = reverse("casework:task", args=[case.reference, task.pk])
    mine = fields_of(client.get(url)) | {"what": "Ring Björknäs skola"}
    change_task(
        task, what="Ring skolan", on=date(2026, 12, 8), assignee=colleague, by=colleague, at=NOW
    )

    client.post(url, mine)

    task.refresh_from_db()
    assert (task.what, task.on, task.assignee) == (
        "Ring Björknäs skola",
        date(2026, 12, 8),
        colleague,
    )


@pytest.mark.parametrize("was", ["{", "[1]", '"x"', "null", json.dumps({"note": ["x"]}), "9" * 30])
def test_a_page_that_says_nonsense_of_what_it_showed_is_answered(client, case, was):
    need = case.needs.get()
    url = reverse("casework:need", args=[case.reference, need.pk])
    mine = fields_of(client.get(url)) | {"note": "Ny", "was": was}

    assert client.post(url, mine).status_code in {302, 422}
