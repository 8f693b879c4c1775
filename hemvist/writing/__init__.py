"""The desk where a message to a person is written: its draft, its files, when it leaves.

It knows cases and their files; what is said and how it is carried is casework's and messaging's.
"""
