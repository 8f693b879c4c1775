"""What is said when everything runs."""


def welcome(address: str, *, demo: bool) -> str:
    """Where to look, and how to stop."""
    lines = ["", f"  The public site   {address}/", f"  The host's desk   {address}/desk/"]
    if demo:
        lines.append(f"  Mail it sent      {address}/demo/mail/")
        lines += _logins()
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])


def _logins() -> list[str]:
    return []
