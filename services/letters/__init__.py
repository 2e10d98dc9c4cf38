"""E-mails: what they say, how they are written out, and how they reach a mail server."""
