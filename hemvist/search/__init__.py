"""One box over pages, places, answers, happenings and vacancies, in any of the languages.

Reads the apps below it into an index of its own. Must not hold anything about a household.
"""
