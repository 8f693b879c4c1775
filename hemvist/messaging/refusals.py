"""What a mail or SMS server says no with, sorted into "try again" and "never"."""

import re
import smtplib

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# RFC 3463: class 5 is final; subjects 1 and 2 are about the address and the mailbox.
ENHANCED = re.compile(r"\b5\.(\d{1,3})\.\d{1,3}\b")
ABOUT_THE_ADDRESS = {"1", "2"}
STATUS = re.compile(r"\b[45]\.(\d{1,3}\.\d{1,3})\b")
# What the commonest of them mean; a subject alone stands for all of its kind.
MEANINGS: dict[str, Promise] = {
    "1.1": gettext_lazy("There is nobody with this address."),
    "1.2": gettext_lazy("There is no mail server for this address."),
    "1.10": gettext_lazy("There is no mail server for this address."),
    "2.1": gettext_lazy("Their mailbox is closed."),
    "2.2": gettext_lazy("Their mailbox is full."),
    "2.3": gettext_lazy("The letter is too large for them."),
    "3.4": gettext_lazy("The letter is too large for them."),
    "4": gettext_lazy("Their mail server cannot be reached."),
    "7": gettext_lazy("Their mail server does not take our letters."),
}


class TryAgain(Exception):
    """It did not go now but can later: the server is busy, away or slow."""


class Refused(Exception):
    """It will never go. `is_the_address` says whether the address itself is at fault."""

    def __init__(self, reason: str, *, is_the_address: bool = False) -> None:
        super().__init__(reason)
        self.is_the_address = is_the_address


def from_smtp(error: OSError) -> TryAgain | Refused:
    """What an error of smtplib means for the letter it happened to.

    A server that does not want *us* (wrong password, no greeting) is our fault and will be put
    right, so the letter waits; only an answer about the letter or its address is final.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _answered(code, answer, at_recipient=True)
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return _answered(error.smtp_code, error.smtp_error, at_recipient=False)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused(_("The mail server cannot write to an address with such letters."))
    if isinstance(error, TimeoutError):
        return TryAgain(_("The mail server did not answer in time."))
    if isinstance(error, smtplib.SMTPResponseException):
        return TryAgain(_in_words(error.smtp_code, error.smtp_error))
    return TryAgain(_("The mail server could not be reached."))


def explained(answer: str, *, status: str = "") -> str:
    """What a mail server says, after what it means in plain words, where its code is known."""
    found = STATUS.search(status) or STATUS.search(answer)
    if found is None:
        return answer
    meaning = MEANINGS.get(found[1]) or MEANINGS.get(found[1].partition(".")[0])
    return f"{meaning} {answer}".strip() if meaning else answer


def _answered(code: int, answer: bytes | str, *, at_recipient: bool) -> TryAgain | Refused:
    words = _in_words(code, answer)
    if code < 500:
        return TryAgain(words)
    subject = ENHANCED.search(words)
    about_address = subject[1] in ABOUT_THE_ADDRESS if subject else at_recipient
    return Refused(words, is_the_address=about_address)


def _in_words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = _("The mail server answered: %(answer)s") % {
        "answer": f"{code} {' '.join(text.split())}"
    }
    return explained(words)
