"""Employers who bring people here, and the codes that tell where an enquiry came from.

It knows no household and no case; an enquiry that came by a code says so itself.
"""
