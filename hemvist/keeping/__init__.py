"""Those who answer for a place: what they are asked, what they say with a link, what comes of it.

Its tables are the directory's. It knows no household.
"""
