"""People who come to a desk, telephone, or stood on a list from a fair become cases like others.

Must not show the one who registers more than they may see, nor what has become of the case.
"""
