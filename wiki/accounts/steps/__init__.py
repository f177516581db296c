"""The steps that actions on accounts are made of; a step never commits."""
