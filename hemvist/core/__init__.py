"""What any Django site needs: the municipality's own facts, working time, the look, errors.

It knows no household, no case and no message.
"""
