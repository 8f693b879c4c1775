"""Measures a real server over HTTP with the large demo: `make bench`.

Not part of the product. It has a database of its own under `var/bench`, keeps it for the next
time, and says what it did not reach.
"""
