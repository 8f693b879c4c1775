"""What is measured: the pages and forms of the public and of the desk."""

import uuid
from collections.abc import Iterable

from bench.client import Answer, Client
from bench.measuring import Deed

Done = Iterable[tuple[str, Answer]]

TYPED: dict[str, dict[str, object]] = {
    "household": {"adults": "2", "ages_0": "4", "ages_1": "11", "ages_2": ""},
    "needs": {"areas": ["housing", "work"]},
    "whom": {"whom_work": ["adult-2"]},
    "from": {"origin": "eu"},
    "when": {"when": "soon", "month_0": "", "month_1": ""},
    "area": {"area": ""},
    "contact": {"best": "email", "also": ["phone"]},
    "hours": {
        "language": "en",
        "hours": "morning",
        "weekdays_only": "on",
        "time_zone": "Europe/Helsinki",
    },
    "name": {
        "name": "Bench Exempel",
        "email": "bench@example.org",
        "phone": "+46 70 174 06 05",
    },
    "other": {"text": "We have a dog. It is large."},
}
LAST_STEP = 14


def reading(name: str, paths: list[str], *, afresh: bool = False) -> Deed:
    """Read one of these pages after the other; afresh, so that none can be one that was kept."""

    def read(client: Client, number: int) -> Done:
        query = f"?nr={number}" if afresh else ""
        yield name, client.get(paths[number % len(paths)] + query)

    return read


def enquire(client: Client, number: int) -> Done:
    """Walk through the form and send it, each time from another network."""
    client.come_from_elsewhere()
    begun = client.get("/en/enquiry/")
    at = client.post("/en/enquiry/", {}, begun).location
    for _ in range(LAST_STEP):
        step = at.rstrip("/").rpartition("/")[2]
        if step == "check":
            page = client.get(at)
            yield "submit an enquiry", client.post(at, {}, page)
            return
        page = client.get(at)
        yield "form step, read", page
        answer = client.post(at, TYPED.get(step, {}), page)
        if answer.status != 302:
            yield f"form step, {step}", answer
            return
        yield "form step, answer", answer
        at = answer.location
    yield "form", Answer(0, 0, 0, "", "")


def writing(references: list[str]) -> Deed:
    """Write a message to the people of one case after the other."""

    def write(client: Client, number: int) -> Done:
        path = f"/desk/cases/{references[number % len(references)]}/write/"
        page = client.get(path)
        fields: dict[str, object] = {"body": "Hello, this is measured.", "key": str(uuid.uuid4())}
        yield "write a message", client.post(path, fields, page)

    return write
