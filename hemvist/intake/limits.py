"""How often the same network may begin, and the same letter be asked for.

What is begun can be sent once, so to count beginnings is to count sendings too.
"""

# A school, a library and an employer's office share one address; a machine does not stop there.
BEGINNINGS_AN_HOUR = 100
SUSPECTED_AFTER = 30
LETTERS_AN_HOUR = 10
