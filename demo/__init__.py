"""A believable year in Essex, for looking round. No person in it is real."""
