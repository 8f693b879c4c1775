"""Files in cases: taken in, known by their content, looked through, kept apart and given out.

It knows cases and nothing above them, and trusts neither a file's name nor what a browser says.
"""
