"""Fills django-helpdesk: `python -m bench.helpdesk.seeding TICKETS MESSAGES_EACH`.

The rows are written by the database itself, in the shape that its own form and its own staff
page give them.
"""

import sys

import django
from django.db import connection
from django.utils import timezone

STAFF = 50
PASSWORD = "norrsken-over-Boden"  # noqa: S105

TICKETS = """
INSERT INTO helpdesk_ticket (title, queue_id, created, modified, submitter_email, assigned_to_id,
    status, on_hold, description, priority, secret_key)
SELECT 'Moving to Boden, family number ' || n, %(queue)s, %(now)s - n * interval '7 minutes',
    %(now)s - n * interval '5 minutes', 'person' || n || '@example.org',
    CASE WHEN n %% 10 = 0 THEN NULL ELSE %(first)s + n %% %(staff)s END,
    CASE n %% 4 WHEN 0 THEN 1 WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 4 END, false,
    repeat('We look for a home, work for one of us and a preschool close by. ', 5),
    1 + n %% 5, md5(n::text)
FROM generate_series(1, %(tickets)s) n
"""
FOLLOW_UPS = """
INSERT INTO helpdesk_followup (ticket_id, date, title, comment, public, user_id, message_id)
SELECT t.id, t.created + k * interval '9 hours', 'Comment',
    repeat('There are several places to choose from, and we can meet on Thursday. ', 4),
    true, CASE WHEN k %% 2 = 0 THEN t.assigned_to_id END, ''
FROM helpdesk_ticket t, generate_series(1, %(each)s) k
"""


def main(tickets: int, each: int) -> None:
    """Make staff, a queue, tickets and messages, unless as many are there."""
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from helpdesk.models import Queue, Ticket

    call_command("migrate", verbosity=0)
    if Ticket.objects.count() >= tickets:
        return
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    queue = Queue.objects.create(title="In", slug="in", allow_public_submission=True)
    staff = [
        User.objects.create_user(
            f"host{n}", f"host{n}@example.org", PASSWORD, is_staff=True, is_superuser=True
        )
        for n in range(STAFF)
    ]
    values = {"queue": queue.pk, "now": timezone.now(), "first": staff[0].pk, "staff": STAFF}
    with connection.cursor() as cursor:
        cursor.execute(TICKETS, {**values, "tickets": tickets})
        cursor.execute(FOLLOW_UPS, {"each": each})
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
