"""The page of the docs: what was broken, and what became of the letters."""

from typing import Any

HEAD = """# Mail while everything breaks

Made by `make bench-reliability`; `ARGS='--way out'` or `--way in` runs one half. It works in a
database of its own and with real processes: the worker, `receive_mail` and `listen_mail` as in
production, PostgreSQL, a Dovecot, and a mail server that misbehaves. Processes are ended with
`kill -9` after some seconds of work (2 to 12 in the first half, 10 to 60 in the second), over and
over, and started again as systemd would; the database is killed with all of its processes, as when
the power is cut. Waiting between two tries is cut short; nothing else differs from production.
"""
OUT = """
## Out: {letters:,} letters

`{command}` on {on}.

| | |
|---|---|
| **Lost** | **{lost}** |
| Taken twice by the mail server | {doubled} |
| Moments in the act, when a letter may be doubled | {acts} |
| **Doubled without such a moment** | **{unexplained}** |
| Letters that came with another Message-ID the second time | {other_ids} |
| Killed | {kills} |
| The mail server | {said} |
| What the rows say at the end | {states} |
| A letter whose worker had died was sent by another after | {waited} |
| Took | {took}; the machine's load in the last minute and quarter hour: {load} |

*Lost* is a letter whose row says sent and which the mail server has not got, or that still waits at
the end, or whose row is gone. What the server refused for good (550, 554) is not lost: its row says
so in words, and for a household it becomes somebody's next step.

*The act* is the moment between the mail server's yes and our commit; a letter is doubled in it, as
the row must not say sent before the yes. The moments are counted one by one: when a worker has
been killed, and when the database has, with all workers frozen meanwhile, every letter is looked
up that the server has said yes to and our rows still have on its way. Half of the workers are
killed just then on purpose, by the mail server itself, as it says yes. The line may also break
after the server has taken a letter and before we hear of it. Moments in the act: {reasons}. Both
copies have the same Message-ID, by which mail programs show one.
"""
IN = """
## In: {mails:,} mails

`{command}` on {on}.

| | |
|---|---|
| **Lost** | **{lost}** |
| **Doubled** | **{doubled}** |
| In the wrong case, or with another's words | {wrong_case} |
| Messages in the cases | {messages:,} |
| Left in the mailbox; put away there | {left_in_mailbox}; {put_away:,} |
| Handed over by LMTP again, as the answer was lost or a refusal | {handed_over_again} |
| Killed | {kills} |
| Took | {took}; the machine's load: {load} |

Half of them lie in a Dovecot and are fetched by IMAP while more arrive and the lines to it are
broken; half are handed over by mail servers over LMTP, which keep a mail until they hear that we
have it, and hand it over again when they do not. Each is an answer to one of a hundred cases. It
counts when it stands in that case as one message with its own words, with one row and its content
in the inbox, and is out of the mailbox. Where Dovecot itself was killed while it put a mail away,
that one lies there twice; here it is once.
"""


def report(halves: dict[str, dict[str, Any] | None]) -> str:
    """All of it, as far as it was ever run."""
    text = HEAD
    if halves["out"]:
        text += _out(halves["out"])
    if halves["in"]:
        text += _in(halves["in"])
    return text


def _out(one: dict[str, Any]) -> str:
    waits = sorted(one["waited"])
    told = _common(one) | {
        "unexplained": _count(one["unexplained"]),
        "acts": sum(one["in_the_act"].values()),
        "reasons": _list(one["in_the_act"]),
        "said": _list(one["said"]),
        "states": _list(one["states"]),
        "waited": f"{waits[len(waits) // 2]:.0f} seconds (median), {waits[-1]:.0f} at most"
        if waits
        else "none did",
    }
    return OUT.format(**one | told)


def _in(one: dict[str, Any]) -> str:
    return IN.format(**one | _common(one) | {"doubled": _count(one["doubled"])})


def _common(one: dict[str, Any]) -> dict[str, Any]:
    arguments = one["arguments"]
    return {
        "lost": _count(one["lost"]),
        "kills": _list(one["kills"]),
        "took": f"{one['seconds'] / 60:.1f} minutes",
        "command": "make bench-reliability" + (f" ARGS='{arguments}'" if arguments else ""),
    }


def _count(which: list[str]) -> str:
    """How many, and the first few by name."""
    return f"{len(which)}: {', '.join(which[:5])}" if which else "0"


def _list(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{name} {count:,}" for name, count in ordered) or "nothing"
