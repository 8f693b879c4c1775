"""A mail as a person reads it: what is said, what is quoted, what came along."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.inbox.actions import raw_of
from hemvist.inbox.html_text import cleaned
from hemvist.inbox.meetings import Meeting, meetings_in
from hemvist.inbox.models import IncomingMail
from hemvist.inbox.quoting import fold
from hemvist.inbox.reading import Part, ReadMail, read_mail
from hemvist.inbox.wrapping import NOTICES

KINDS: dict[str, Promise] = {
    "image": _("Picture"),
    "application/pdf": _("PDF"),
    "text/calendar": _("Calendar invitation"),
    "message/rfc822": _("Another mail"),
    "text": _("Text"),
    "audio": _("Sound"),
    "video": _("Film"),
}
OTHER = _("File")


@dataclass(frozen=True)
class ShownPart:
    """Something that came along, with its number in the address."""

    number: int
    part: Part

    @property
    def kind_in_words(self) -> str | Promise:
        """What its sender says it is."""
        kind = self.part.kind
        return KINDS.get(kind) or KINDS.get(kind.partition("/")[0]) or OTHER


@dataclass(frozen=True)
class ShownMail:
    """A mail ready for its page."""

    read: ReadMail
    said: str
    quoted: str
    html: str
    parts: list[ShownPart]
    meetings: list[Meeting]
    notices: list[str | Promise]


def shown(mail: IncomingMail) -> ShownMail:
    """Read a mail to be shown. It never raises; an emptied one has nothing to show."""
    read = read_mail(raw_of(mail))
    folded = fold(read.text)
    codes = [*read.notices, *([] if mail.is_whole else ["too_large"])]
    return ShownMail(
        read=read,
        said=folded.said,
        quoted=folded.quoted,
        html=cleaned(read.html) if read.html else "",
        parts=[ShownPart(number, part) for number, part in enumerate(read.parts, 1)],
        meetings=meetings_in(read.parts),
        notices=[NOTICES[code] for code in codes],
    )
