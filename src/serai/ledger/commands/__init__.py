"""The commands of `serai ledger`, one module each."""
