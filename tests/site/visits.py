"""One visit to every address by every visitor, kept for all tests to look at."""

import re
from dataclasses import dataclass

from django.db import connection, transaction

from tests.site.addresses import NAMES, address
from tests.site.doors import DOORS
from tests.site.world import VISITORS

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)

# Written by looking: that somebody looked, that they are still here, and how often they tried;
# and the copy of an account's address that the library for signing in keeps for itself.
LOOKING = {"audit_event", "django_session", "core_cache", "account_emailaddress"}


@dataclass(frozen=True)
class Visit:
    """What came back, and which tables were written to meanwhile."""

    name: str
    who: str
    url: str
    status: int
    kind: str
    text: str
    writes: frozenset[str]
    queries: int
    trouble: str = ""


class Watch:
    """Sees every query of a request."""

    def __init__(self):
        self.tables, self.count = set(), 0

    def __call__(self, execute, sql, params, many, context):
        written = WRITE.match(str(sql))
        if written:
            self.tables.add(written.group(1))
        self.count += 1
        return execute(sql, params, many, context)


def visit(client, name, who, url):
    """Ask to see a page; what that did is undone."""
    watch = Watch()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = client.get(url)
            content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return Visit(
        name,
        who,
        url,
        answer.status_code,
        answer.headers.get("Content-Type", ""),
        content.decode("utf-8", "replace"),
        frozenset(watch.tables),
        watch.count,
        repr(answer.exc_info[1]) if getattr(answer, "exc_info", None) else "",
    )


def visit_all(world, enter):
    """Every visitor at every address that has a line in the table."""
    clients = {who: enter(who) for who in VISITORS}
    visits = {}
    for name in NAMES:
        if name in DOORS:
            url = address(name, [world.named_for[arg] for arg in DOORS[name].args])
            for who in DOORS[name].visitors:
                visits[name, who] = visit(clients[who], name, who, url)
    return visits
