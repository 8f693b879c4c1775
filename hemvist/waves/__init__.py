"""When something happens to many: an employer falls, a school closes, a river floods.

All households it concerns are found, marked, written to, helped and watched on one page. What is
done to them is done by `bulk`; nothing here changes a case.
"""
