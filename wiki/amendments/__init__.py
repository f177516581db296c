"""Changes that a reviewer suggests in a draft; its author accepts or rejects each."""
