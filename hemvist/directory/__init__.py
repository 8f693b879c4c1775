"""Organisations, services and places in the shape of Open Referral HSDS, and the areas they lie in.

It knows no household; everything here may be public.
"""
