"""The SQL that makes a table's rows for the multitude out of the told ones.

`c` is a household of the multitude, `t` a told row; `c.told` is the key of the told household,
of its conversation and of its case, which are the same number.
"""

from dataclasses import dataclass

from django.db.models import DateTimeField, Field, ForeignKey, Model, UUIDField

from hemvist.casework.models import Case
from hemvist.demo.rows import COLUMNS, left_alone
from hemvist.messaging.models import Conversation, Delivery, Message
from hemvist.people.models import ContactPoint, Household, Person
from hemvist.referrals.models import Referral

# Marks for names, from the range of characters that nobody has given a meaning.
FIRST_NAME, LAST_NAME = "\ue000", "\ue001"
ROOTS: tuple[type[Model], ...] = (Household, Conversation, Case)
NAMED = {
    (Person, "name"),
    (Message, "body"),
    (Delivery, "body"),
    (Case, "title"),
}
EMAIL = "CASE WHEN t.{kind} = 'email' AND {when} THEN c.email ELSE t.{column} END"
PARTICULAR = {
    (Case, "reference"): "c.reference",
    (Case, "first_contact_due_at"): "c.first_due",
    (Case, "answer_due_at"): "c.answer_due",
    (Case, "next_step_on"): "CASE WHEN c.answer_due IS NULL THEN t.next_step_on"
    " ELSE (c.answer_due AT TIME ZONE 'Europe/Stockholm')::date END",
    (ContactPoint, "value"): EMAIL.format(kind="kind", when="true", column="value"),
    (ContactPoint, "normalised"): EMAIL.format(kind="kind", when="true", column="normalised"),
    (Delivery, "address"): EMAIL.format(kind="channel", when="t.to_person", column="address"),
    (Delivery, "mail_id"): "'<' || lpad((c.k * {size} + t.id + {first})::text, 12, '0')"
    " || '.' || left(md5('{seed} ' || t.mail_id || c.k), 12)"
    " || substr(t.mail_id, strpos(t.mail_id, '@'))",
    (Referral, "shared"): "regexp_replace(replace(replace(t.shared::text,"
    f" '{FIRST_NAME}', c.first_name), '{LAST_NAME}', c.last_name),"
    " 'familj[0-9]+@example.org', c.email)::jsonb",
}


@dataclass(frozen=True)
class Script:
    """What to do for one table: make the told one, find in it quickly, fill the real one."""

    table: str
    prepare: str
    index: str
    fill: str


def copying(
    model: type[Model], *, first: dict[type[Model], int], ids: dict[type[Model], int], seed: int
) -> Script:
    """The script for a table; `first` are the keys given before, `ids` the last told keys."""
    real, columns = model._meta.db_table, COLUMNS[model].split()
    told = f"told_{real}"
    root = _root(model)
    alone = list(left_alone(model))
    every = [_value(model, column, first, ids, seed) for column in columns]
    values = ", ".join([*every, *(f"t.{column}" for column in alone)])
    return Script(
        told,
        f"CREATE TEMP TABLE {told} (LIKE {real}) ON COMMIT DROP",
        f"CREATE INDEX ON {told} ({root}); ANALYZE {told}",
        f"INSERT INTO {real} ({', '.join([*columns, *alone])})"  # noqa: S608 - names of our own models
        f" SELECT {values} FROM clone c JOIN {told} t ON t.{root} = c.told",
    )


def _root(model: type[Model]) -> str:
    """The column that says whose a row is."""
    if model in ROOTS:
        return "id"
    names = COLUMNS[model].split()
    return next(n for n in ("case_id", "household_id", "conversation_id") if n in names)


def _value(
    model: type[Model],
    column: str,
    first: dict[type[Model], int],
    ids: dict[type[Model], int],
    seed: int,
) -> str:
    """What stands in a column of the copy."""
    field = _field(model, column)
    target = field.related_model if isinstance(field, ForeignKey) else None
    if column == "id":
        target = model
    if target in ROOTS:
        return f"c.id + {first[target]}"
    if target in COLUMNS:
        return f"t.{column} + c.k * {ids[target]} + {first[target]}"
    if (model, column) in PARTICULAR:
        return PARTICULAR[model, column].format(size=ids[model], first=first[model], seed=int(seed))
    return _plain_value(model, column, field, f"{int(seed)} {first[model]}")


def _plain_value(model: type[Model], column: str, field: Field, salt: str) -> str:
    """What stands in a column that is no key."""
    if isinstance(field, UUIDField):
        return f"md5('{salt} {column} ' || t.id || ' ' || c.k)::uuid"
    if isinstance(field, DateTimeField):
        return f"t.{column} - c.shift"
    if (model, column) in NAMED:
        return _named(f"t.{column}")
    return f"t.{column}"


def _field(model: type[Model], column: str) -> Field:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _named(text: str) -> str:
    return f"replace(replace({text}, '{FIRST_NAME}', c.first_name), '{LAST_NAME}', c.last_name)"


YEAR = "extract(year FROM (l.at - c.shift) AT TIME ZONE 'Europe/Stockholm')"


def register_years() -> str:
    """How many lines of the register belong to each year."""
    return (
        f"SELECT {YEAR}::int, count(*) FROM clone c JOIN told_line l ON l.told = c.told"  # noqa: S608
        " GROUP BY 1 ORDER BY 1"
    )


REGISTER = f"""
INSERT INTO casework_registerentry (id, number, registered_at, direction, kind, counterpart,
    subject, counterpart_is_secret, subject_is_secret, case_id, message_id)
SELECT n + %(first)s, %(year)s || '-' || lpad((n + %(before)s)::text,
        greatest(6, length((n + %(before)s)::text)), '0'), at, direction,
    kind, counterpart, subject, is_secret, false, case_id, message_id
FROM (
    SELECT row_number() OVER (ORDER BY l.at - c.shift, l.id) AS n, l.at - c.shift AS at,
        l.direction, l.kind, {_named("l.counterpart")} AS counterpart, l.subject, l.is_secret,
        c.id + %(cases)s AS case_id, l.message_id + c.k * %(size)s + %(messages)s AS message_id
    FROM clone c JOIN told_line l ON l.told = c.told WHERE {YEAR} = %(year)s
) AS line
"""  # noqa: S608 - names of our own tables, values apart
