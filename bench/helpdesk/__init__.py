"""django-helpdesk, served on this machine with as many tickets and messages, to be measured beside.

It runs in a virtual environment of its own and imports nothing of Hemvist.
"""
