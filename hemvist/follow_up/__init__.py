"""Asking how it went, five times in the year after somebody moved in; the answers are outcomes.

It knows cases and messages. What it asks goes out by the household's own choice of contact.
"""
