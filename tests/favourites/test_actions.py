from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.demo.factories import a_page
from hemvist.directory.models import Area, Service
from hemvist.favourites import actions
from hemvist.favourites.models import SavedItem, SavedList
from hemvist.favourites.tasks import remove_unused
from hemvist.favourites.things import things_of, to_carry, to_compare

NOW = timezone.now()


def codes(saved):
    return [item.code for item in saved.items.kept()]


@pytest.fixture
def saved():
    mine = None
    for code in ["area:harads", "place:nordpoolen", "life:school"]:
        kind, _colon, key = code.partition(":")
        mine = actions.save_thing(mine, kind=kind, key=key)
    return mine


def test_things_stand_in_the_order_they_were_saved(saved):
    assert codes(saved) == ["area:harads", "place:nordpoolen", "life:school"]


def test_what_is_saved_twice_is_there_once(saved):
    actions.save_thing(saved, kind="area", key="harads")

    assert len(codes(saved)) == 3


@pytest.mark.parametrize(
    ("kind", "key"), [("area", "moon"), ("moon", "harads"), ("place", "harads"), ("", "")]
)
def test_what_does_not_exist_cannot_be_saved(kind, key):
    with pytest.raises(actions.NothingToSave):
        actions.save_thing(None, kind=kind, key=key)

    assert not SavedList.objects.exists()


def test_a_list_has_an_end(saved, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ITEMS", 3)

    with pytest.raises(actions.ListIsFull):
        actions.save_thing(saved, kind="area", key="centrum")


def test_what_is_taken_away_can_be_put_back_with_its_note(saved):
    actions.write_note(saved, kind="area", key="harads", note="Nära skogen")

    actions.remove_thing(saved, kind="area", key="harads", at=NOW)
    without = codes(saved)
    actions.put_back(saved, kind="area", key="harads")

    assert without == ["place:nordpoolen", "life:school"]
    assert codes(saved)[0] == "area:harads"
    assert saved.items.get(key="harads").note == "Nära skogen"


def test_things_move_one_step_and_not_beyond_the_ends(saved):
    actions.move_thing(saved, kind="life", key="school", by=-1)
    actions.move_thing(saved, kind="area", key="harads", by=-1)
    actions.move_thing(saved, kind="area", key="moon", by=1)

    assert codes(saved) == ["area:harads", "life:school", "place:nordpoolen"]


@pytest.mark.parametrize(("with_notes", "note"), [(True, "Fint"), (False, "")])
def test_a_shared_copy_does_not_change_and_has_notes_only_if_wanted(saved, with_notes, note):
    actions.write_note(saved, kind="area", key="harads", note="Fint")

    copy = actions.share_list(saved, with_notes=with_notes)
    actions.remove_thing(saved, kind="place", key="nordpoolen", at=NOW)

    assert copy.key != saved.key
    assert codes(copy) == ["area:harads", "place:nordpoolen", "life:school"]
    assert copy.items.get(key="harads").note == note


def test_taking_over_keeps_what_was_there(saved):
    copy = actions.share_list(saved, with_notes=True)
    mine = actions.save_thing(None, kind="area", key="harads")
    actions.save_thing(mine, kind="area", key="centrum")

    actions.take_over(copy, into=mine)

    assert codes(mine) == ["area:harads", "area:centrum", "place:nordpoolen", "life:school"]


def test_taking_over_brings_back_what_was_taken_away(saved):
    copy = actions.share_list(saved, with_notes=True)
    actions.remove_thing(saved, kind="area", key="harads", at=NOW)

    actions.take_over(copy, into=saved)

    assert sorted(codes(saved)) == ["area:harads", "life:school", "place:nordpoolen"]


def test_who_has_no_list_gets_one_by_taking_over(saved):
    copy = actions.share_list(saved, with_notes=True)

    mine = actions.take_over(copy, into=None)

    assert (mine.is_copy, len(codes(mine))) == (False, 3)


def test_lists_nobody_has_changed_for_a_year_are_deleted_and_it_is_written_down(saved):
    old = actions.share_list(saved, with_notes=True)
    SavedList.objects.filter(pk=old.pk).update(changed_at=NOW - timedelta(days=366))
    actions.remove_thing(saved, kind="area", key="harads", at=NOW - timedelta(hours=25))

    remove_unused(timestamp=int(NOW.timestamp()))

    assert list(SavedList.objects.all()) == [saved]
    assert not SavedItem.objects.filter(key="harads").exists()
    assert Event.objects.get(verb="favourites.removed").detail == {"count": 1}


def test_what_has_gone_from_the_guide_keeps_its_name_and_is_not_carried(saved):
    Service.objects.filter(slug="nordpoolen").update(status="defunct")
    Area.objects.filter(slug="harads").update(name="Nya Harads")

    things = things_of(saved.items.kept())

    assert [(thing.title, thing.known is None) for thing in things][:2] == [
        ("Nya Harads", False),
        ("Nordpoolen", True),
    ]
    assert len(to_carry(things)) == 2


def test_two_saved_areas_can_be_compared_and_one_cannot(saved):
    alone = to_compare(things_of(saved.items.kept()))
    actions.save_thing(saved, kind="area", key="centrum")

    assert alone == []
    assert to_compare(things_of(saved.items.kept())) == ["harads", "centrum"]


def test_a_list_costs_a_query_for_each_kind_and_none_for_each_thing(
    saved, django_assert_num_queries
):
    for slug in ["centrum", "vittjarv", "savast"]:
        actions.save_thing(saved, kind="area", key=slug)

    with django_assert_num_queries(4):
        things_of(saved.items.kept())


def test_a_page_an_editor_wrote_is_saved_by_where_it_stands():
    a_page("guides/hyra", title="Hyra")
    path = "guides/hyra/"

    saved = actions.save_thing(None, kind="page", key=path)

    (thing,) = things_of(saved.items.kept())
    assert (thing.title, thing.known.address) == ("Hyra", f"/sv/{path}")
