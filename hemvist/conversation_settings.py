"""Settings of conversations: mail both ways, text messages, and the translator of messages.

All of them from the environment, as in `hemvist.settings`, which takes them over.
"""

import json
import os

# SMTP, or a backend of django-anymail with its options as JSON; that package is not brought along.
EMAIL_BACKEND = os.environ.get("HEMVIST_EMAIL_BACKEND", "hemvist.messaging.smtp.EmailBackend")
ANYMAIL = json.loads(os.environ.get("HEMVIST_ANYMAIL", "{}"))
EMAIL_HOST = os.environ.get("HEMVIST_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("HEMVIST_SMTP_PORT", "2525"))
EMAIL_HOST_USER = os.environ.get("HEMVIST_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HEMVIST_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HEMVIST_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
SMS_CARRIER = os.environ.get("HEMVIST_SMS", "file")  # or 46elks
# A number takes answers; a name of at most 11 letters cannot be answered. (A number for fiction.)
SMS_FROM = os.environ.get("HEMVIST_SMS_FROM", "+46701740699")
# What the SMS service shows when it calls us; without it nothing is taken from anybody.
SMS_SECRET = os.environ.get("HEMVIST_SMS_SECRET", "")
ELKS_URL = os.environ.get("HEMVIST_46ELKS_URL", "https://api.46elks.com/a1/sms")
ELKS_USER = os.environ.get("HEMVIST_46ELKS_USER", "")
ELKS_PASSWORD = os.environ.get("HEMVIST_46ELKS_PASSWORD", "")
# The mailboxes answers and returned letters come to; each takes mail for name+anything@domain.
REPLY_ADDRESS = os.environ.get("HEMVIST_REPLY_ADDRESS", "")  # svar@inflyttning.boden.se
BOUNCE_ADDRESS = os.environ.get("HEMVIST_BOUNCE_ADDRESS", "")  # studs@inflyttning.boden.se
# Mail to this one is a new enquiry, without anybody's click.
ENQUIRY_ADDRESS = os.environ.get("HEMVIST_ENQUIRY_ADDRESS", "")
# Whether somebody new gets a line that their mail has come; once a day at most.
ANSWER_NEW_MAIL = os.environ.get("HEMVIST_ANSWER_NEW_MAIL") == "1"
# A mailbox to fetch from (`manage.py receive_mail`), and what becomes there of what is safely here:
# move, delete or keep.
IMAP_HOST = os.environ.get("HEMVIST_IMAP_HOST", "")
IMAP_PORT = int(os.environ.get("HEMVIST_IMAP_PORT", "993"))
IMAP_USER = os.environ.get("HEMVIST_IMAP_USER", "")
IMAP_PASSWORD = os.environ.get("HEMVIST_IMAP_PASSWORD", "")
IMAP_TLS = os.environ.get("HEMVIST_IMAP_TLS", "1") == "1"
IMAP_FOLDER = os.environ.get("HEMVIST_IMAP_FOLDER", "INBOX")
IMAP_AFTER = os.environ.get("HEMVIST_IMAP_AFTER", "move")
IMAP_DONE_FOLDER = os.environ.get("HEMVIST_IMAP_DONE_FOLDER", "Hemvist")
# A letter box for a mail server nearby (`manage.py listen_mail`): lmtp://127.0.0.1:2526
MAIL_LISTEN = os.environ.get("HEMVIST_MAIL_LISTEN", "")
# Whether letters say only that there is a message, to be read on the person's own page.
MAIL_WITHOUT_CONTENT = os.environ.get("HEMVIST_MAIL_WITHOUT_CONTENT") == "1"
# How long a message can be taken back after it was sent off.
UNDO_SECONDS = int(os.environ.get("HEMVIST_UNDO_SECONDS", "10"))
DEFAULT_FROM_EMAIL = os.environ.get("HEMVIST_FROM_EMAIL", "inflyttning@boden.example")

# A machine that translates what people write. It leaves the installation, so it is asked for apart
# from the one for editors.
MESSAGE_TRANSLATOR = os.environ.get("HEMVIST_MESSAGE_TRANSLATOR", "")  # libretranslate or deepl
MESSAGE_TRANSLATOR_URL = os.environ.get("HEMVIST_MESSAGE_TRANSLATOR_URL", "")
MESSAGE_TRANSLATOR_KEY = os.environ.get("HEMVIST_MESSAGE_TRANSLATOR_KEY", "")
