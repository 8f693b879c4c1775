"""What is true of every page, every table and every word."""
