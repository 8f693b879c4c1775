"""The enquiry: one question to a page, kept from the first answer, turned into a case when sent.

It knows nothing of what happens to the case afterwards.
"""
