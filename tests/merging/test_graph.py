"""Whatever points to a case, a household or a member of it is known to the merger."""

from django.apps import apps
from django.db.models import ForeignKey

from hemvist.casework.models import Case
from hemvist.merging import graph
from hemvist.merging.moving import is_later, marks_of
from hemvist.messaging.models import Conversation
from hemvist.people.models import Household, Person


def _all_that_point():
    """By another way than the merger's own: from the tables pointed to."""
    for target in (Case, Conversation, Household, Person):
        for relation in target._meta.get_fields(include_hidden=True):
            if (
                relation.auto_created
                and not relation.concrete
                and (relation.one_to_many or relation.one_to_one)
            ):
                yield relation.field


def test_every_column_that_points_to_a_case_or_a_household_moves_or_says_why_not():
    known = {graph.label(f) for target in (*graph.ROOTS, Person) for f in graph.pointing_to(target)}

    assert {graph.label(field) for field in _all_that_point()} <= known


def test_no_exception_is_made_for_what_is_not_there():
    there = {graph.label(f) for target in graph.ROOTS for f in graph.pointing_to(target)}

    assert set(graph.STAYS) <= there


def test_every_table_that_names_a_case_by_number_alone_points_to_it_properly():
    """A number in a plain column would stay behind without anybody noticing."""
    loose = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("hemvist.")
        for field in model._meta.concrete_fields
        if not isinstance(field, ForeignKey)
        and field.name in {"case_id", "case_pk", "household_id", "household_pk", "person_id"}
    }

    assert loose == set()


def test_what_is_added_after_the_marks_is_later(case):
    from hemvist.casework.actions import add_note
    from hemvist.demo.factories import NOW

    early = add_note(case, body="Före", by=case.owner, at=NOW)
    marks = marks_of([case, case.conversation, case.household])
    late = add_note(case, body="Efter", by=case.owner, at=NOW)

    assert (is_later(early, marks), is_later(late, marks)) == (False, True)
