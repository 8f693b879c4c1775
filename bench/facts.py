"""What the bench has to know of the database it measures: `python -m bench.facts all`."""

import sys
from typing import TYPE_CHECKING

import django
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hemvist.casework.models import Case

LETTERS = 400


def main(what: str) -> None:
    """Print one number, or name=value lines."""
    django.setup()
    if what == "count":
        print(_count())
    elif what == "letters":
        print(_queue_letters())
    else:
        for name, value in _facts().items():
            print(f"{name}={value}")


def _count() -> int:
    from hemvist.casework.models import Case

    return Case.objects.count()


def _facts() -> dict[str, str]:
    from django.db.models import Count

    from hemvist.accounts.models import Role, User
    from hemvist.casework.models import Case
    from hemvist.demo.staff import PASSWORD
    from hemvist.directory.models import Service
    from hemvist.messaging.models import Message

    host = User.objects.filter(role=Role.HOST).earliest("pk")
    seen = Case.objects.visible_to(host).open()
    step = max(seen.count() // 200, 1)
    longest = Message.objects.values("conversation").annotate(n=Count("pk")).order_by("-n")[0]
    return {
        "host": host.email,
        "password": PASSWORD,
        "cases": ",".join(list(seen.order_by("pk").values_list("reference", flat=True))[::step]),
        "longest": Case.objects.get(conversation=longest["conversation"]).reference,
        "places": ",".join(Service.objects.public().values_list("slug", flat=True)[:60]),
        "words": ",".join(_words(seen)),
    }


def _words(seen: "QuerySet[Case]") -> list[str]:
    """What a host searches for: references, whole names, parts of names."""
    rows = seen.order_by("pk").values_list("reference", "title")[:8]
    return [word for reference, title in rows for word in (reference, title, title.split()[0])]


def _queue_letters() -> int:
    """Let letters wait for the worker; says how many wait in all."""
    from hemvist.messaging.actions import queue_delivery
    from hemvist.messaging.models import Delivery

    for number in range(LETTERS):
        queue_delivery(
            purpose="bench",
            language="en",
            subject=f"Letter {number}",
            body=f"Written at {timezone.now()}.",
            email="bench@example.org",
        )
    return Delivery.objects.filter(state="queued", channel="email").count()


if __name__ == "__main__":
    main(sys.argv[1])
