"""Watching: what somebody wants to hear of, and the notices that tell it, here and by mail."""
