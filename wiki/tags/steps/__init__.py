"""Take the steps of which the actions of the vocabulary are made; a step never commits."""
