"""What somebody has saved of the guide, without an account: a list behind a random number.

Must not know who saved it. The enquiry takes a list along as signed plain text.
"""
