"""The staff's pages that bring things together: my work, a case, the register.

It changes nothing by itself; each deed is an action of the app it belongs to.
"""
