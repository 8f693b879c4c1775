"""Conversations and deliveries: what is said, through which channel, and what became of it.

It knows no case; casework decides what is written to whom.
"""
