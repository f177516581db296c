"""The steps that actions on the vocabulary are made of; a step never commits."""
