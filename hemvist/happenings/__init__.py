"""What goes on and where: public happenings with their recurrence, in and out as calendar files.

Knows the directory's places and areas. Must not know of cases or of who reads.
"""
