"""What the codes in the export stand for, where a column's own choices do not say it."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role
from hemvist.bulk.models import DeedKind
from hemvist.core.translated import spoken
from hemvist.referrals.forms import WAYS_TO_AGREE
from hemvist.referrals.models import SharedField

Words = dict[str, str | Promise]

SOURCES: Words = {
    "form": _("By the form"),
    "form_suspected": _("By the form, so quickly that a machine may have sent it"),
    "phone": _("By telephone"),
    "desk": _("At the desk"),
    "email": _("By e-mail"),
}
PURPOSES: Words = {
    "code": _("A code for your page"),
    "link": _("A link to your page"),
    "automatic_answer": _("Word from our machine that a mail has come"),
    "message": _("A message to you"),
    "to_many": _("A letter that went to many"),
    "receipt": _("A receipt for your enquiry"),
    "referral": _("Asking somebody to help you"),
    "referral_accepted": _("News that somebody has agreed to help you"),
    "referral_reminder": _("A reminder to those we asked"),
    "referral_withdrawn": _("Word to those we asked that they need do nothing more"),
    "withdrawn": _("Word that your case is ended"),
}


def _said(words: dict[Any, Any]) -> Callable[[Any], Any]:
    """The words of one code or of several; a code that has none stays as it is."""

    def say(value: Any) -> Any:
        if isinstance(value, list):
            return [words.get(one, one) for one in value]
        return words.get(value, value)

    return say


def _spoken(names: dict[str, str]) -> str:
    return spoken(names)[0]


def _shared(texts: dict[str, Any]) -> dict[str, Any]:
    return {str(dict(SharedField.choices).get(name, name)): text for name, text in texts.items()}


IN_WORDS: dict[str, Callable[[Any], Any]] = {
    "assignee__role": _said(dict(Role.choices)),
    "author__role": _said(dict(Role.choices)),
    "by__role": _said(dict(Role.choices)),
    "colleague__role": _said(dict(Role.choices)),
    "deed__kind": _said(dict(DeedKind.choices)),
    "given_how": _said(dict(WAYS_TO_AGREE)),
    "life_area__names": _spoken,
    "owner__role": _said(dict(Role.choices)),
    "purpose": _said(PURPOSES),
    "shared": _shared,
    "source": _said(SOURCES),
}
