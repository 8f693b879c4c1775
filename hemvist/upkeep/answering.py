"""Answers for those who answer: the public's questions and answers with what colleagues note.

A host or citizen services looks an answer up, and can take it into a message to a household. How
often each is taken decides which stands first; one whose time to be checked is over cannot be
taken until somebody has looked at it.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from hemvist.guide.models import AnswerPage
from hemvist.upkeep.models import AnswerUse

COUNTED_DAYS = 180
MOST = 50
_TAG = re.compile(r"<[^>]+>")
_LINE_END = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """One answer as staff see it."""

    page: AnswerPage
    text: str
    notes: list[str]
    uses: int
    is_due: bool

    @property
    def address(self) -> str:
        """Where the public reads it."""
        return f"{settings.SITE_URL}{self.page.url_path}"

    @property
    def as_message(self) -> str:
        """What is put into a message: the answer, and where more stands."""
        return f"{self.text}\n\n{self.address}"


def find_answers(*, words: str, language: str, on: date) -> list[Answer]:
    """The answers in one language that hold every word, the most used first.

    Three queries, however many answers there are.
    """
    wanted = _folded(words).split()
    pages = AnswerPage.objects.live().filter(locale__language_code=language)
    uses = _uses(since=on - timedelta(days=COUNTED_DAYS))
    found = [_answer(page, uses=uses.get(page.pk, 0), on=on) for page in pages]
    fitting = [answer for answer in found if _fits(answer, wanted)]
    return sorted(fitting, key=lambda answer: (-answer.uses, answer.page.title))[:MOST]


def answer_of(pk: int, *, on: date) -> Answer | None:
    """One published answer."""
    page = AnswerPage.objects.live().filter(pk=pk).first()
    return _answer(page, uses=0, on=on) if page else None


@transaction.atomic
def count_use(page: AnswerPage, *, on: date) -> None:
    """Count that an answer was taken into a message."""
    row, _new = AnswerUse.objects.get_or_create(page_id=page.pk, day=on)
    AnswerUse.objects.filter(pk=row.pk).update(times=F("times") + 1)


def plain_text(markup: str) -> str:
    """Markup as plain text, its paragraphs and items on lines of their own."""
    lines = _LINE_END.sub("\n", markup)
    text = html.unescape(_TAG.sub("", lines))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _answer(page: AnswerPage, *, uses: int, on: date) -> Answer:
    texts = [plain_text(str(block.value)) for block in page.body if block.block_type == "text"]
    due = page.review_on
    return Answer(
        page=page,
        text="\n\n".join(text for text in texts if text) or page.summary,
        notes=[plain_text(str(note)) for note in page.internal_notes],
        uses=uses,
        is_due=due is None or due <= on,
    )


def _uses(*, since: date) -> dict[int, int]:
    rows = AnswerUse.objects.filter(day__gte=since).order_by().values_list("page")
    return dict(rows.annotate(total=Sum("times")))


def _fits(answer: Answer, wanted: list[str]) -> bool:
    held = _folded(" ".join([answer.page.title, answer.page.summary, answer.text, *answer.notes]))
    return all(word in held for word in wanted)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
