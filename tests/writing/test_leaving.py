"""A message leaves ten seconds after it was sent off, or when its author chose; until then not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.casework.actions import close_case, receive_message
from hemvist.casework.models import CloseReason, NextStep
from hemvist.demo import factories as make
from hemvist.documents.actions import private_store
from hemvist.documents.models import CaseFile, FileSource, ScanState
from hemvist.messaging.models import Delivery, Message
from hemvist.writing.actions import IsOnItsWay, Written, keep_draft, let_leave, send_off
from hemvist.writing.models import Draft, DraftState
from hemvist.writing.tasks import sweep
from tests.documents.making import PDF, a_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ten_seconds(settings):
    settings.UNDO_SECONDS = 10


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    return make.a_case(owner=host)


@pytest.fixture
def desk(client, host):
    client.force_login(host)
    return client


def fields(client, case, **typed):
    form = client.get(reverse("casework:write", args=[case.reference])).context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "upload"}
    return {**{name: value for name, value in shown.items() if value}, **typed}


def sent_off(client, case, **typed):
    told = fields(client, case, body="Välkomna!", **typed)
    return client.post(reverse("casework:write", args=[case.reference]), told)


def in_seconds(seconds):
    return timezone.now() + timedelta(seconds=seconds)


def test_nothing_is_said_before_ten_seconds_have_passed(desk, case):
    sent_off(desk, case)

    draft = Draft.objects.get()
    assert let_leave(draft.pk, at=in_seconds(8)) is None
    assert not Message.objects.exists()
    case.refresh_from_db()
    assert case.first_unanswered_at is not None
    page = desk.get(reverse("desk:case", args=[case.reference])).text
    assert reverse("casework:undo_message", args=[case.reference, draft.pk]) in page
    message = let_leave(draft.pk, at=in_seconds(11))

    assert (message.body, message.author) == ("Välkomna!", case.owner)
    assert Delivery.objects.filter(message=message).exists()
    assert not Draft.objects.exists()
    assert let_leave(draft.pk, at=in_seconds(12)) is None
    case.refresh_from_db()
    assert case.first_unanswered_at is None


def test_taken_back_it_is_a_draft_again_and_never_leaves(desk, case):
    sent_off(desk, case)
    draft = Draft.objects.get()

    answer = desk.post(reverse("casework:undo_message", args=[case.reference, draft.pk]))

    assert answer.url == reverse("casework:write", args=[case.reference])
    assert fields(desk, case)["body"] == "Välkomna!"
    assert let_leave(draft.pk, at=in_seconds(60)) is None
    assert not Message.objects.exists()


def test_it_is_too_late_to_take_back_what_has_left(desk, case):
    sent_off(desk, case)
    draft = Draft.objects.get()
    let_leave(draft.pk, at=in_seconds(11))

    answer = desk.post(reverse("casework:undo_message", args=[case.reference, draft.pk]))

    assert answer.status_code == 404
    assert Message.objects.count() == 1


def test_taking_back_loses_nothing_of_what_was_begun_since(desk, case):
    sent_off(desk, case)
    desk.post(
        reverse("casework:autosave", args=[case.reference]),
        fields(desk, case, body="Och en sak till", key=uuid4()),
    )

    desk.post(
        reverse("casework:undo_message", args=[case.reference, Draft.objects.earliest("pk").pk])
    )

    assert Draft.objects.get().body == "Välkomna!\n\nOch en sak till"


def test_two_presses_are_one_message(desk, case):
    told = fields(desk, case, body="Välkomna!")

    for _press in range(2):
        desk.post(reverse("casework:write", args=[case.reference]), told)

    assert Draft.objects.count() == 1


def test_page_keeps_no_draft_of_what_it_has_just_sent_off(desk, case):
    told = fields(desk, case, body="Välkomna!")
    desk.post(reverse("casework:write", args=[case.reference]), told)

    late = desk.post(reverse("casework:autosave", args=[case.reference]), told)

    assert late.status_code == 409
    assert Draft.objects.get().state == DraftState.LEAVING


def test_press_that_comes_while_another_is_at_it_sends_nothing_more(desk, case, host):
    both = keep_draft(case, written=Written(body="Hej"), by=host, at=in_seconds(0))
    off = {"written": Written(body="Hej"), "leave_at": in_seconds(0), "at": in_seconds(0)}
    send_off(both, **off)
    let_leave(both.pk, at=in_seconds(1))

    with pytest.raises(IsOnItsWay):
        send_off(both, **off)
    assert Message.objects.count() == 1


def test_other_words_from_a_page_gone_back_to_are_another_message(desk, case):
    told = fields(desk, case, body="Välkomna!")

    for body in ("Välkomna!", "Välkomna på måndag!"):
        desk.post(reverse("casework:write", args=[case.reference]), {**told, "body": body})

    assert [draft.body for draft in Draft.objects.all()] == ["Välkomna!", "Välkomna på måndag!"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda case, host: receive_message(case, body="Hej", channel="web", at=timezone.now()),
        lambda case, host: close_case(
            case, reason=CloseReason.ANSWERED, by=host, at=timezone.now()
        ),
    ],
    ids=["they wrote", "it was closed"],
)
def test_what_happens_before_it_leaves_holds_it_and_tells_its_author(desk, case, host, meanwhile):
    sent_off(desk, case)
    meanwhile(case, host)

    let_leave(Draft.objects.get().pk, at=in_seconds(11))

    draft = Draft.objects.get()
    assert draft.state == DraftState.HELD
    assert not Message.objects.filter(direction="out").exists()
    task = case.tasks.get()
    assert task.assignee == host
    assert "Välkomna!" in desk.get(reverse("desk:case", args=[case.reference])).text


def test_message_can_leave_on_another_day_and_be_put_off(desk, case):
    day = timezone.localdate() + timedelta(days=3)

    sent_off(desk, case, later="1", leave_on=day.isoformat(), leave_at="10:30")

    draft = Draft.objects.get()
    assert timezone.localtime(draft.leave_at).strftime("%F %R") == f"{day} 10:30"
    assert let_leave(draft.pk, at=in_seconds(3600)) is None
    told = {"leave_on": (day + timedelta(days=1)).isoformat(), "leave_at": "8.15"}
    desk.post(reverse("casework:planned_message", args=[case.reference, draft.pk]), told)
    draft.refresh_from_db()
    assert timezone.localtime(draft.leave_at).strftime("%R") == "08:15"
    assert let_leave(draft.pk, at=draft.leave_at).body == "Välkomna!"


def test_text_message_is_planned_for_an_hour_at_which_they_may_be_disturbed(desk, host):
    household = make.a_household(phone="070-174 06 09", channels=["sms"])
    case = make.a_case(household, owner=host)
    day = timezone.localdate() + timedelta(days=3)

    sent_off(desk, case, later="1", leave_on=day.isoformat(), leave_at="03:00")

    assert timezone.localtime(Draft.objects.get().leave_at).hour >= 7


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"leave_on": "2020-01-01"},
        {"leave_on": "2199-01-01"},
        {"leave_on": "x", "leave_at": "y"},
    ],
    ids=str,
)
def test_time_that_cannot_be_gets_a_sentence_and_loses_no_word(desk, case, when):
    answer = sent_off(desk, case, later="1", **when)

    assert answer.status_code == 422
    assert "Välkomna!" in answer.text
    assert not Draft.objects.filter(state=DraftState.LEAVING).exists()


def test_files_go_with_the_message_and_one_that_has_gone_goes_as_a_copy(
    desk, case, settings, tmp_path
):
    mine = a_file(case, name="karta.pdf", source=FileSource.OURS)
    sent_off(desk, case, attached=[mine.pk])
    first = let_leave(Draft.objects.get().pk, at=in_seconds(11))
    sent_off(desk, case, attached=[mine.pk])
    second = let_leave(Draft.objects.get().pk, at=in_seconds(11))

    assert [file.name for file in first.files.all()] == ["karta.pdf"]
    (copy,) = second.files.all()
    assert (copy.digest, copy.pk != mine.pk) == (mine.digest, True)


@pytest.fixture
def theirs(case):
    """A file that came with a message."""
    kept, message = a_file(case), make.a_message(case)
    CaseFile.objects.update(message=message)
    return kept


def test_file_that_is_refused_meanwhile_keeps_no_message_back(desk, case, theirs):
    sent_off(desk, case, attached=[theirs.pk])
    CaseFile.objects.update(scan=ScanState.REFUSED)
    private_store().delete(theirs.stored_as)

    assert not let_leave(Draft.objects.get().pk, at=in_seconds(11)).files.exists()
    assert sent_off(desk, case, attached=[theirs.pk]).status_code == 422


def test_copy_of_a_file_is_scanned_as_well(desk, case, theirs):
    CaseFile.objects.update(scan=ScanState.WAITING)
    sent_off(desk, case, attached=[theirs.pk])

    (copy,) = let_leave(Draft.objects.get().pk, at=in_seconds(11)).files.all()

    assert ProcrastinateJob.objects.get(task_name="documents.scan").args == {"file": copy.pk}


def test_new_file_is_attached_and_the_words_stay(desk, case):
    from django.core.files.uploadedfile import SimpleUploadedFile

    told = fields(desk, case, body="Se bilagan", attach="1")
    told["upload"] = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")

    page = desk.post(reverse("casework:write", args=[case.reference]), told, follow=True)

    file = CaseFile.objects.get()
    assert (file.source, file.message) == (FileSource.OURS, None)
    assert page.context["form"]["body"].value() == "Se bilagan"
    assert page.context["form"]["attached"].value() == [file.pk]


def test_file_of_another_case_cannot_be_attached(desk, case, host):
    others = a_file(make.a_case(owner=host))

    assert sent_off(desk, case, attached=[others.pk]).status_code == 422


def test_planned_step_of_a_colleague_stays(desk, case, host):
    from hemvist.casework.actions import set_next_step

    sent_off(desk, case)
    day = timezone.localdate() + timedelta(days=9)
    set_next_step(case, step=NextStep.MEET, on=day, by=host, at=timezone.now())

    let_leave(Draft.objects.get().pk, at=in_seconds(11))

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (NextStep.MEET, day)


def test_what_is_due_and_has_lost_its_job_is_asked_for_again(desk, case):
    sent_off(desk, case)
    draft = Draft.objects.get()
    ProcrastinateJob.objects.all()._raw_delete("default")

    sweep(int(in_seconds(5).timestamp()))
    assert not ProcrastinateJob.objects.filter(task_name="writing.leave").exists()
    sweep(int(in_seconds(15).timestamp()))
    jobs = ProcrastinateJob.objects.filter(task_name="writing.leave")
    assert [job.args for job in jobs] == [{"draft": draft.pk}]
