"""Everything at once: the files, and the catalogue that data portals harvest."""
