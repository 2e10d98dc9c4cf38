"""What people can do here, one module for each noun."""
