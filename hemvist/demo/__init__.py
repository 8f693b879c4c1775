"""The demo municipality and the households in it, from the same factories as the tests.

Nothing in the product imports it.
"""
