"""The directory as Open Referral HSDS 3.1: the objects, what one can ask for, and our profile."""
