"""What a person may ask of us: everything about them, an end, erasure.

It knows every table with personal data and the pages know only it.
"""
