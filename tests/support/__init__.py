"""What several test packages build their worlds from."""
