"""The commands that start, stop and look after a portal: `python -m services.start`."""
