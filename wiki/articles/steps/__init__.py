"""Take the steps of which the actions of articles are made; a step never commits."""
