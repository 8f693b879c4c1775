"""Runs the whole of Hemvist on one machine: database, mail, site and background work.

`python -m hemvist.run` is what `make run` calls. It knows processes and files, no domain.
"""
