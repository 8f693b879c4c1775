"""Handing a need to a receiving function, with its answer.

A function sees what was agreed and nothing else.
"""
