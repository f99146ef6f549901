"""What a text consists of: turns, their labels and roles, and furniture."""
