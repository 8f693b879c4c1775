"""What people send along in the demo: a picture, a paper, and an invitation."""

import io
from datetime import datetime, timedelta
from email.message import EmailMessage

from icalendar import Calendar, Event, vCalAddress, vText
from PIL import Image, ImageDraw

SKY, SNOW, WALL, ROOF, TRIM = "#9db7cf", "#f3f6f8", "#8f2d21", "#3c3a3b", "#fbfaf6"
INK = "#5b5f66"


def add_house(mail: EmailMessage) -> None:
    """A picture in the text, and a paper beside it."""
    text = mail.get_body(("html",))
    if isinstance(text, EmailMessage):
        text.add_related(
            _as(_house(), "JPEG"),
            "image",
            "jpeg",
            cid="<huset>",
            filename="IMG_2041.jpg",
            disposition="inline",
        )
    mail.add_attachment(
        _as(_paper(), "PDF"),
        maintype="application",
        subtype="pdf",
        filename="Anställningsavtal.pdf",
    )


def add_viewing(mail: EmailMessage, *, begins: datetime) -> None:
    """An invitation as a landlord's calendar makes it (RFC 6047)."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Hyresvärden//Kalender//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    event.add("uid", f"visning-{begins:%Y%m%d}@hyresvarden.example")
    event.add("dtstamp", begins - timedelta(days=5))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=45))
    event.add("summary", "Visning: tre rum och kök, Kvarnbacken 4")
    event.add("location", "Kvarnbacken 4, port B. Ring på hos Granvik.")
    organizer = vCalAddress("MAILTO:visning@hyresvarden.example")
    organizer.params["cn"] = vText("Hyresvärden på Kvarnbacken")
    event["organizer"] = organizer
    calendar.add_component(event)
    mail.add_attachment(
        calendar.to_ical().decode(),
        subtype="calendar",
        filename="visning.ics",
        params={"method": "REQUEST"},
    )


def _house() -> Image.Image:
    """A red house in the snow."""
    picture = Image.new("RGB", (960, 640), SKY)
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        [(0, 430), (330, 330), (640, 390), (960, 310), (960, 640), (0, 640)], fill="#dfe7ee"
    )
    draw.rectangle([0, 470, 960, 640], fill=SNOW)
    draw.rectangle([270, 300, 690, 510], fill=WALL)
    draw.polygon([(240, 305), (480, 170), (720, 305)], fill=ROOF)
    draw.polygon([(240, 300), (480, 160), (720, 300), (480, 178)], fill=SNOW)
    for left in (320, 440, 580):
        draw.rectangle([left, 350, left + 60, 420], fill="#f2d9a0", outline=TRIM, width=7)
        draw.line([left + 30, 350, left + 30, 420], fill=TRIM, width=5)
    draw.rectangle([515, 420, 560, 510], fill=TRIM)
    for top in (120, 60, 200):
        draw.ellipse([top * 4, top, top * 4 + 9, top + 9], fill=SNOW)
    return picture


def _paper() -> Image.Image:
    """A page that somebody has photographed."""
    picture = Image.new("L", (620, 877), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((70, 70), "ANSTÄLLNINGSAVTAL", fill="black", font_size=30)
    for line in range(16):
        width = 300 if line % 5 == 4 else 480 - line * 37 % 60
        draw.line([70, 150 + line * 30, 70 + width, 150 + line * 30], fill=INK, width=6)
    draw.text((70, 720), "Polstjärnan Stål", fill="black", font_size=20)
    return picture


def _as(picture: Image.Image, kind: str) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind)
    return made.getvalue()
