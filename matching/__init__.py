"""Which services fit a person, which do not, and why; reads the directory, writes nothing.

What goes in: facts, conditions, offer. One question each: rules (with ages, sobriety, names, places),
alternatives, silence, hours, zones. What comes out: a judgment made of reasons, each with one of three answers.
Then ranking puts offers in order, wording (with its sentences) says why, snapshot keeps it, and trial judges
written cases.
"""
