"""The administrators' page of mail: what waits, has failed and was sent."""
