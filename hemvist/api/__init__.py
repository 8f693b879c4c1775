"""Other systems' door: the open directory, its catalogue, and everything in bulk.

Gives out what is public, nothing else.
"""
