"""The case: one household, one owner, one next step, one clock, one timeline.

It knows no form, no receiving function and no page.
"""
