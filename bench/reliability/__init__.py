"""`make bench-reliability`: is mail lost or doubled when everything around it breaks?

Real workers, a real PostgreSQL and real mail servers; each is killed (kill -9) again and again.
"""
