"""Mail that comes in: taken in once, understood, and put where it belongs or before a person.

It knows cases, conversations and files; nothing below it knows that there is such a thing.
"""
