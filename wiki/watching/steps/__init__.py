"""The steps that watching consists of; no step commits."""
