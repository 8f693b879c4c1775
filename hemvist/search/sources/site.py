"""Pages that are part of the site itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemvist.search.drafts import Draft, Keys, Source


@dataclass(frozen=True)
class Fixed:
    """A page that is always there."""

    title: str | Promise
    summary: str | Promise
    about: tuple[str, ...] = ()


PAGES = {
    "intake:start": Fixed(
        _("Ask a host"),
        _("Tell us what you are looking for. A host answers you in person."),
        ("enquiry",),
    ),
    "guide:areas": Fixed(
        _("Areas"), _("All parts of the municipality, and how far out they are."), ("area",)
    ),
    "guide:places": Fixed(
        _("Places"), _("Schools, homes, employers, clubs, cafés and everything else.")
    ),
    "guide:life": Fixed(
        _("Areas of life"), _("A home, school, work and everything else, one by one.")
    ),
    "vacancies:list": Fixed(
        _("Jobs"), _("Jobs one can apply for now, with the last day to apply."), ("vacancies",)
    ),
    "happenings:calendar": Fixed(_("What goes on"), _("Calendar"), ("happenings",)),
    "guide:page answers": Fixed(_("Questions and answers"), ""),
    "guide:page stories": Fixed(_("Stories"), _("People who have moved here tell.")),
    "guide:compare": Fixed(_("Compare areas"), "", ("area",)),
    "guide:accessibility": Fixed(
        _("Accessibility"), _("How accessible the site is, and how to tell when it is not.")
    ),
    "guide:privacy": Fixed(
        _("How we treat your data"), _("What we keep about you, why, and how to have it removed.")
    ),
}


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Each page in every language of the site."""
    for name, page in PAGES.items():
        if keys is not None and name not in keys:
            continue
        address, _space, path = name.partition(" ")
        for language, _name in settings.LANGUAGES:
            with override(language):
                title, summary = str(page.title), str(page.summary)
            yield Draft(
                kind="site",
                key=name,
                language=language,
                title=title,
                summary=summary,
                about=page.about,
                about_is_all=bool(page.about),
                url_name=address,
                url_args=tuple(path.split()),
                weight=1.1,
            )


def public(keys: Keys) -> set[str]:
    """They all are."""
    return set(PAGES) & set(keys)


SOURCE = Source(
    kind="site",
    label=_("Page"),
    label_many=_("Other pages"),
    icon="note",
    drafts=drafts,
    public=public,
)
