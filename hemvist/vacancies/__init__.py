"""Jobs that are advertised in the municipality, from an open source, by area and occupation.

Knows the directory. Must not store who can be asked about a job: that is a person's name.
"""
