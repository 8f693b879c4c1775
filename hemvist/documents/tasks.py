"""Having files scanned in the background."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hemvist.documents.actions import scan_file
from hemvist.documents.leftovers import remove_leftovers
from hemvist.documents.models import CaseFile
from hemvist.documents.scanning import ScannerIsAway

RETRY = RetryStrategy(max_attempts=50, wait=60, retry_exceptions=[ScannerIsAway])


@app.periodic(cron="10 4 * * *")
@app.task(name="documents.leftovers", queueing_lock="documents.leftovers")
def leftovers(timestamp: int) -> None:
    """Delete contents that a death in the act left without a row."""
    remove_leftovers(at=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="documents.scan", retry=RETRY)
def scan(file: int) -> None:
    """Scan one file; asked for when it was taken in."""
    kept = CaseFile.objects.filter(pk=file).first()
    if kept is not None:
        scan_file(kept, at=timezone.now())
