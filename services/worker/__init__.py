"""What nobody waits for at a screen: the jobs that the portal does by itself."""
