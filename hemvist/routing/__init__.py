"""Who gets a new case, why, and who has it while somebody is away.

It knows cases, staff and the words of the rules; it must not know the form an enquiry came by.
"""
