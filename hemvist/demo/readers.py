"""What readers of the guide left behind, and what an editor mended since.

So that whoever opens upkeep in the demo sees work: words from readers, something proposed for the
calendar, questions in vain, and a page whose other languages have to follow.
"""

import tomllib
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from hemvist.accounts.models import Role, User
from hemvist.core.working_time import ZONE
from hemvist.demo.page_texts import LANGUAGE
from hemvist.demo.world import TEXTS
from hemvist.search.models import AskedFor
from hemvist.upkeep.actions import add_words, compare_translations, give_feedback, save_term
from hemvist.upkeep.models import Feedback, GlossaryTerm
from hemvist.upkeep.proposing import propose_happening


def load_readers(*, on: date) -> None:
    """Write it all down once."""
    if Feedback.objects.exists():
        return
    told = tomllib.loads((TEXTS / "readers.toml").read_text(encoding="utf-8"))
    for said in told["feedback"]:
        _say(said, on=on)
    for counted in told["votes"]:
        for was_useful in [True] * counted["useful"] + [False] * counted["not_useful"]:
            _vote(counted, was_useful=was_useful, at=_at(on, 5))
    _propose(told["proposal"], on=on)
    AskedFor.objects.bulk_create(
        AskedFor(day=on - timedelta(days=day), **{name: asked[name] for name in ASKED})
        for asked in told["questions"]
        for day in range(asked["days"])
    )
    editor = User.objects.filter(role=Role.EDITOR, is_active=True).earliest("pk")
    for named in told["glossary"]:
        save_term(GlossaryTerm(**named), by=editor)
    _mend(told["mended"], by=editor)


ASKED = ("text", "language", "times", "found")


def _at(on: date, days_ago: int, hour: int = 10) -> datetime:
    return datetime.combine(on - timedelta(days=days_ago), time(hour, 40), ZONE)


def _say(said: dict[str, Any], *, on: date) -> None:
    feedback = _vote(said, was_useful=False, at=_at(on, said["days_ago"]))
    add_words(feedback, words=said["words"], email=said["email"])


def _vote(said: dict[str, Any], *, was_useful: bool, at: datetime) -> Feedback:
    page = Page.objects.get(url_path=f"/{said['language']}/{said['path']}/")
    return give_feedback(
        path=f"{said['path']}/",
        title=page.title,
        language=said["language"],
        was_useful=was_useful,
        at=at,
    )


def _propose(said: dict[str, Any], *, on: date) -> None:
    starts_at = datetime.combine(on + timedelta(days=said["in_days"]), time(said["hour"]), ZONE)
    as_written = ("title", "text", "whereabouts", "organizer", "email", "cost")
    proposed = {
        **{name: said[name] for name in as_written},
        "area_id": said["area"],
        "welcomes_newcomers": True,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
    }
    propose_happening(proposed, language=LANGUAGE, at=_at(on, 1))


def _mend(said: dict[str, str], *, by: User) -> None:
    """One sentence more at the end of a page, by an editor."""
    page: Any = Page.objects.get(url_path=f"/{LANGUAGE}/{said['path']}/").specific
    block = {"type": "text", "value": f"<p>{said['text']}</p>", "id": str(uuid.uuid4())}
    page.body = page.body.stream_block.to_python([*page.body.raw_data, block])
    page.save_revision(user=by, log_action=True).publish(user=by)
    compare_translations(at=timezone.now(), pages=[page])
