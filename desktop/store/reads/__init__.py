"""What is read of the project file."""
