"""The public pages: areas of life, areas of the municipality, places.

It reads the directory and writes nothing.
"""
