"""Finding many cases and doing one thing to all of them: filters, tags, and deeds with an undo.

It knows no list on the desk; each case is changed by the same action as when it stands alone.
"""
