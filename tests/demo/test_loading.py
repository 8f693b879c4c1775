"""The invented households: all stages, believable, harmless, and always the same."""

from hashlib import sha256

import phonenumbers
import pytest
from django.db import IntegrityError, connection
from django.db.models import Count, F

from hemvist.accounts.models import User
from hemvist.audit.actions import verify
from hemvist.audit.models import Event
from hemvist.casework.models import (
    Case,
    CaseState,
    CloseReason,
    NeedState,
    NextStep,
    RegisterEntry,
)
from hemvist.casework.register import next_number
from hemvist.core.working_time import ZONE, Calendar
from hemvist.demo import loading
from hemvist.demo.copying import FIRST_NAME, LAST_NAME
from hemvist.demo.factories import a_case
from hemvist.demo.loading import load_households
from hemvist.demo.rows import COLUMNS
from hemvist.messaging.models import Delivery, DeliveryState, Message
from hemvist.people.models import ContactKind, ContactPoint, Household
from hemvist.referrals.models import Function, Referral, ReferralState

HARMLESS = (".example", ".invalid", "example.org")


def digest_of_content():
    digest = sha256()
    with connection.cursor() as cursor:
        for model, columns in COLUMNS.items():
            names = ", ".join(columns.split())
            cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY 1")
            for row in cursor:
                digest.update(repr(row).encode())
    return digest.hexdigest()


def clear():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    loading.clear_households()


def test_the_same_day_and_seed_give_the_same_rows(world):
    digests = []
    for seed in (1, 1, 2):
        clear()
        load_households(world, count=60, seed=seed)
        digests.append(digest_of_content())

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_cases_are_in_every_state_and_closed_for_every_reason(seeded):
    cases = Case.objects.all()

    assert cases.count() == 400
    assert set(cases.values_list("state", flat=True)) == set(CaseState.values)
    assert set(cases.values_list("close_reason", flat=True)) == {"", *CloseReason.values}
    assert set(cases.values_list("next_step", flat=True)) == (
        {"", *NextStep.values} - {NextStep.AFTER_CALLS}  # stands in everyday's cases
    )
    assert set(cases.values_list("needs__state", flat=True)) == set(NeedState.values)
    assert Household.objects.filter(is_protected=True, named_staff__isnull=False).exists()
    assert not Household.objects.filter(is_protected=True, named_staff__isnull=True).exists()


def test_referrals_and_letters_are_in_every_state(seeded):
    found = Referral.objects.values_list("state", flat=True)

    assert set(found) == set(ReferralState.values)
    assert Referral.objects.filter(state="sent", due_at__lt=seeded.horizon).exists()
    assert Referral.objects.filter(returned_at__isnull=False).exists()
    assert not Referral.objects.filter(case__household__is_protected=True).exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.BOUNCED,
    }
    assert ContactPoint.objects.filter(failing_since__isnull=False).exists()


def test_people_write_in_five_languages_and_hosts_answer_in_the_same(seeded):
    said = Message.objects.values_list("direction", "language").annotate(n=Count("pk"))

    counts = {(direction, language): n for direction, language, n in said}
    assert set(counts) == {
        (d, one) for d in ("in", "out") for one in ("sv", "en", "fi", "ar", "uk")
    }
    assert min(counts.values()) > 5
    assert not Message.objects.filter(body__contains="{").exists()
    assert not Message.objects.filter(body="").exists()


def test_every_host_finds_work_that_is_late_due_today_this_week_and_later(seeded):
    for host in seeded.hosts:
        mine = Case.objects.open().filter(owner=host)
        assert mine.filter(next_step_on__lt=seeded.on).exists()
        assert mine.filter(next_step_on=seeded.on).exists()
        assert mine.filter(next_step_on__gt=seeded.on, next_step_on__lte="2026-11-27").exists()
        assert mine.filter(next_step_on__gt="2026-11-29").exists()
        assert mine.filter(first_unanswered_at__isnull=False).exists()
    assert Case.objects.open().filter(owner=None, first_contact_due_at__lt=seeded.horizon).exists()
    assert Case.objects.open().filter(owner=None, first_contact_due_at__gt=seeded.horizon).exists()


def test_clocks_are_those_of_the_calendar(seeded):
    calendar = Calendar.current()
    for case in Case.objects.all():
        assert case.first_contact_due_at == calendar.add(case.opened_at, hours=16)
        if case.first_unanswered_at:
            due = calendar.add(case.first_unanswered_at, hours=16)
            assert case.answer_due_at == due
            assert case.next_step_on == due.astimezone(ZONE).date()
        else:
            assert case.answer_due_at is None


def test_nothing_has_happened_yet_today_and_staff_work_in_working_time(seeded):
    calendar = Calendar.current()

    assert not Message.objects.filter(created_at__gt=seeded.horizon).exists()
    written = list(Message.objects.filter(direction="out").values_list("created_at", flat=True))
    out_of_hours = [at for at in written if not calendar.is_open(at)]
    assert len(out_of_hours) < len(written) * 0.02
    assert any(
        not calendar.is_open(at)
        for at in Message.objects.filter(direction="in").values_list("created_at", flat=True)
    )


def test_register_and_references_run_without_gaps_in_order_of_time(seeded):
    _expect_order()


def _expect_order():
    entries = RegisterEntry.objects.filter(number__startswith="2026-").order_by("pk")

    numbers = list(entries.values_list("number", flat=True))
    assert numbers == [f"2026-{n:06d}" for n in range(1, len(numbers) + 1)]
    times = list(RegisterEntry.objects.order_by("pk").values_list("registered_at", flat=True))
    assert times == sorted(times)
    opened = list(Case.objects.order_by("pk").values_list("opened_at", flat=True))
    assert opened == sorted(opened)
    assert next_number("register", year=2026) == len(numbers) + 1


def test_the_chain_of_the_log_holds(seeded):
    report = verify()

    assert (report.broken_at, report.unsealed) == (None, 0)


def test_nobody_real_can_be_reached(seeded):
    mails = {
        *ContactPoint.objects.filter(kind=ContactKind.EMAIL).values_list("normalised", flat=True),
        *Delivery.objects.filter(channel="email").values_list("address", flat=True),
        *User.objects.values_list("email", flat=True),
        *Function.objects.values_list("email", flat=True),
    }
    assert [mail for mail in mails if not mail.endswith(HARMLESS)] == []
    phones = {
        *ContactPoint.objects.filter(kind=ContactKind.PHONE).values_list("normalised", flat=True),
        *(_e164(number) for number in User.objects.values_list("phone", flat=True)),
        *(_e164(number) for number in Function.objects.values_list("phone", flat=True)),
    }
    # What the authorities of Sweden and of Britain keep free for fiction.
    free = ("+46701740605", "+46701740699"), ("+447700900000", "+447700900999")
    assert [one for one in phones if not any(a <= one <= z for a, z in free)] == []


def _e164(number):
    parsed = phonenumbers.parse(number, "SE")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def test_nothing_is_sent_again(seeded):
    assert not Delivery.objects.filter(state=DeliveryState.QUEUED).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone()[0] == 0


def test_the_site_goes_on_where_the_seed_ended(seeded):
    last = Case.objects.order_by("-pk").values_list("reference", flat=True)[0]

    case = a_case(at=seeded.horizon)

    assert case.reference == f"HV-26-{int(last[-5:]) + 1:05d}"


@pytest.fixture
def many(world, monkeypatch):
    monkeypatch.setattr(loading, "TOLD", 60)
    monkeypatch.setattr(loading, "LONGEST_CONVERSATION", 90)
    load_households(world, count=200, seed=1)
    return world


def test_the_many_are_written_like_the_few(many):
    said = Message.objects.values("conversation").annotate(n=Count("pk"))

    assert Case.objects.count() == Household.objects.count() == 200
    assert max(one["n"] for one in said) == 90
    assert not Case.objects.exclude(conversation__household=F("household")).exists()
    connection.check_constraints()
    _look_at_every_foreign_key()
    report = verify()
    assert (report.broken_at, report.unsealed) == (None, 0)
    assert Event.objects.count() == report.links > 400


def test_the_many_have_names_and_addresses_of_their_own(many):
    titles = set(Case.objects.values_list("title", flat=True))
    emails = ContactPoint.objects.filter(kind="email").values_list("normalised", flat=True)

    assert len(titles) > 150
    assert len(set(emails)) == len(emails)
    for model, columns in COLUMNS.items():
        names = columns.replace("position", "event_id").split()
        for row in model._default_manager.values_list(*names):
            assert not {FIRST_NAME, LAST_NAME} & set("".join(map(str, row)))
    for case in Case.objects.select_related("household").filter(state="active"):
        assert case.household.people.get(is_contact=True).name == case.title
        assert case.register_entries.filter(direction="in", counterpart=case.title).exists()


def test_the_promises_to_the_many_are_those_of_the_calendar(many):
    calendar = Calendar.current()

    for case in Case.objects.all():
        assert case.first_contact_due_at == calendar.add(case.opened_at, hours=16)
        if case.first_unanswered_at:
            due = calendar.add(case.first_unanswered_at, hours=16)
            assert (case.answer_due_at, case.next_step_on) == (due, due.astimezone(ZONE).date())
    assert not Message.objects.filter(created_at__gt=many.horizon).exists()


def test_register_and_references_of_the_many_run_in_order_of_time(many):
    _expect_order()


def test_more_can_be_added_to_the_many(many):
    indexes = _indexes()

    load_households(many, count=100, seed=2)
    load_households(many, count=10, seed=3)

    assert Case.objects.count() == 310
    assert _indexes() == indexes
    assert verify().broken_at is None
    assert a_case(at=many.horizon).pk == Case.objects.order_by("-pk")[0].pk


def _indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        return sorted(cursor.fetchall())


def _look_at_every_foreign_key():
    """What the fast way did not do row by row."""
    connection.check_constraints()
    for model in COLUMNS:
        for field in model._meta.concrete_fields:
            if field.is_relation:
                orphans = model._default_manager.filter(**{f"{field.name}__isnull": False}).exclude(
                    **{f"{field.name}__in": field.related_model._base_manager.all()}
                )
                assert not orphans.exists(), field


def test_a_broken_off_load_leaves_nothing(world):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_households(world, count=20, seed=1, progress=stop)

    assert not Household.objects.exists()
    assert not RegisterEntry.objects.exists()


def test_more_can_be_added(world):
    load_households(world, count=30, seed=1)
    load_households(world, count=30, seed=2)

    assert Case.objects.count() == 60
    assert Case.objects.values("reference").distinct().count() == 60
    assert verify().broken_at is None


def test_two_numbers_alike_would_be_refused(seeded):
    with pytest.raises(IntegrityError):
        RegisterEntry.objects.bulk_create(
            [RegisterEntry(number="2026-000001", registered_at=seeded.horizon, direction="in")]
        )
