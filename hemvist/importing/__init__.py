"""Lists from elsewhere into the directory: mapped, previewed, brought in whole or not at all.

Must not fetch anything while somebody waits, nor know what is shown of it.
"""
