"""The log's codes in words: who, what was done, to what kind of thing.

The rows keep the codes, which never change; a code without words here is shown as it is.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemvist.audit.models import ActorKind

ACTORS = {
    ActorKind.RESIDENT: _("The person themselves"),
    ActorKind.RECEIVER: _("A receiving function by link"),
    ActorKind.SYSTEM: _("The system"),
}

DEEDS = {
    "advice.saved": _("Changed advice in the guide"),
    "area.saved": _("Changed an area in the guide"),
    "audit.exported": _("Saved the log as a file"),
    "audit.read": _("Read the log"),
    "calendarsource.saved": _("Changed a calendar of somebody else's"),
    "call.logged": _("Logged a call"),
    "case.assigned": _("Gave the case to somebody"),
    "case.closed": _("Closed the case"),
    "case.next_step_set": _("Set the next step"),
    "case.opened": _("Opened a new case"),
    "case.reopened": _("Opened the case again"),
    "case.viewed": _("Looked at the case"),
    "category.saved": _("Changed a category in the guide"),
    "consent.given": _("Agreed to share"),
    "consent.withdrawn": _("Took back an agreement to share"),
    "delivery.failed": _("A message did not arrive"),
    "drafts.removed": _("Removed enquiries that were never sent"),
    "employer.saved": _("Changed an employer"),
    "enquiry.sent": _("Sent the enquiry"),
    "favourites.removed": _("Removed saved lists that nobody used"),
    "feedback.handled": _("Dealt with what a reader wrote"),
    "feedback.reopened": _("Put back what a reader wrote"),
    "figure.removed": _("Took a figure out of the guide"),
    "figure.saved": _("Changed a figure in the guide"),
    "function.saved": _("Changed a receiving function"),
    "glossaryterm.saved": _("Changed a word of the glossary"),
    "glossaryterm.removed": _("Removed a word from the glossary"),
    "happeningproposal.published": _("Put a proposed happening into the calendar"),
    "happeningproposal.declined": _("Declined a proposed happening"),
    "happening.saved": _("Changed a happening"),
    "household.contact_changed": _("Changed how to be contacted"),
    "household.erased": _("Erased the household"),
    "household.exported": _("Took out everything about the household"),
    "household.links_voided": _("Made old links stop working"),
    "household.made": _("Wrote down a household"),
    "household.protected": _("Changed the protection of personal details"),
    "household.withdrawn": _("Withdrew"),
    "keeper.appointed": _("Said who answers for a place"),
    "keeper.asked": _("Asked whether a place is still right"),
    "keeper.dismissed": _("Let nobody answer for a place any more"),
    "keeper.links_voided": _("Made the links to a place stop working"),
    "import.brought_in": _("Brought in a list"),
    "import.confirmed": _("Let a list be brought in"),
    "import.dropped": _("Put a list aside"),
    "import.given": _("Gave a list to be read"),
    "import.undone": _("Took a list back"),
    "lifearea.saved": _("Changed an area of life in the guide"),
    "location.removed": _("Took a place out of the guide"),
    "location.saved": _("Changed a place in the guide"),
    "message.received": _("A message came in"),
    "message.sent": _("Wrote a message"),
    "need.added": _("Added a need"),
    "need.changed": _("Changed a need"),
    "note.added": _("Wrote a note"),
    "organization.removed": _("Took an organisation out of the guide"),
    "organization.saved": _("Changed an organisation in the guide"),
    "outsidelink.left": _("Left a link as it is"),
    "outsidelink.shown": _("Showed a link again"),
    "page.confirmed": _("Said that a page is still right"),
    "page.translation_taken": _("Brought in a translation"),
    "portal.entered": _("Opened their own page with a code"),
    "proposal.accepted": _("Accepted a change that was asked for"),
    "proposal.declined": _("Declined a change that was asked for"),
    "proposal.made": _("Asked for a change of a place"),
    "referral.accepted": _("Accepted a referral"),
    "referral.declined": _("Declined a referral"),
    "referral.done": _("Finished what a referral asked"),
    "referral.made": _("Referred a need"),
    "referral.reminded": _("Reminded a function to answer"),
    "referral.returned": _("A referral came back without an answer"),
    "referral.viewed": _("Looked at a referral"),
    "referral.withdrawn": _("Withdrew a referral"),
    "register.extracted": _("Made an extract of the register"),
    "service.checked": _("Checked that a place is still right"),
    "servicecapacity.saved": _("Said how much room there is"),
    "provenance.removed": _("Noted that a service is not from a source"),
    "provenance.saved": _("Noted which source a service is from"),
    "service.removed": _("Took a service out of the guide"),
    "service.saved": _("Changed a service in the guide"),
    "address.saved": _("Changed an address of a place"),
    "address.removed": _("Removed an address of a place"),
    "accessibility.saved": _("Changed how accessible a place is"),
    "accessibility.removed": _("Removed how accessible a place is"),
    "contact.saved": _("Changed a contact of a place"),
    "contact.removed": _("Removed a contact of a place"),
    "phone.saved": _("Changed a telephone number of a place"),
    "phone.removed": _("Removed a telephone number of a place"),
    "schedule.saved": _("Changed opening hours of a place"),
    "schedule.removed": _("Removed opening hours of a place"),
    "specialday.saved": _("Changed a special day of a place"),
    "specialday.removed": _("Removed a special day of a place"),
    "serviceatlocation.saved": _("Changed where a service is found"),
    "source.saved": _("Changed a source of lists"),
    "source.taken_out": _("Took out everything from a source"),
    "source.taking_out": _("Asked to take out everything from a source"),
    "source.understood": _("Said what a list means"),
    "sourcecode.saved": _("Changed a code that enquiries come by"),
    "user.changed": _("Changed a colleague's details"),
    "user.deactivated": _("Ended a colleague's access"),
    "user.invited": _("Invited a colleague"),
    "user.let_in": _("Let a locked-out colleague in again"),
    "user.link_sent": _("Sent a link to choose a password"),
    "user.made": _("Made an account"),
    "user.password_changed": _("Changed the password"),
    "user.reactivated": _("Gave a colleague access again"),
    "user.second_factor_removed": _("Removed a colleague's second factor"),
    "user.sign_in_failed": _("Tried to sign in with a wrong password"),
    "user.signed_in": _("Signed in"),
    "term.added": _("Added a word to the search"),
    "term.switched_off": _("Took a word out of the search"),
    "vacancy.removed": _("Took a job out of the guide"),
    "vacancy.saved": _("Changed a job in the guide"),
    "vacancy.withdrawn": _("Showed a job no longer"),
}

THINGS = {
    "advice": pgettext_lazy("kind of thing in the log", "Advice"),
    "area": pgettext_lazy("kind of thing in the log", "Area"),
    "case": pgettext_lazy("kind of thing in the log", "Case"),
    "category": pgettext_lazy("kind of thing in the log", "Category"),
    "employer": pgettext_lazy("kind of thing in the log", "Employer"),
    "figure": pgettext_lazy("kind of thing in the log", "Figure"),
    "function": pgettext_lazy("kind of thing in the log", "Receiving function"),
    "household": pgettext_lazy("kind of thing in the log", "Household"),
    "import": pgettext_lazy("kind of thing in the log", "List"),
    "lifearea": pgettext_lazy("kind of thing in the log", "Area of life"),
    "location": pgettext_lazy("kind of thing in the log", "Place"),
    "organization": pgettext_lazy("kind of thing in the log", "Organisation"),
    "referral": pgettext_lazy("kind of thing in the log", "Referral"),
    "service": pgettext_lazy("kind of thing in the log", "Service"),
    "serviceatlocation": pgettext_lazy("kind of thing in the log", "Service at a place"),
    "provenance": pgettext_lazy("kind of thing in the log", "Source of a service"),
    "source": pgettext_lazy("kind of thing in the log", "Source of lists"),
    "sourcecode": pgettext_lazy("kind of thing in the log", "Code of a source"),
    "user": pgettext_lazy("kind of thing in the log", "Member of staff"),
    "vacancy": pgettext_lazy("kind of thing in the log", "Job"),
}


def actor_in_words(kind: str) -> str:
    """Who it was, when it was nobody with an account."""
    return str(ACTORS.get(ActorKind(kind), kind)) if kind in ActorKind.values else kind


def deed_in_words(verb: str) -> str:
    """What was done."""
    return str(DEEDS.get(verb, verb))


def thing_in_words(kind: str) -> str:
    """The kind of thing it was done to."""
    return str(THINGS.get(kind, kind))
