"""Working copies: what somebody has typed and not saved, for any browser of theirs to go on."""
