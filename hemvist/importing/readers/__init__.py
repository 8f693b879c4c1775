"""One reader for each form that a list can have.

A reader takes an open file and gives lines one after the other. Whatever stands in the file, it
raises nothing but `CannotRead`.
"""
