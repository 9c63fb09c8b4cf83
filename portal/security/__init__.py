"""What browsers are told to refuse, and what the portal refuses by itself."""
