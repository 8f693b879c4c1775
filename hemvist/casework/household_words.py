"""What changed in a household, one change in one sentence."""

from django.utils.translation import gettext as _

from hemvist.core.dates import today
from hemvist.people.models import ChangeKind, HouseholdChange
from hemvist.people.naming import called


def change_in_words(change: HouseholdChange) -> str:
    """The sentence of a change; needs the person of the change at hand."""
    who = called(change.person, on=today())
    if change.kind == ChangeKind.NAMED:
        if not change.before:
            return _("%(who)s told us their name") % {"who": change.after or who}
        return _("%(before)s is called %(after)s from now on") % {
            "before": change.before,
            "after": change.after or _("nothing we know"),
        }
    if change.kind == ChangeKind.AGED:
        age = change.after[0] if change.after else None
        if age is None:
            return _("%(who)s: we do not know the age") % {"who": who}
        return _("%(who)s: aged %(age)s on this day") % {"who": who, "age": age}
    what = change.get_why_display() if change.why else change.get_kind_display()
    return _("%(who)s: %(what)s") % {"who": who, "what": what}
