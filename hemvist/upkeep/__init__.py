"""Keeps the guide and the directory true: reviews, links, readers' words, translations.

Knows pages and places. Must not decide what a page says: that is its owner's.
"""
