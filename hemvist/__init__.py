"""Hemvist: the open system for a municipality's relocation service."""

__version__ = "0.1.0"
