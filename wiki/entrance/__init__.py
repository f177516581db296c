"""Ways into an account by mail: an invitation, a forgotten password, another address."""
