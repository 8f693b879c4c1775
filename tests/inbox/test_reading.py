"""Mail in every alphabet and wrapping is read; hostile mail is read within bounds."""

import base64
import io
import time
import zipfile
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as some

from hemvist.inbox.html_text import cleaned, text_of_html
from hemvist.inbox.reading import MOST_BYTES, read_mail
from hemvist.inbox.signs import is_automatic
from tests.inbox.making import a_mail


def raw(*headers, body=b"Hello"):
    lines = [*headers, "From: a@example.org", "MIME-Version: 1.0"]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Hej på dig, Åsa"),
        ("iso-8859-1", "Hej på dig, Åsa"),
        ("windows-1252", "Så – ”så”"),
        ("koi8-u", "Привіт, як справи"),
        ("windows-1251", "Привіт"),
        ("windows-1256", "مرحبا بكم"),
        ("iso-2022-jp", "こんにちは"),
        ("ks_c_5601-1987", "안녕하세요"),
        ("gb2312", "你好"),
        ("utf-7", "Hej ü"),
    ],
)
def test_text_in_any_alphabet(charset, text):
    known = {"ks_c_5601-1987": "cp949"}.get(charset, charset)
    mail = raw(f"Content-Type: text/plain; charset={charset}", body=text.encode(known))

    assert read_mail(mail).text == text


@pytest.mark.parametrize("charset", ["no-such", "zlib", "idna", "punycode", "undefined", "", "\0"])
def test_text_in_an_alphabet_that_is_none(charset):
    mail = raw(f'Content-Type: text/plain; charset="{charset}"', body="Åsa".encode())

    assert read_mail(mail).text == "Åsa"


def test_headers_in_any_alphabet():
    mail = raw(
        "Subject: =?koi8-u?B?8NLJ18XU?= =?utf-8?Q?_=C3=85sa?=",
        body=b"x",
    )

    assert read_mail(mail).subject == "Привет Åsa"


@pytest.mark.parametrize(
    "subject",
    ["=?utf-8?B?broken?=", "=?x-unknown?Q?=E5?=", "=?idna?B?eHg=?=", "\udcff\udcfe", "a\x00b"],
)
def test_broken_subject_is_no_trouble(subject):
    assert "\0" not in read_mail(raw(f"Subject: {subject}")).subject


def test_header_cannot_be_made_by_a_line_break():
    read = read_mail(raw("Subject: =?utf-8?Q?Hello=0D=0ABcc:_x@example.org?="))

    assert "\n" not in read.subject
    assert "\r" not in read.subject


def test_html_alone_becomes_text_and_links_say_where_they_lead():
    mail = a_mail("", html="x").replace(b"text/plain", b"text/html", 1)
    html = (
        "<style>p{}</style><p>Hello<br>you</p><script>alert(1)</script>"
        '<a href="https://evil.example/x">your bank</a><img src="https://track.example/1.gif">'
        "<blockquote>Before</blockquote>"
    )
    mail = raw("Content-Type: text/html; charset=utf-8", body=html.encode())

    read = read_mail(mail)

    assert "Hello\nyou" in read.text
    assert "your bank <https://evil.example/x>" in read.text
    assert "> Before" in read.text
    shown = cleaned(read.html)
    for never in ("script", "style", "img", "href", "track.example", "alert"):
        assert never not in shown


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<p onclick="x()">y</p>',
        '<svg><script>x</script></svg><math><mi xlink:href="data:x">z</mi></math>',
        "<iframe srcdoc='<script>x</script>'></iframe><object data=x></object>",
        "<form action=https://evil.example><input name=q><button>Go</button></form>",
        '<base href="https://evil.example"><meta http-equiv=refresh content="0;url=x">',
        "<!--><script>alert(1)</script>-->",
        '<p style="background:url(https://track.example/x)">x</p>',
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<a href=http://a.example><table><td><a href=http://b.example>x</a></table></a>",
        "<a href='http://a.example/<iframe><script>1</script>'>x</a>",
    ],
)
def test_nothing_in_html_runs_fetches_or_leads_away(html):
    shown = cleaned(html)

    for never in ("<script", "onclick", "<iframe", "<form", "<base", "<meta", "style=", "src="):
        assert never not in shown
    assert "<a" not in shown


def test_plain_text_is_read_and_html_kept_beside_it():
    read = read_mail(a_mail("Plain", html="<p>Rich</p>"))

    assert read.text == "Plain"
    assert "Rich" in read.html


def test_text_between_pictures_is_all_read():
    mail = MIMEMultipart()
    mail.attach(MIMEText("One"))
    mail.attach(MIMEText("<p>Two</p>", "html"))
    mail.attach(MIMEText("Three"))

    assert read_mail(mail.as_bytes()).text == "One\n\nTwo\n\nThree"


def test_what_comes_along_keeps_name_and_content():
    invitation = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    files = [
        ("Плян ö.pdf", b"%PDF-1", "application/pdf"),
        ("reply.ics", invitation, "text/calendar"),
    ]

    parts = read_mail(a_mail(files=files)).parts

    assert next((one.name, one.content) for one in parts) == ("Плян ö.pdf", b"%PDF-1")
    assert parts[1].is_calendar


def test_mail_in_a_mail_is_a_part_and_not_read_as_said():
    outer, inner = EmailMessage(), EmailMessage()
    inner["Subject"] = "inside"
    inner.set_content("Said by another")
    outer["From"] = "a@example.org"
    outer.set_content("See below")
    outer.add_attachment(inner)

    read = read_mail(outer.as_bytes())

    assert read.text == "See below"
    assert [one.kind for one in read.parts] == ["message/rfc822"]
    assert b"Said by another" in read.parts[0].content


@pytest.mark.parametrize(
    ("kind", "notice"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", "smime_encrypted"),
        ("application/pkcs7-mime; smime-type=signed-data", "smime_signed"),
        ('multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x', "pgp_encrypted"),
        ('multipart/signed; protocol="application/pgp-signature"; boundary=x', "pgp_signed"),
    ],
)
def test_wrapping_is_said(kind, notice):
    assert notice in read_mail(raw(f"Content-Type: {kind}")).notices


def test_pgp_in_the_text_is_said():
    body = b"-----BEGIN PGP MESSAGE-----\n\nxx\n-----END PGP MESSAGE-----\n"

    assert "pgp_encrypted" in read_mail(raw("Content-Type: text/plain", body=body)).notices


def test_winmail_that_cannot_be_opened_is_kept_and_said():
    read = read_mail(a_mail(files=[("winmail.dat", b"\x78\x9f\x3e\x22xx", "application/ms-tnef")]))

    assert "winmail" in read.notices
    assert read.parts[0].name == "winmail.dat"


def nested(depth):
    top = inner = MIMEMultipart()
    for _ in range(depth):
        inner.attach(MIMEText("x"))
        deeper = MIMEMultipart()
        inner.attach(deeper)
        inner = deeper
    inner.attach(MIMEText("bottom"))
    return top.as_bytes()


def a_bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"\0" * 50_000_000)
        bomb.writestr("[Content_Types].xml", b"<x/>")
    return packed.getvalue()


HOSTILE = {
    "nothing": b"",
    "only a break": b"\r\n\r\n",
    "zeros": b"\0" * 100_000,
    "no headers": b"just words",
    "endless header": b"Subject: " + b"a" * 2_000_000 + b"\n\nx",
    "thousands of headers": b"X: y\n" * 20_000 + b"\nx",
    "thousands of recipients": b"To: " + b"<a@b.c>, " * 20_000 + b"\n\nx",
    "brackets": b"From: " + b"(" * 50_000 + b"\nTo: " + b"<" * 50_000 + b"\n\nx",
    "quotes": b'From: "' + b'\\"' * 30_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?Q?a?= " * 5_000 + b"\n\nx",
    "encoded holes": b"Subject: " + b"=?" * 20_000 + b"\n\nx",
    "references": b"References: " + b"<a@b> " * 20_000 + b"\n\nx",
    "boundaries": b'Content-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\ny\n" * 30_000,
    "no boundary": b"Content-Type: multipart/mixed\n\n--x\n\ny",
    "boundary of all": b'Content-Type: multipart/mixed; boundary=""\n\n' + b"--\n" * 1_000,
    "bad base64": b"Content-Transfer-Encoding: base64\n\n" + b"=A" * 50_000,
    "bad quoted": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 100_000,
    "bad uu": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M" * 50_000,
    "idna": b"Content-Type: text/plain; charset=idna\n\n" + b"a." * 50_000,
    "punycode": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 50_000,
    "html tags": b"Content-Type: text/html\n\n" + b"<b><i><a href=x>" * 20_000,
    "html divs": b"Content-Type: text/html\n\n" + b"<div>" * 60_000,
    "html tables": b"Content-Type: text/html\n\n" + b"<table><td>" * 20_000,
    "html comments": b"Content-Type: text/html\n\n" + b"<!-" * 60_000,
    "html entities": b"Content-Type: text/html\n\n" + b"&#" * 60_000,
    "leads": b"Content-Type: text/plain\n\n" + b"On Monday Somebody\n" * 20_000,
    "quote signs": b"Content-Type: text/plain\n\n" + b"> " * 100_000,
    "underscores": b"Content-Type: text/plain\n\n" + b"_" * 100_000,
    "from lines": b"Content-Type: text/plain\n\n" + b"From: x\nSent: y\n" * 20_000,
    "spaces": b"Content-Type: text/plain\n\n" + b" \n" * 100_000,
    "one long word": b"Content-Type: text/plain\n\n" + b"skrev" * 40_000,
    "deep": nested(40),
    "deeper": nested(900) if False else b"",
    "bomb": a_mail(files=[("b.docx", a_bomb(), "application/zip")]),
    "letters that turn": "Content-Type: text/plain\n\nabc\u202egnp.exe".encode(),
}
del HOSTILE["deeper"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_within_a_second(name):
    from hemvist.inbox.quoting import fold

    began = time.process_time()
    read = read_mail(HOSTILE[name])
    folded = fold(read.text)
    cleaned(read.html)
    assert time.process_time() - began < 1

    assert is_automatic(read.message, envelope_from=None) in {True, False}
    assert "\0" not in read.text + read.subject + folded.said
    assert "\u202e" not in read.text


def test_mail_nested_a_thousand_deep_is_shown_as_text():
    deep = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
        for n in range(1_000)
    )
    mail = b"Content-Type: multipart/mixed; boundary=b0\r\nSubject: deep\r\n\r\n" + deep + b"end"

    read = read_mail(mail)

    assert read.notices == ("tangled",)
    assert read.subject == "deep"
    assert "boundary=b0" in read.text


def test_largest_mail_that_is_taken_is_read():
    content = base64.b64encode(b"\0" * (MOST_BYTES * 3 // 4 - 200_000))
    mail = raw(
        'Content-Type: multipart/mixed; boundary="x"',
        body=b"--x\r\n\r\nHi\r\n--x\r\nContent-Disposition: attachment; filename=a.bin\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + content + b"\r\n--x--\r\n",
    )

    read = read_mail(mail)

    assert read.text == "Hi"
    assert read.parts[0].size == MOST_BYTES * 3 // 4 - 200_000


@given(some.binary(max_size=400))
@bounded(max_examples=80, deadline=None)
def test_any_bytes_at_all_are_read(content):
    read = read_mail(content)

    assert isinstance(read.text, str)
    read.text.encode()
    read.subject.encode()


@given(
    some.dictionaries(
        some.sampled_from(["Subject", "From", "To", "Content-Type", "References", "Date"]),
        some.text(max_size=80).map(lambda text: text.replace("\n", " ").replace("\r", " ")),
    ),
    some.text(max_size=200),
)
@bounded(max_examples=80, deadline=None)
def test_any_headers_at_all_are_read(headers, body):
    lines = [f"{name}: {value}" for name, value in headers.items()]
    mail = ("\n".join(lines) + "\n\n" + body).encode("utf-8", "replace")

    read = read_mail(mail)

    assert "\n" not in read.subject
    assert len(read.subject) <= 300
    assert text_of_html(body).count("<script") == 0
