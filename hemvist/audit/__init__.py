"""Who did and who looked, append-only and hash-chained.

It names things by kind and number and keeps no personal data about them.
"""
