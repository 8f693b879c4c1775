"""Beginning a letter to many from a template: its texts, and who has none in their language."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from hemvist.bulk.models import BulkDeed
from hemvist.casework.languages import language_name
from hemvist.replies.models import ReplyTemplate

Spoken = list[tuple[str, int]]


@dataclass(frozen=True)
class Start:
    """A template as a beginning of this letter; `lacking` says how many would have no text."""

    template: ReplyTemplate
    lacking: Spoken

    @property
    def lacking_words(self) -> str:
        """The languages nobody has written it in, with how many households read them."""
        return in_words(self.lacking)


def spoken(deed: BulkDeed) -> dict[str, int]:
    """How many of the chosen households want each language; one query."""
    languages = deed.lines.order_by().values_list("case__household__language")
    return dict(languages.annotate(n=Count("pk")))


def lacking(texts: dict[str, Any], counts: dict[str, int]) -> Spoken:
    """The languages of households that there is no text in, those of most households first."""
    found = [(code, count) for code, count in counts.items() if not texts.get(code)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def in_words(languages: Spoken) -> str:
    """Languages by name, each with its number of households."""
    return ", ".join(f"{language_name(code)} ({count})" for code, count in languages)


def starts_for(deed: BulkDeed) -> list[Start]:
    """The templates one can begin from: those that leave fewest out, then the most used."""
    counts = spoken(deed)
    starts = [
        Start(template, lacking(template.bodies, counts))
        for template in ReplyTemplate.objects.filter(is_active=True)
    ]
    return sorted(
        starts,
        key=lambda start: (
            sum(count for _code, count in start.lacking),
            -start.template.uses,
            start.template.name,
        ),
    )


def template_called(text: str) -> ReplyTemplate | None:
    """The template with a number, as it stands in an address."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return ReplyTemplate.objects.filter(pk=int(text), is_active=True).first()


def beginning(template: ReplyTemplate) -> dict[str, Any]:
    """What a letter holds that begins from a template, in every language it stands in."""
    texts = {
        code: {"subject": template.subjects.get(code, ""), "body": body}
        for code, body in template.bodies.items()
        if body
    }
    return {"texts": texts, "instead": "", "by_hand": True}
