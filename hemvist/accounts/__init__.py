"""Who works here: users, roles, teams, and how they sign in.

It knows nothing of the people the service is for.
"""
