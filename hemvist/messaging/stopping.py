"""Texts that somebody does not want: the words that say so, and who has said them.

A code or a link that the person asks for this minute still goes: they have begun it themselves.
"""

import unicodedata
from datetime import datetime

from django.utils.crypto import salted_hmac

from hemvist.messaging.models import StoppedNumber
from hemvist.people.models import ContactPoint

# Swedish, English, Finnish, Ukrainian (and Russian), Arabic. Only a text that says nothing else.
STOP = {
    *("stop", "stopp", "sluta", "stoppa", "avregistrera"),
    *("stop all", "stopall", "unsubscribe", "end", "quit"),
    *("lopeta", "seis"),
    *("стоп", "зупинити", "відписатися", "відписатись", "отписаться"),
    *("قف", "توقف", "إيقاف", "ايقاف", "أوقف", "اوقف", "ستوب"),
}
START = {
    *("start", "starta", "börja", "unstop"),
    *("aloita", "jatka"),
    *("старт", "почати", "начать"),
    *("ابدأ", "ابدا", "بدء"),
}


def says_stop(body: str) -> bool:
    """Whether a text says that no more shall come, and nothing else."""
    return _only_word(body) in STOP


def says_start(body: str) -> bool:
    """Whether a text says that texts may come again, and nothing else."""
    return _only_word(body) in START


def has_stopped(number: str | ContactPoint) -> bool:
    """Whether a telephone wants no texts from us."""
    number = number.normalised if isinstance(number, ContactPoint) else number
    return StoppedNumber.objects.filter(digest=_digest(number)).exists()


def stop_texts(number: str, *, at: datetime) -> bool:
    """Send no more texts to a number; says whether that is new."""
    return StoppedNumber.objects.get_or_create(digest=_digest(number), defaults={"stopped_at": at})[
        1
    ]


def start_texts(number: str) -> bool:
    """Let texts go to a number again; says whether they did not before."""
    return StoppedNumber.objects.filter(digest=_digest(number)).delete()[0] > 0


def _only_word(body: str) -> str:
    """The text in small letters without what stands around and above its words."""
    # Points, quotation marks, pictures and marks of direction say nothing here.
    said = (
        sign
        for sign in unicodedata.normalize("NFKC", body[:200])
        if sign.isspace() or sign.isalnum()
    )
    return " ".join("".join(said).casefold().split())


def _digest(number: str) -> str:
    return salted_hmac("hemvist.messaging.stopping", number, algorithm="sha256").hexdigest()
