"""Cases that are the same: found, merged, divided, and put back as they were.

Must not know what the tables above it hold: whatever points to a case moves with it.
"""
