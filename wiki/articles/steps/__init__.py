"""The steps that actions on articles consist of; no step commits."""
