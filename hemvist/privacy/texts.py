"""What erasing takes away and what it leaves, in the words the person reads before and after."""

from django.utils.translation import gettext as _

from hemvist.core.models import Municipality


def erased() -> list[str]:
    """What is gone afterwards."""
    return [
        _("your name, your addresses and telephone numbers, and how you wanted to be contacted"),
        _("who is in your household, where you move from and when"),
        _("what you told us in the form and what you look for, in your words"),
        _("every message to and from you, and our notes and calls"),
        _("what we asked others for you, what we shared with them and what they answered"),
    ]


def kept() -> list[str]:
    """What remains, and why."""
    return [
        _("the number of your case and its dates, so that we can count and account for our work"),
        _("a line in our public register that a document came in or went out, without your name"),
        _("that you agreed to share something and took it back, without the words"),
        _("in our log: which of our staff opened your case and when, and that it was erased"),
    ]


def promise(municipality: Municipality) -> str:
    """Whom to ask about it."""
    return _(
        "Those whom we asked to help you have been told to delete what they noted. If you wonder "
        "about anything, write to %(email)s or telephone %(phone)s."
    ) % {
        "email": municipality.data_protection_email or municipality.email,
        "phone": municipality.phone,
    }
