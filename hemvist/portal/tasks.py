"""Work that must take no time, and tell nothing, while somebody waits for the page."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.portal import actions
from hemvist.portal.models import LinkRequest


@app.task(name="portal.send_links")
def send_links(request: int) -> None:
    """Answer one request for a new link, if it has not been answered."""
    waiting = LinkRequest.objects.filter(pk=request).first()
    if waiting is not None:
        actions.send_links(waiting)


@app.periodic(cron="20 3 * * *")
@app.task(name="portal.remove_old_codes", queueing_lock="portal.remove_old_codes")
def remove_old_codes(timestamp: int) -> None:
    """Keep no code longer than a day."""
    actions.remove_old_codes(at=datetime.fromtimestamp(timestamp, UTC))
