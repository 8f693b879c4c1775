"""Every table says what becomes of its rows, and erasing a household really empties them."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from hemvist.audit.actions import Actor
from hemvist.bulk.actions import choose_cases
from hemvist.bulk.tagging import make_tag, tag_case
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.demo.factories import (
    NOW,
    a_case,
    a_household,
    a_message,
    a_municipality,
    a_referral,
    a_user,
    an_enquiry,
)
from tests.documents.making import a_file
from tests.inbox.making import answer_to, arrive

MARK = "zxq7"
OURS = sorted(
    (model for model in apps.get_models() if model.__module__.startswith("hemvist.")),
    key=lambda model: model._meta.label,
)
ERASED = [model for model in OURS if model.erasure == Erasure.WITH_HOUSEHOLD]
# Codes, keys and digests, which say nothing about anybody; everything else is filled.
CODES = {
    "case.reference",
    "case.kind",
    "case.source",
    "conversation.id",
    "consent.given_how",
    "consent.language",
    "consent.purpose",
    "consent.receiver",  # a function's name, never a person's
    "casefile.digest",
    "casefile.stored_as",
    "contactchoice.language",
    "decision.how",
    "delivery.language",
    "delivery.mail_id",
    "delivery.purpose",
    "enquiry.language",
    "enquiry.source",
    "household.language",
    "incomingmail.digest",
    "incomingmail.language",
    "incomingmail.stored_as",
    "incomingmail.why",
    "message.language",
    "owntrack.language",
    "registration.language",
    "signincode.digest",
}
# Letters to a function stay as they were written: what they say of the person is the question.
ONLY = {"delivery": {"to_person": True}}
# Never belongs to a household it could be erased with: a worker removes it within minutes.
WITHOUT_HOUSEHOLD = {"linkrequest"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_table_says_what_becomes_of_its_rows(model):
    assert isinstance(model.__dict__.get("erasure", getattr(model, "erasure", None)), Erasure)


def _fields(model):
    for field in model._meta.concrete_fields:
        code = f"{model._meta.model_name}.{field.name}"
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        chosen = field.choices or getattr(getattr(field, "base_field", None), "choices", None)
        if (is_text or isinstance(field, ArrayField)) and not chosen and code not in CODES:
            yield field


def _marked(field):
    if isinstance(field, models.JSONField):
        return {"words": MARK}
    return [MARK] if isinstance(field, ArrayField) else MARK


def _tables_with_the_mark():
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE %s', [f"%{MARK}%"]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def _a_full_life(host):
    from hemvist.casework.actions import add_note
    from hemvist.casework.calling import log_call
    from hemvist.casework.models import CallOutcome
    from hemvist.casework.noting import add_task, pin_fact
    from hemvist.follow_up.models import CheckIn
    from hemvist.merging.actions import merge_cases
    from hemvist.merging.models import Resemblance
    from hemvist.people.actions import Contact
    from hemvist.people.members import set_own_track
    from hemvist.portal.actions import send_code
    from hemvist.registration.models import PeopleList, PersonLine, Registration
    from hemvist.routing.models import Decision
    from hemvist.texts.models import IncomingText
    from hemvist.writing.models import Draft
    from tests.merging.making import kept_of

    household = a_household(MARK, email=f"{MARK}@example.org")
    case = a_case(household, owner=host)
    a_message(case, body=MARK)
    a_message(case, by=host, body=MARK)
    add_note(case, body=MARK, by=host, at=NOW, mentions=[host])
    a_file(case)
    arrive(answer_to(case, sender=f"{MARK}@example.org"))
    pin_fact(case, body=MARK, by=host, at=NOW)
    add_task(case, what=MARK, on=NOW.date(), by=host, at=NOW)
    log_call(case, outcome=CallOutcome.TALKED, is_incoming=True, summary=MARK, by=host, at=NOW)
    a_referral(case, by=host, question=MARK)
    an_enquiry(answers={"name": MARK}, case=case)
    partner = household.people.get(is_child=False, is_contact=False)
    set_own_track(partner, contact=Contact(["sms"], "ar", phone="070-174 06 36"), by=host, at=NOW)
    tag_case(case, tag=make_tag("Gruvan", by=host), by=host, at=NOW)
    choose_cases(Case.objects.filter(pk=case.pk), kind="close", by=host, at=NOW)
    Decision.objects.create(case=case, team=case.team, how="queue", decided_at=NOW)
    CheckIn.objects.create(case=case, milestone="2w", due_on=NOW.date())
    send_code(household, point=household.contact_points.first(), at=NOW)
    Registration.objects.create(
        case=case, kind="desk", is_new=True, language="sv", was_informed=True, by=host, at=NOW
    )
    Draft.objects.create(case=case, author=host, body=MARK, changed_at=NOW)
    IncomingText.objects.create(
        provider_id="s1",
        number="+46701740636",
        body=MARK,
        received_at=NOW,
        state="sorted",
        case=case,
    )
    listed = PeopleList.objects.create(name="Mässan", consent="Ja", by=host, given_at=NOW)
    PersonLine.objects.create(people_list=listed, number=2, case=case, state="brought_in")
    twin = a_case(a_household(MARK, email=f"{MARK}@example.org"), owner=host)
    merge_cases(case, other=twin, kept=kept_of(case, origin="eu"), by=host, at=NOW)
    Resemblance.objects.create(first=case, second=twin, score=70, found_at=NOW)
    return household


def test_erasing_a_household_leaves_no_word_of_it_in_any_table(db):
    from hemvist.messaging.models import Delivery
    from hemvist.messaging.tasks import deliver
    from hemvist.privacy.actions import erase_household

    a_municipality()
    household = _a_full_life(a_user())
    filled = [model for model in ERASED if model._meta.model_name not in WITHOUT_HOUSEHOLD]
    for model in filled:
        assert model.objects.exists(), f"{model.__name__} has no row to erase; add one to this test"
        rows = model.objects.filter(**ONLY.get(model._meta.model_name, {}))
        rows.update(**{field.name: _marked(field) for field in _fields(model)})
    marked = {model._meta.db_table for model in filled if list(_fields(model))}
    assert marked <= set(_tables_with_the_mark())
    household.refresh_from_db()
    _make_addresses_usable(household)

    erase_household(household, by=Actor.RESIDENT, at=NOW)
    for delivery in Delivery.objects.filter(state="queued"):
        deliver.func(delivery=delivery.pk)

    assert _tables_with_the_mark() == []


def _make_addresses_usable(household):
    household.contact_points.update(value=f"{MARK}@example.org", normalised=f"{MARK}@example.org")
