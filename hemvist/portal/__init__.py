"""A resident's own pages, entered by a signed link and a short-lived code.

It changes nothing by itself; each deed is an action of the app it belongs to.
"""
