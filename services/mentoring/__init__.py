"""Peer mentoring: offers, requests, and the matches between them."""
