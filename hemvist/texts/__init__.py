"""Text messages that come in: what the SMS service tells, whose case it is, and who decides.

It knows cases and telephones; how a text is carried is messaging's concern.
"""
