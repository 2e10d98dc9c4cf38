"""Saying "me too" to what everybody reads, and taking it back. There is no vote against."""

from services.gateway import Gateway


def support(gateway: Gateway, *, feedback_id: str, tell: bool = True) -> str:
    """Support it, and be told of the answer or not: supported, already_supported or your_own."""
    return str(gateway.call("support_feedback", feedback_id=feedback_id, tell=tell)["outcome"])


def take_back(gateway: Gateway, *, feedback_id: str) -> str:
    """Take the support back: support_taken_back or not_found."""
    return str(gateway.call("take_back_support", feedback_id=feedback_id)["outcome"])
