"""Recording, sealing and finding what was changed."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hemvist.accounts.models import Role, Team, User
from hemvist.audit.actions import Actor, record, seal, verify
from hemvist.audit.models import Event, Link

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def host(db):
    return User.objects.create_user("host@boden.example", name="Elin Bäck", role=Role.HOST)


@pytest.fixture
def team(db):
    return Team.objects.create(name="Inflyttningsservice")


@pytest.fixture
def events(host, team):
    return [record("team.changed", team, by=host, detail={"n": n}, at=AT) for n in range(5)]


def tamper(sql, *values):
    """Change the log as somebody with the keys to the database could: past the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


def test_record_says_who_did_what_to_which_thing(host, team):
    event = record("team.changed", team, by=host, detail={"name": "old"}, at=AT)

    stored = Event.objects.values().get(pk=event.pk)
    assert stored == {
        "id": event.pk,
        "at": AT,
        "actor_id": host.pk,
        "actor_kind": "staff",
        "verb": "team.changed",
        "subject_type": "team",
        "subject_id": str(team.pk),
        "detail": {"name": "old"},
    }


def test_a_deed_without_a_user_says_what_kind_of_actor_did_it(team):
    kinds = [record("team.changed", team, by=actor).actor_kind for actor in Actor]

    assert kinds == ["resident", "receiver", "system"]


@pytest.mark.parametrize("deed", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_or_remove_an_event(events, deed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(deed)

    assert Event.objects.filter(verb="team.changed").count() == 5


@pytest.mark.parametrize("table", ["audit_event", "audit_link"])
def test_the_database_refuses_to_empty_the_log(events, table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # The tests themselves have to empty it after each other; nobody else does.
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_never_emptied")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")


def test_seal_gives_every_event_one_link_in_order(events):
    assert (seal(), seal()) == (5, 0)

    assert list(Link.objects.values_list("position", "event_id")) == [
        (n, event.pk) for n, event in enumerate(events, start=1)
    ]
    assert verify().broken_at is None


def test_the_chain_goes_on_from_where_it_was(events, host, team):
    seal()
    record("team.changed", team, by=host)
    seal()

    report = verify()
    assert (report.links, report.unsealed, report.broken_at) == (6, 0, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET verb = 'team.kept' WHERE id = %s",
        "UPDATE audit_event SET actor_id = NULL WHERE id = %s",
        "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = %s",
        "UPDATE audit_event SET subject_id = '0' WHERE id = %s",
        """UPDATE audit_event SET detail = '{"n": 7}' WHERE id = %s""",
    ],
)
def test_a_changed_event_is_found_where_it_stands(events, change):
    seal()
    tamper(change, events[2].pk)

    assert verify().broken_at == 3


def test_a_removed_link_is_found(events):
    seal()
    tamper("DELETE FROM audit_link WHERE position = %s", 4)

    assert verify().broken_at == 4


def test_a_chain_made_anew_is_found_by_a_head_noted_earlier(events):
    seal()
    head = verify().head
    tamper("DELETE FROM audit_link")
    tamper("UPDATE audit_event SET verb = 'team.kept' WHERE id = %s", events[0].pk)
    seal()

    assert verify().broken_at is None
    assert verify(expected_head=head).broken_at is not None


def test_a_cut_off_end_is_found_by_a_head_noted_earlier(events):
    seal()
    head = verify().head
    tamper("DELETE FROM audit_link WHERE position = %s", 5)

    assert verify(expected_head=head).broken_at is not None


def test_verify_audit_prints_the_head_and_fails_on_a_changed_row(events, capsys):
    call_command("verify_audit")
    assert verify().head in capsys.readouterr().out

    tamper("UPDATE audit_event SET verb = 'x' WHERE id = %s", events[1].pk)
    with pytest.raises(CommandError, match="position 2"):
        call_command("verify_audit")
