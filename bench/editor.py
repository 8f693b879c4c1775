"""`python -m bench.editor`: an editor who publishes one article after the other.

With each the owner of a place says that it is still right.
"""

import time
from datetime import date, timedelta

import django

SECONDS = 5.0


def main() -> None:
    """Publish until stopped."""
    django.setup()
    from hemvist.audit.actions import Actor
    from hemvist.directory.actions import save_service
    from hemvist.directory.models import Service
    from hemvist.guide.models import ArticlePage

    pages = list(ArticlePage.objects.live().order_by("path")[:50])
    places = list(Service.objects.public().order_by("slug")[: len(pages)])
    due, round_ = time.monotonic(), 0
    while True:
        round_ += 1
        for page, place in zip(pages, places, strict=False):
            page.save_revision().publish()
            place.checked_on = date(2026, 1, 1) + timedelta(days=round_)
            save_service(place, by=Actor.SYSTEM)
            due += SECONDS
            time.sleep(max(due - time.monotonic(), 0))


if __name__ == "__main__":
    main()
