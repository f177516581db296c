"""Take the steps of which actions are made; a step never commits."""
