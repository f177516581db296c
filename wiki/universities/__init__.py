"""What universities say of themselves: logos, contacts, addresses; and who may write it."""
