"""What is said when everything runs."""


def welcome(address: str, *, has_mailbox: bool, logins: str) -> str:
    """Where to look, as whom to sign in, and how to stop."""
    lines = ["", f"  The public site   {address}/", f"  The host's desk   {address}/desk/"]
    if has_mailbox:
        lines.append(f"  Mail it has sent  {address}/demo/mail/")
    if logins:
        lines += ["", "  Sign in to the desk as", logins.rstrip()]
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])
