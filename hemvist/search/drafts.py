"""What a source tells of a thing: only what the public reads on the page it leads to."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

Keys = Collection[str]


@dataclass(frozen=True)
class Draft:
    """A thing in one language, before its words are brought into the forms they are found under.

    `about` names kinds of places and areas of life, as "category:school" and "life:work".
    Where `about_is_all`, no other concept is looked for in the title. A title that is a name is
    Swedish in every language.
    """

    kind: str
    key: str
    language: str
    title: str
    summary: str
    url_name: str
    url_args: tuple[str, ...] = ()
    url_query: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    about_is_all: bool = False
    title_is_name: bool = False
    area: str = ""
    kilometres: Decimal | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found.

    `drafts` gives the public ones among the keys, or all; `public` says which are public now and
    is asked again before anything is shown. `rows` are the tables, as the audit log calls them,
    whose changes may change the kind; a change of its `own_row` changes that thing alone. `state`
    differs after changes that the log does not tell of. Where each language of a thing is published
    by itself, `languages` says which of them are public: as pairs of key and language.
    """

    kind: str
    label: str | Promise
    label_many: str | Promise
    icon: str
    drafts: Callable[[Keys | None], Iterable[Draft]]
    public: Callable[[Keys], set[str]]
    rows: tuple[str, ...] = ()
    own_row: str = ""
    state: Callable[[], str] | None = None
    languages: Callable[[Keys], set[tuple[str, str]]] | None = None
