"""The staff's menu: what each role finds in it, in which group, and where one is.

Addresses are named and never imported, so that the menu can stand below every app it leads to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HOSTS = frozenset({"host", "coordinator"})
COORDINATOR = frozenset({"coordinator"})
ANSWERING = HOSTS | {"citizen_services"}
DESK = ANSWERING | {"service_point"}
EDITING = COORDINATOR | {"editor"}
RECEIVER = frozenset({"receiver"})


@dataclass(frozen=True)
class Item:
    """One line of the menu. `also` are other pages, or whole apps, that one is in by it."""

    label: str | Promise
    icon: str
    name: str
    roles: frozenset[str]
    also: tuple[str, ...] = ()

    def is_at(self, view: str) -> bool:
        """Whether a page belongs to this line."""
        return view == self.name or view in self.also or view.partition(":")[0] in self.also


@dataclass(frozen=True)
class Group:
    """Lines that belong together; the first group has no label and is always open."""

    label: str | Promise
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Shown:
    """A group as one reader sees it now."""

    label: str | Promise
    items: list[tuple[Item, bool]] = field(default_factory=list)

    @property
    def is_here(self) -> bool:
        """Whether the reader is on one of its pages."""
        return any(here for _item, here in self.items)


GROUPS = (
    Group(
        "",
        (
            Item(_("My work"), "sun", "desk:home", HOSTS),
            Item(_("Queue"), "inbox", "desk:queue", HOSTS),
            Item(_("Incoming mail"), "mail", "inbox:list", ANSWERING, ("inbox",)),
            Item(_("Cases"), "case", "desk:cases", DESK, ("desk:case", "casework")),
            Item(
                pgettext_lazy("menu", "New person"),
                "plus",
                "registration:register",
                DESK,
                ("registration:receipt",),
            ),
            Item(
                _("Referrals"),
                "refer",
                "referrals:inbox",
                frozenset({"receiver"}),
                ("referrals:show",),
            ),
        ),
    ),
    Group(
        _("Follow up"),
        (
            Item(_("Waiting for others"), "clock", "desk:waiting", HOSTS),
            Item(pgettext_lazy("menu", "Away or sick"), "sun", "away:home", HOSTS, ("away",)),
            Item(_("Many at once"), "warn", "waves:waves", HOSTS, ("waves", "bulk")),
            Item(_("After the move"), "home", "follow_up:overview", ANSWERING, ("follow_up",)),
            Item(_("Texts to sort"), "chat", "texts:unsorted", ANSWERING, ("texts",)),
            Item(_("Offers"), "people", "offers:offer_list", HOSTS, ("offers",)),
            Item(_("The same?"), "people", "merging:duplicates", HOSTS, ("merging",)),
            Item(_("Looks like spam"), "warn", "suspected:suspected", HOSTS, ("suspected",)),
            Item(
                _("Lists of people"),
                "list",
                "registration:people_lists",
                HOSTS,
                ("registration:people_list", "registration:meaning"),
            ),
        ),
    ),
    Group(
        _("Knowledge"),
        (
            Item(_("Answers"), "chat", "answers:answer_list", DESK | {"editor"}),
            Item(_("Templates"), "edit", "replies:template_list", ANSWERING, ("replies",)),
            Item(_("Places"), "pin", "keeping:overview", EDITING, ("keeping",)),
            Item(
                _("Calendar"),
                "calendar",
                "calendar_editing:happenings",
                EDITING,
                ("calendar_editing",),
            ),
            Item(_("Upkeep"), "check", "upkeep:hub", EDITING, ("upkeep", "search_desk")),
            Item(_("Lists"), "list", "importing:sources", EDITING, ("importing",)),
        ),
    ),
    Group(
        _("The service"),
        (
            Item(_("The team"), "people", "desk:team", COORDINATOR),
            Item(_("Sharing out"), "queue", "routing:rules", COORDINATOR, ("routing",)),
            Item(_("Hours and promises"), "clock", "desk:hours", COORDINATOR, ("desk:day",)),
            Item(_("Forms"), "edit", "forms:form_list", COORDINATOR, ("forms",)),
            Item(
                _("Functions"),
                "refer",
                "referrals:functions",
                COORDINATOR,
                ("referrals:edit_function", "referrals:new_function"),
            ),
            Item(_("Codes"), "pin", "employers:sources", COORDINATOR, ("employers",)),
            Item(
                _("Staff"),
                "user",
                "accounts:staff",
                COORDINATOR,
                ("accounts:person", "accounts:invite"),
            ),
        ),
    ),
    Group(
        _("Records"),
        (
            Item(
                _("Public register"),
                "register",
                "desk:register",
                ANSWERING | {"auditor"},
                ("desk:extract", "desk:register_entry"),
            ),
            Item(_("Log"), "log", "audit:log", COORDINATOR | {"auditor"}, ("audit",)),
        ),
    ),
)


def menu_for(role: str, *, view: str) -> list[Shown]:
    """What somebody with a role finds, with the line marked whose page they read."""
    shown = (Shown(group.label, list(_items(group.items, role, view))) for group in GROUPS)
    return [group for group in shown if group.items]


def _items(items: Iterable[Item], role: str, view: str) -> Iterable[tuple[Item, bool]]:
    for item in items:
        if role in item.roles:
            yield item, item.is_at(view)
