"""The files that go with a message. They lie with the case; here they are only read."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from hemvist.core.prepared import Prepared
from hemvist.messaging.discretion import says_only_that
from hemvist.messaging.models import Delivery, Message
from hemvist.messaging.refusals import TryAgain

MOST_BYTES = 15 * 1024 * 1024  # more, and servers on the way say no: base64 adds a third


def attached_to(delivery: Delivery) -> Iterator[tuple[str, bytes, str | None]]:
    """Name and content of each file, as many as a letter can carry; the rest are on the own page.

    Raises TryAgain while a scanner is still looking.
    """
    if delivery.message is None or not delivery.to_person or says_only_that(delivery):
        return
    room = MOST_BYTES
    for file in _files_of(delivery.message):
        if file.scan == "waiting":
            raise TryAgain(_("A file of the message is still being scanned."))
        room -= file.size
        if file.may_be_opened and room >= 0:
            with storages["private"].open(file.stored_as) as content:
                yield file.name, content.read(), None


def _files_of(message: Message) -> list[Any]:
    return _files(message=message.pk)


def _files_by_message(message: int) -> Any:
    # The table stands above this app; it points to the message, and so is found from it.
    table: Any = Message._meta.get_field("files").related_model
    return table.objects.filter(message=message).order_by("pk")


_files: Prepared[Any] = Prepared(_files_by_message, message=-1)
