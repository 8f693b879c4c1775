"""What somebody says, apart from what they quote, as the mail programs of our readers write it."""

import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as some

from hemvist.inbox.quoting import fold

OURS = "~~~~ Write your answer above this line ~~~~"
QUOTES = {
    "gmail sv": "Den mån 23 nov. 2026 kl 10:02 skrev Flytta till Norrby <svar+abc@norrby.example>:\n\n> Hej",
    "gmail sv wrapped": "Den mån 23 nov. 2026 kl 10:02 skrev Flytta till Norrby <\nsvar+abc@norrby.example>:\n\n> Hej",
    "outlook sv": "Från: Flytta till Norrby <svar@norrby.example>\nSkickat: den 23 november 2026 10:02\nTill: A <a@b.c>\nÄmne: Hej\n\nHej",
    "outlook sv rule": "________________________________\nFrån: Flytta <svar@norrby.example>\nSkickat: den 23 november 2026\nTill: A\nÄmne: Hej\n\nHej",
    "iphone sv": "23 nov. 2026 kl. 10:02 skrev Flytta till Norrby <svar@norrby.example>:\n\n> Hej",
    "original sv": "-----Ursprungligt meddelande-----\nFrån: x\n\nHej",
    "gmail en": "On Mon, Nov 23, 2026 at 10:02 AM Move to Norrby <svar+abc@norrby.example> wrote:\n\n> Hi",
    "outlook en": "From: Move <svar@norrby.example>\nSent: Monday, 23 November 2026\nTo: A\nSubject: Hi\n\nHi",
    "gmail fi": "ma 23. marraskuuta 2026 klo 10.02 Muuta Norrbyhyn (svar+abc@norrby.example)\nkirjoitti:\n\n> Hei",
    "gmail fi one line": "ma 23.11.2026 klo 10.02 Muuta (svar@norrby.example) kirjoitti:\n\n> Hei",
    "outlook fi": "Lähettäjä: Muuta <svar@norrby.example>\nLähetetty: maanantai 23. marraskuuta 2026\nVastaanottaja: A\nAihe: Hei\n\nHei",
    "original fi": "----- Alkuperäinen viesti -----\nLähettäjä: x\n\nHei",
    "gmail uk": "пн, 23 лист. 2026 р. о 10:02 Переїзд <svar+abc@norrby.example> пише:\n\n> Привіт",
    "outlook uk": "Від: Переїзд <svar@norrby.example>\nНадіслано: понеділок, 23 листопада 2026\nКому: A\nТема: Привіт\n\nПривіт",
    "gmail ar": "في الاثنين، ٢٣ نوفمبر ٢٠٢٦ في ١٠:٠٢ ص تمت كتابة ما يلي بواسطة <svar@norrby.example> كتب:\n\n> مرحبا",
    "outlook ar": "من: الانتقال <svar@norrby.example>\nتاريخ الإرسال: الاثنين، ٢٣ نوفمبر\nإلى: A\nالموضوع: مرحبا\n\nمرحبا",
    "our line": f"{OURS}\n\nHello\n\nRead and answer",
    "our line quoted": f"> {OURS}\n>\n> Hello",
    "gmail above our line": f"On Mon, Nov 23, 2026 Norrby <svar@norrby.example> wrote:\n\n> {OURS}\n> Hi",
    "only signs": "> Hello\n> you",
}
ANSWERS = ["Yes, we come on Friday.", "Tack!\n\nVi ses.\n\nSkickat från min iPhone"]


@pytest.mark.parametrize("answer", ANSWERS, ids=["short", "with signature"])
@pytest.mark.parametrize("program", QUOTES)
def test_quoted_part_is_folded(program, answer):
    folded = fold(f"{answer}\n\n{QUOTES[program]}\n")

    assert folded.said == answer
    assert folded.quoted.split() == QUOTES[program].split()


@pytest.mark.parametrize(
    "text",
    [
        "Hello.\n\nFrom: our home it is far.\nThank you",
        "We wrote to the school: they answer on Monday.",
        "Min man skrev: vi kommer",
        "I have three questions:\n- one\n- two\n\nOn Friday I can come.",
        "Date: we want the 23rd\nTo: the house",
        "A line ---- with dashes\n---\nand more",
        "2 > 1",
    ],
)
def test_what_only_looks_like_a_quote_stays(text):
    assert fold(text).said == text


def test_answers_between_the_lines_stay_with_what_they_answer():
    text = (
        "On Mon, Nov 23, 2026 Norrby <svar@norrby.example> wrote:\n\n"
        "> Do you have children?\n\nYes, we have two of them.\n\n> When do you come?\n\n"
        "In the month of June.\n"
    )

    assert fold(text).said == text.strip()


def test_nothing_but_a_quote_is_not_hidden():
    assert fold("> Hello\n> you").said == "> Hello\n> you"
    assert fold("").said == ""


@given(some.text(alphabet=some.sampled_from("ab >:~\n<@.-_كпOn wrote"), max_size=300))
@bounded(max_examples=150, deadline=None)
def test_nothing_is_lost_whatever_the_text(text):
    folded = fold(text)

    assert "".join((folded.said + folded.quoted).split()) == "".join(text.split())
    assert folded.said or not text.strip()
