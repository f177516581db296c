"""Take the steps of which the actions of accounts are made; a step never commits."""
