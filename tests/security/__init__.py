"""What must hold against those who mean harm, over everything built: docs/security.md."""
