"""Texts that hosts send often, in every language, with blanks that a case fills.

It knows cases and what they need; nothing here sends anything.
"""
