"""Households, their members, how to reach them and what they have agreed to.

It knows no case: a household can exist before and after one.
"""
